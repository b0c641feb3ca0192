package io.eventdispatcher.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SerialsTests {

    @ParameterizedTest
    @ValueSource(longs = {0, 8, 9, 98, 99, 999, 1_234_567, 9_999_999, 89_999_998})
    void nextCountsUpByOne(long number) {
        assertThat(Serials.next(Serials.text(number))).isEqualTo(Serials.text(number + 1));
    }

    @Test
    void startsAgainAfterTheLastOneOfEightDigits() {
        assertThat(digits(Serials.text(89_999_999))).isEqualTo("99999999");
        assertThat(digits(Serials.next(Serials.text(89_999_999)))).isEqualTo("10000000");
    }

    @Test
    void writesDigitsInTheirOrder() {
        assertThat(digits(Serials.text(2_345_678))).isEqualTo("12345678");
    }

    private static String digits(long text) {
        byte[] bytes = new byte[Serials.DIGITS];
        Serials.put(bytes, 0, text);
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
