package io.eventdispatcher.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartialReadTests {

    private final PartialRead in = new PartialRead(8);
    private final ByteChannels.Source source = new ByteChannels.Source();

    private static @Nullable String text(@Nullable ByteBuffer bytes) {
        return bytes == null ? null : StandardCharsets.ISO_8859_1.decode(bytes).toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, (1 << 30) + 1})
    void refusesALimitOutOfRange(int limit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PartialRead(limit))
                .withMessageContaining("maxPieceBytes=" + limit);
    }

    @Test
    void refusesAPieceThatCanNeverCome() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> in.take(9))
                .withMessageContaining("bytes=9 min=0 max=8")
                .withMessageContaining("comes from a peer");
        assertThatIllegalArgumentException().isThrownBy(() -> in.peek(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> in.takeUntil(""));
        assertThatIllegalArgumentException().isThrownBy(() -> in.takeUntil("x".repeat(65)));
    }

    @Test
    void refusesALineBeyondTheLimitWithAndWithoutItsEnd() throws IOException {
        in.readFrom(source.give("12345678"));
        assertThat(in.takeUntil("\n")).isNull();
        in.readFrom(source.give("9"));
        assertThatExceptionOfType(InputTooLongException.class)
                .isThrownBy(() -> in.takeUntil("\n"))
                .withMessageContaining("max=8");
        PartialRead whole = new PartialRead(8);
        whole.readFrom(source.give("123456789\n"));
        assertThatExceptionOfType(InputTooLongException.class).isThrownBy(() -> whole.takeUntil("\n"));
    }

    @Test
    void refusesToReadWhenFull() throws IOException {
        source.give("x".repeat(70_000));
        while (in.available() < 65_536) {
            in.readFrom(source);
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> in.readFrom(source))
                .withMessageContaining("available=65536 max=65536");
        in.take(8);
        assertThat(in.readFrom(source)).isEqualTo(8);
    }

    @Test
    void takesExactlyAsManyBytesHoweverTheyCome() throws IOException {
        in.readFrom(source.give("ab"));
        assertThat(in.take(3)).isNull();
        assertThat(in.available()).isEqualTo(2);
        in.readFrom(source.give("cde"));
        assertThat(text(in.peek(4))).isEqualTo("abcd");
        assertThat(text(in.take(3))).isEqualTo("abc");
        assertThat(text(in.take(2))).isEqualTo("de");
        assertThat(text(in.take(0))).isEmpty();
        assertThat(in.take(1)).isNull();
    }

    @Test
    void tellsTheEndOfTheStreamAndKeepsWhatCameBefore() throws IOException {
        source.give("abc").end();
        assertThat(in.readFrom(source)).isEqualTo(3);
        assertThat(in.readFrom(source)).isEqualTo(-1);
        assertThat(text(in.take(3))).isEqualTo("abc");
        assertThat(in.readFrom(new ByteChannels.Source())).isZero();
    }

    @Test
    void takesLinesAndTheBytesBehindThem() throws IOException {
        in.readFrom(source.give("GET\n\n4\nbody+"));
        assertThat(text(in.takeUntil("\n"))).isEqualTo("GET");
        assertThat(text(in.takeUntil("\n"))).isEmpty();
        assertThat(text(in.takeUntil("\n"))).isEqualTo("4");
        assertThat(text(in.take(4))).isEqualTo("body");
        assertThat(in.takeUntil("\n")).isNull();
        assertThat(in.available()).isEqualTo(1);
    }

    @Test
    void findsADelimiterThatComesInTwoPieces() throws IOException {
        for (String piece : List.of("ab\r", "\r", "\nc")) {
            assertThat(in.takeUntil("\r\n")).isNull();
            in.readFrom(source.give(piece));
        }
        assertThat(text(in.takeUntil("\r\n"))).isEqualTo("ab\r");
        assertThat(text(in.take(1))).isEqualTo("c");
    }

    @Test
    void anotherDelimiterIsLookedForFromTheBeginning() throws IOException {
        in.readFrom(source.give("a;b"));
        assertThat(in.takeUntil("\n")).isNull();
        assertThat(text(in.takeUntil(";"))).isEqualTo("a");
        assertThat(in.takeUntil(";")).isNull();
        assertThat(in.takeUntil("\n")).isNull();
        in.readFrom(source.give("\n"));
        assertThat(text(in.takeUntil("\n"))).isEqualTo("b");
    }

    @Test
    void readsMoreAtATimeWhenMoreComes() throws IOException {
        PartialRead large = new PartialRead(100_000);
        source.give("x".repeat(1_000_000));
        int most = 0;
        for (int i = 0; i < 30; i++) {
            most = Math.max(most, large.readFrom(source));
            while (large.take(1_000) != null) {
                // taken at once
            }
        }
        assertThat(most).isGreaterThanOrEqualTo(64_000);
        assertThat(source.reads).isEqualTo(30);
    }

    @Test
    void losesNothingInAMixtureOfEverything() throws IOException {
        Random random = new Random(42);
        for (int round = 0; round < 200; round++) {
            PartialRead mixed = new PartialRead(300);
            ByteChannels.Source pieces = new ByteChannels.Source();
            List<String> expected = new ArrayList<>();
            StringBuilder stream = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                String body = "b".repeat(random.nextInt(300));
                stream.append(body.length()).append("\r\n").append(body);
                expected.add(body);
            }
            for (int from = 0; from < stream.length(); ) {
                int to = Math.min(stream.length(), from + 1 + random.nextInt(round < 100 ? 5 : 2_000));
                pieces.give(stream.substring(from, to));
                from = to;
            }
            assertThat(bodies(mixed, pieces.end())).isEqualTo(expected);
        }
    }

    private static List<String> bodies(PartialRead in, ByteChannels.Source source) throws IOException {
        List<String> bodies = new ArrayList<>();
        String length = null;
        while (in.readFrom(source) >= 0) {
            boolean more = true;
            while (more) {
                length = length == null ? text(in.takeUntil("\r\n")) : length;
                String body = length == null ? null : text(in.take(Integer.parseInt(length)));
                more = body != null;
                if (body != null) {
                    bodies.add(body);
                    length = null;
                }
            }
        }
        return bodies;
    }
}
