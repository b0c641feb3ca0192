package io.eventdispatcher.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineFramingTests {

    private final Framing framing = Framing.lines(16);
    private final DecoderFeed feed = new DecoderFeed(framing.newDecoder());

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Framing.MAX_FRAME_BYTES + 1})
    void refusesLimitOutOfRange(int limit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Framing.lines(limit))
                .withMessageContaining("maxLineBytes=" + limit)
                .withMessageContaining("min=1");
    }

    @Test
    void refusesLineOneByteLongerThanTheLimit() {
        assertThat(feed.feed("12345678901234567\n")).isEqualTo(FrameDecoder.TOO_LONG);
        assertThat(feed.frames).isEmpty();
    }

    @Test
    void refusesEndlessLineAsSoonAsTheLimitIsPassed() {
        assertThat(feed.feed("1234567890123456")).isZero();
        assertThat(feed.feed("7")).isEqualTo(FrameDecoder.TOO_LONG);
    }

    @Test
    void handsOutLinesBeforeTheLongOne() {
        assertThat(feed.feed("A\nB\n12345678901234567")).isEqualTo(FrameDecoder.TOO_LONG);
        assertThat(feed.frames).containsExactly("A", "B");
    }

    @Test
    void acceptsLineOfExactlyTheLimit() {
        assertThat(feed.feed("1234567890123456\n")).isEqualTo(17);
        assertThat(feed.frames).containsExactly("1234567890123456");
    }

    @Test
    void countsCarriageReturnAsPartOfTheLine() {
        assertThat(feed.feed("123456789012345\r\n")).isEqualTo(17);
        assertThat(feed.feed("1234567890123456\r\n")).isEqualTo(FrameDecoder.TOO_LONG);
        assertThat(feed.frames).containsExactly("123456789012345\r");
    }

    @Test
    void looksOnlyAtItsOwnBytes() {
        byte[] bytes = "\nAB\nCD\n".getBytes(StandardCharsets.UTF_8);
        FrameSink never = (b, offset, length) -> {
            throw new AssertionError("frame at " + offset);
        };
        assertThat(framing.newDecoder().decode(bytes, 1, 2, never)).isZero();
        assertThat(framing.newDecoder().decode(bytes, 7, 0, never)).isZero();
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> framing.newDecoder().decode(bytes, 1, 7, never));
    }

    @Test
    void keepsIncompleteLine() {
        assertThat(feed.feed("ONE\nTW")).isEqualTo(4);
        assertThat(feed.pending()).isEqualTo("TW");
        assertThat(feed.feed("O\n")).isEqualTo(4);
        assertThat(feed.frames).containsExactly("ONE", "TWO");
        assertThat(feed.pending()).isEmpty();
    }

    @Test
    void consumesNothingOfNothing() {
        assertThat(feed.feed("")).isZero();
        assertThat(feed.feed("A")).isZero();
        assertThat(feed.feed("")).isZero();
        assertThat(feed.feed("\n")).isEqualTo(2);
    }

    @Test
    void skipsEmptyLinesAndConsumesThem() {
        assertThat(feed.feed("\n\nA\n\n\nB\n\n")).isEqualTo(9);
        assertThat(feed.frames).containsExactly("A", "B");
        assertThat(feed.feed("\n")).isEqualTo(1);
    }

    @Test
    void keepsWhiteSpaceLinesForTheMessageDecoderToJudge() {
        feed.feed(" \n\r\n\t\n");
        assertThat(feed.frames).containsExactly(" ", "\r", "\t");
    }

    @Test
    void stopsBehindTheFrameAfterWhichTheSinkSaysStop() {
        feed.stoppingAfter(1);
        assertThat(feed.feed("A\n\nB\nC")).isEqualTo(2);
        assertThat(feed.frames).containsExactly("A");
        assertThat(feed.feed("")).as("skips the empty line, too").isEqualTo(3);
        assertThat(feed.frames).containsExactly("A", "B");
        assertThat(feed.feed("")).isZero();
        assertThat(feed.feed("\n")).isEqualTo(2);
        assertThat(feed.frames).containsExactly("A", "B", "C");
    }

    @Test
    void refusesLongLineOnlyWhenItsTurnComes() {
        feed.stoppingAfter(1);
        assertThat(feed.feed("A\n12345678901234567")).isEqualTo(2);
        assertThat(feed.feed("")).isEqualTo(FrameDecoder.TOO_LONG);
    }

    @Test
    void decodesByteByByte() {
        feed.feedByteByByte("HELP\n\nEVENT23 \r\nü=\u2028\n\0\nrest");
        assertThat(feed.frames).containsExactly("HELP", "EVENT23 \r", "ü=\u2028", "\0");
        assertThat(feed.pending()).isEqualTo("rest");
    }

    @Test
    void findsLineFeedsAmongAllOtherBytesAtAllAlignments() {
        for (int value = 0; value < 256; value++) {
            for (int at = 0; at < 24; at++) {
                byte[] bytes = new byte[24];
                Arrays.fill(bytes, (byte) value);
                bytes[at] = '\n';
                int expected = value == '\n' ? 0 : at;
                assertThat(LineFeedSearch.indexOf(bytes, 0, bytes.length))
                        .as("value=%d at=%d", value, at)
                        .isEqualTo(expected);
                assertThat(LineFeedSearch.indexOf(bytes, 0, at))
                        .as("value=%d before=%d", value, at)
                        .isEqualTo(value == '\n' && at > 0 ? 0 : -1);
            }
        }
    }

    @Test
    void decodesTheSameFramesHoweverTheBytesAreCut() {
        Random random = new Random(42);
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String line = randomLine(random);
                text.append(line).append('\n');
                if (!line.isEmpty()) {
                    lines.add(line);
                }
            }
            DecoderFeed cut = new DecoderFeed(framing.newDecoder());
            if (round % 2 == 1) {
                cut.stoppingAfter(1 + round % 3);
            }
            cut.feedInRandomChunks(text.toString().getBytes(StandardCharsets.UTF_8), random);
            while (cut.feed("") > 0) {
                // frames left over because the sink stopped
            }
            assertThat(cut.frames).isEqualTo(lines);
            assertThat(cut.pending()).isEmpty();
        }
    }

    private static String randomLine(Random random) {
        StringBuilder line = new StringBuilder();
        int length = random.nextInt(17);
        while (line.length() < length) {
            char c = (char) random.nextInt(0x80);
            line.append(c == '\n' ? 0x0B : c);
        }
        return line.toString();
    }

    @Test
    void everyPrefixOfAStreamYieldsOnlyWholeLines() {
        String stream = "FIRST\nSECOND\n\nTHIRD\n";
        List<String> whole = List.of("FIRST", "SECOND", "THIRD");
        for (int cut = 0; cut <= stream.length(); cut++) {
            DecoderFeed prefix = new DecoderFeed(framing.newDecoder());
            prefix.feed(stream.substring(0, cut));
            assertThat(whole.subList(0, prefix.frames.size())).isEqualTo(prefix.frames);
        }
    }

    @Test
    void encodesLineWithLineFeedBehind() {
        FrameEncoder encoder = framing.encoder();
        byte[] target = "....PING....".getBytes(StandardCharsets.US_ASCII);
        assertThat(encoder.encodedLength(4)).isEqualTo(5);
        assertThat(encoder.header(target, 4, 4)).isZero();
        encoder.trailer(target, 8, 4);
        assertThat(new String(target, StandardCharsets.US_ASCII)).isEqualTo("....PING\n...");
    }

    @Test
    void tellsItsLimit() {
        assertThat(framing.maxFrameBytes()).isEqualTo(16);
        assertThat(framing).hasToString("lines(16)");
        assertThat(Framing.DEFAULT_MAX_LINE_BYTES).isEqualTo(64 * 1024);
    }
}
