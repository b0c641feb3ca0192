package io.eventdispatcher.spring.handler;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.Thread.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.convert.TypeDescriptor;

class ValueConvertersTests {

    private final ValueConverters converters = new ValueConverters(ApplicationConversionService.getSharedInstance());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "-",
                "x",
                "0x",
                "0xg",
                "1.0",
                "1e3",
                " 1",
                "1 ",
                "1_000",
                "--1",
                "\u0661",
                "2147483648",
                "-2147483649",
                "99999999999999999999",
                "0x80000000"
            })
    void textsThatAreNotInts(String text) {
        assertThat(convert(int.class, text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "007, 7",
        "+5, 5",
        "2147483647, 2147483647",
        "-2147483648, -2147483648",
        "0x7f, 127",
        "-0B101, -5",
        "0o17, 15",
        "0D12, 12",
    })
    void intsAsTheWireWritesThem(String text, int expected) {
        assertThat(convert(int.class, text)).isEqualTo(expected);
        assertThat(convert(Integer.class, text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"9223372036854775808", "-9223372036854775809", "0x8000000000000000", "25000000000000000000"})
    void longsOutOfRangeAreRefusedInsteadOfWrapped(String text) {
        assertThat(convert(long.class, text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MAX_VALUE, -1, 0, 1})
    void longsAreReadToTheEndsOfTheirRange(long value) {
        assertThat(convert(long.class, Long.toString(value))).isEqualTo(value);
    }

    @Test
    void smallIntegersHaveTheirRange() {
        assertThat(convert(short.class, "32767")).isEqualTo((short) 32767);
        assertThat(convert(short.class, "32768")).isNull();
        assertThat(convert(byte.class, "-128")).isEqualTo((byte) -128);
        assertThat(convert(byte.class, "128")).isNull();
    }

    @Test
    void booleansHaveFourSpellings() {
        assertThat(List.of("true", "YES", "on", "1"))
                .allMatch(text -> Boolean.TRUE.equals(convert(boolean.class, text)));
        assertThat(List.of("false", "No", "off", "0"))
                .allMatch(text -> Boolean.FALSE.equals(convert(Boolean.class, text)));
        assertThat(List.of("", "2", "tru")).allMatch(text -> convert(boolean.class, text) == null);
    }

    @Test
    void decimals() {
        assertThat(convert(double.class, "1.5")).isEqualTo(1.5);
        assertThat(convert(Float.class, "-2")).isEqualTo(-2f);
        assertThat(convert(double.class, "1,5")).isNull();
        assertThat(converters.find(TypeDescriptor.valueOf(double.class)))
                .extracting(ValueConverter::expected)
                .isEqualTo("a double");
    }

    @Test
    void enumsByNameInAnyCase() {
        assertThat(convert(TimeUnit.class, "SECONDS")).isEqualTo(TimeUnit.SECONDS);
        assertThat(convert(TimeUnit.class, "days")).isEqualTo(TimeUnit.DAYS);
        assertThat(convert(TimeUnit.class, "weeks")).isNull();
        assertThat(converters.find(TypeDescriptor.valueOf(State.class)))
                .extracting(ValueConverter::expected)
                .isEqualTo("one of NEW, RUNNABLE, BLOCKED, WAITING, TIMED_WAITING, TERMINATED");
    }

    @Test
    void timesAsMessagesCarryThemAndInIsoForm() {
        assertThat(convert(Instant.class, "12.5")).isEqualTo(Instant.ofEpochSecond(12, 500_000_000));
        assertThat(convert(Instant.class, "12.0000000019")).isEqualTo(Instant.ofEpochSecond(12, 1));
        assertThat(convert(Instant.class, "12.5s")).isEqualTo(Instant.ofEpochSecond(12, 500_000_000));
        assertThat(convert(Instant.class, "-1.0")).isEqualTo(Instant.ofEpochSecond(-1));
        assertThat(convert(Instant.class, "-3")).isEqualTo(Instant.ofEpochSecond(-3));
        assertThat(convert(Instant.class, "2026-01-02T03:04:05Z")).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(List.of("", "x", "1.", "1.x", "-1.5", "1.+5", "2026-01-02T", "99999999999999999"))
                .allMatch(text -> convert(Instant.class, text) == null);
    }

    @Test
    void otherTypesBySpring() {
        assertThat(convert(Duration.class, "5s")).isEqualTo(Duration.ofSeconds(5));
        assertThat(convert(Duration.class, "PT2M")).isEqualTo(Duration.ofMinutes(2));
        assertThat(convert(Duration.class, "soon")).isNull();
        assertThat(convert(Currency.class, "EUR")).isEqualTo(Currency.getInstance("EUR"));
        assertThat(convert(UUID.class, "x")).isNull();
        assertThat(converters.find(TypeDescriptor.valueOf(UUID.class)))
                .extracting(ValueConverter::expected)
                .isEqualTo("a UUID");
    }

    @Test
    void classesAreNeverReadFromAMessage() {
        assertThat(converters.find(TypeDescriptor.valueOf(Class.class))).isNull();
        assertThat(converters.find(TypeDescriptor.valueOf(Runtime.class))).isNull();
    }

    private @Nullable Object convert(Class<?> type, String text) {
        ValueConverter converter = converters.find(TypeDescriptor.valueOf(type));
        assertThat(converter).isNotNull();
        return converter.convert(text);
    }
}
