package io.eventdispatcher.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramingParseTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "line",
                "lines:80",
                "raw:1",
                "fixed",
                "fixed:",
                "delimiter",
                "delimiter:",
                "length",
                "length:",
                "length:3",
                "length:le",
                "length:4me",
                "length:8",
                ":",
                "4"
            })
    void refusesWhatItDoesNotKnowAndSaysWhatItKnows(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Framing.parse(text, 100))
                .withMessageContaining("'" + text + "'")
                .withMessageContaining("lines, raw, fixed:SIZE, delimiter:TEXT")
                .withMessageContaining("length:4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fixed:x", "fixed:1.5", "fixed:99999999999", "fixed:1k"})
    void refusesASizeThatIsNoNumber(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Framing.parse(text, 100))
                .withMessageContaining("'" + text + "'")
                .withMessageContaining("no size in bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fixed:0", "fixed:-1"})
    void refusesASizeOutOfRange(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Framing.parse(text, 100))
                .withMessageContaining("frameBytes=")
                .withMessageContaining("min=1");
    }

    @Test
    void refusesFixedFramesBeyondTheLimit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Framing.parse("fixed:101", 100))
                .withMessageContaining("size=101 max=100");
    }

    @ParameterizedTest
    @ValueSource(strings = {"delimiter:\\", "delimiter:\\q", "delimiter:\\x", "delimiter:\\x4", "delimiter:\\xG0"})
    void refusesUnknownEscapes(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Framing.parse(text, 100))
                .withMessageContaining("position=0")
                .withMessageContaining("\\xHH");
    }

    @Test
    void refusesADelimiterThatIsEmptyOrTooLong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Framing.delimiter("", 100))
                .withMessageContaining("length=0 min=1 max=64");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Framing.delimiter(new byte[65], 100))
                .withMessageContaining("length=65");
        assertThat(Framing.delimiter(new byte[64], 100).maxFrameBytes()).isEqualTo(100);
    }

    @Test
    void refusesLimitsOutOfRange() {
        for (String text : new String[] {"lines", "raw", "delimiter:;", "length:1", "length:2", "length:4"}) {
            assertThatIllegalArgumentException()
                    .as(text)
                    .isThrownBy(() -> Framing.parse(text, 0))
                    .withMessageContaining("=0 min=1");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Framing.lengthPrefix(3, ByteOrder.BIG_ENDIAN, 1))
                .withMessageContaining("prefixBytes=3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Framing.lengthPrefix(2, ByteOrder.BIG_ENDIAN, 65_536))
                .withMessageContaining("max=65535");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    lines          | lines(70000)
                    LINES          | lines(70000)
                    ' raw '        | raw(70000)
                    fixed:128      | fixed(128)
                    'fixed: 128 '  | fixed(128)
                    fixed:70000    | fixed(70000)
                    delimiter:\\0  | delimiter(\\0, 70000)
                    length:1       | length-prefix(1, BIG_ENDIAN, 255)
                    length:1le     | length-prefix(1, LITTLE_ENDIAN, 255)
                    length:2       | length-prefix(2, BIG_ENDIAN, 65535)
                    length:2be     | length-prefix(2, BIG_ENDIAN, 65535)
                    Length:4LE     | length-prefix(4, LITTLE_ENDIAN, 70000)
                    length:4       | length-prefix(4, BIG_ENDIAN, 70000)
                    """)
    void readsEveryFraming(String text, String expected) {
        assertThat(Framing.parse(text, 70_000)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    delimiter:\\r\\n    | 0D0A
                    delimiter:\\x00\\xfF | 00FF
                    delimiter:\\\\\\t   | 5C09
                    'delimiter: '       | 20
                    delimiter::         | 3A
                    delimiter:ä         | C3A4
                    """)
    void readsTheEscapesOfADelimiter(String text, String hex) {
        Framing framing = Framing.parse(text, 100);
        byte[] target = new byte[framing.encoder().encodedLength(0)];
        framing.encoder().trailer(target, 0, 0);
        StringBuilder written = new StringBuilder();
        for (byte b : target) {
            written.append(String.format("%02X", b));
        }
        assertThat(written).hasToString(hex);
    }

    @Test
    void escapesAreReadAsTheyAreWritten() {
        byte[] all = new byte[256];
        for (int i = 0; i < 256; i++) {
            all[i] = (byte) i;
        }
        assertThat(Escapes.read(Escapes.write(all))).isEqualTo(all);
    }

    @Test
    void delimiterIsCopied() {
        byte[] delimiter = {';'};
        Framing framing = Framing.delimiter(delimiter, 10);
        delimiter[0] = ',';
        FramingContract.Feed feed = new FramingContract.Feed(new EveryFramingTests().new Lines() {
            @Override
            public Framing framing() {
                return framing;
            }
        });
        feed.feed("a,b;".getBytes(StandardCharsets.US_ASCII));
        assertThat(feed.frames).containsExactly("a,b");
    }

    @Test
    void keepsABeginningOfADelimiterOutOfTheLimit() {
        FrameDecoder decoder = Framing.delimiter("\r\n", 4).newDecoder();
        FrameSink none = (b, off, len) -> {
            throw new AssertionError("frame of length " + len);
        };
        assertThat(decoder.decode("1234\r".getBytes(StandardCharsets.US_ASCII), 0, 5, none))
                .isZero();
        assertThat(decoder.decode("1234\r5".getBytes(StandardCharsets.US_ASCII), 0, 6, none))
                .isEqualTo(FrameDecoder.TOO_LONG);
    }

    @Test
    void fixedFramesAreFilledUpWithNulBytes() {
        FrameEncoder encoder = Framing.fixed(6).encoder();
        byte[] target = "HELPabcdef".getBytes(StandardCharsets.US_ASCII);
        assertThat(encoder.encodedLength(4)).isEqualTo(6);
        assertThat(encoder.header(target, 0, 4)).isZero();
        encoder.trailer(target, 4, 4);
        assertThat(new String(target, StandardCharsets.US_ASCII)).isEqualTo("HELP\0\0cdef");
        byte[] untouched = {1, 2};
        encoder.trailer(untouched, 0, 6);
        assertThat(Arrays.equals(untouched, new byte[] {1, 2})).isTrue();
    }
}
