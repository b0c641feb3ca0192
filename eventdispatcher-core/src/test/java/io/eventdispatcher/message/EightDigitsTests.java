package io.eventdispatcher.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EightDigitsTests {

    static LongStream numbers() {
        LongStream edges = LongStream.iterate(1, power -> power <= 1_000_000_000_000_000_000L / 10, power -> power * 10)
                .flatMap(power -> LongStream.of(power - 1, power, power + 1, 9 * power, -power));
        return LongStream.concat(edges, LongStream.of(Long.MAX_VALUE, Long.MIN_VALUE, 1_000_000_000_000_000_000L));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void aNumberIsWrittenAsItsText(long number) {
        assertThat(written(number)).isEqualTo(Long.toString(number));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void aNumberIsReadFromItsText(long number) {
        assertThat(Message.parse("C n=" + number).integer("n")).isEqualTo(number);
        assertThat(Message.parse("LONGER n=" + number + ";z=1").integer("n")).isEqualTo(number);
    }

    @Test
    void anyNumbersAreWrittenAndReadBack() {
        Random random = new Random(42);
        for (int i = 0; i < 100_000; i++) {
            long number = random.nextLong() >> random.nextInt(63);
            assertThat(written(number)).isEqualTo(Long.toString(number));
            byte[] text = ("        " + Math.abs(number)).getBytes(StandardCharsets.US_ASCII);
            if (number > Long.MIN_VALUE && text.length <= 8 + 18) {
                assertThat(IntegerText.plain(text, 8, text.length, -1)).isEqualTo(Math.abs(number));
            }
        }
    }

    @Test
    void everyOtherByteInEveryPlaceIsNoDigit() {
        for (int place = 0; place < 8; place++) {
            for (int other = 0; other < 256; other++) {
                byte[] text = "12345678".getBytes(StandardCharsets.US_ASCII);
                text[place] = (byte) other;
                boolean digit = other >= '0' && other <= '9';
                assertThat(EightDigits.read(text, 8, 8) >= 0).isEqualTo(digit);
                assertThat(EightDigits.read(text, 8, 8 - place) >= 0).isEqualTo(digit);
            }
        }
    }

    @Test
    void whatStandsBeforeTheDigitsIsOfNoInterest() {
        byte[] text = "\377;=:/a42".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(EightDigits.read(text, 8, 2)).isEqualTo(42);
        assertThat(EightDigits.read(text, 8, 1)).isEqualTo(2);
        assertThat(EightDigits.read(text, 8, 3)).isEqualTo(-1);
    }

    private static String written(long number) {
        byte[] target = new byte[DecimalText.MAX_BYTES];
        return new String(target, 0, DecimalText.write(number, target, 0), StandardCharsets.US_ASCII);
    }
}
