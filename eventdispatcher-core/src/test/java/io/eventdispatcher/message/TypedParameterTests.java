package io.eventdispatcher.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypedParameterTests {

    private static Message with(String value) {
        return Message.builder("C").param("p", value).build();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+",
                "--1",
                " 1",
                "1 ",
                "1.0",
                "1a",
                "0x",
                "0xg",
                "0b2",
                "0o8",
                "x10",
                "\u0661",
                "1_000",
                "0x-1",
                "9223372036854775808",
                "-9223372036854775809",
                "25000000000000000000",
                "0xffffffffffffffff",
                "18446744073709551616",
                "99999999999999999999999999"
            })
    void refusesAsInteger(String value) {
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> with(value).integer("p"))
                .withMessageStartingWith("parameter is not an integer: command=C parameter=p value='" + value);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "+7, 7",
        "007, 7",
        "08, 8",
        "0x1A, 26",
        "0XfF, 255",
        "-0x10, -16",
        "0b101, 5",
        "0o17, 15",
        "0d19, 19",
        "0D19, 19",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808",
        "-0x8000000000000000, -9223372036854775808",
        "0x7fffffffffffffff, 9223372036854775807",
        "00000000000000000000000000000000001, 1"
    })
    void readsAnInteger(String value, long expected) {
        assertThat(with(value).integer("p")).isEqualTo(expected);
    }

    @Test
    void readsAnIntegerInAnyForm() {
        assertThat(Message.parse("C a=\"42\";b=1").integer("a")).isEqualTo(42);
        assertThat(Message.parse("{\"command\":\"C\",\"parameters\":{\"a\":42}}")
                        .integer("a"))
                .isEqualTo(42);
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> Message.parse("C a=4\\n2").integer("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "", "18446744073709551616", "-0x1", "1e3"})
    void refusesAsUnsigned(String value) {
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> with(value).unsigned("p"))
                .withMessageStartingWith("parameter is not an unsigned integer: ");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "18446744073709551615, 18446744073709551615",
        "+0xffffffffffffffff, 18446744073709551615"
    })
    void readsAnUnsigned(String value, String expected) {
        assertThat(Long.toUnsignedString(with(value).unsigned("p"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                ".5",
                "5.",
                "1.5x",
                "1,5",
                "1.5.5",
                "s",
                "1ss",
                "-1.5",
                "-0.5",
                "0x10",
                "1 s",
                "- 1",
                "1.-5",
                "31556889864403200",
                "99999999999999999999",
                "\u0661"
            })
    void refusesAsTime(String value) {
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> with(value).time("p"))
                .withMessageStartingWith("parameter is not a time: ");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "1.5, 1, 500000000",
        "1.5s, 1, 500000000",
        "+1.000000001, 1, 1",
        "' 12.25 ', 12, 250000000",
        "1.1234567899, 1, 123456789",
        "-7, -7, 0",
        "-7.0, -7, 0",
        "31556889864403199.999999999, 31556889864403199, 999999999"
    })
    void readsATime(String value, long seconds, long nanos) {
        assertThat(with(value).time("p")).isEqualTo(Instant.ofEpochSecond(seconds, nanos));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "1, 0, 1",
        "1, 500000000, 1.5",
        "1, 1, 1.000000001",
        "1, 120, 1.00000012",
        "1700000000, 123456789, 1700000000.123456789",
        "-7, 0, -7"
    })
    void writesATime(long seconds, int nanos, String text) {
        Message message = Message.builder("C")
                .param("p", Instant.ofEpochSecond(seconds, nanos))
                .build();

        assertThat(message.param("p")).isEqualTo(text);
        assertThat(message.time("p")).isEqualTo(Instant.ofEpochSecond(seconds, nanos));
    }

    @Test
    void refusesToWriteAFractionBefore1970() {
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> Message.builder("C").param("p", Instant.ofEpochSecond(-2, 500_000_000)))
                .withMessageContaining("a time before 1970 must be a whole second");
    }

    @Test
    void aBooleanIsTrueOrFalseOnly() {
        assertThat(Message.builder("C").param("p", true).build().bool("p")).isTrue();
        assertThat(with("false").bool("p")).isFalse();
        for (String other : new String[] {"", "1", "0", "TRUE", "yes"}) {
            assertThatExceptionOfType(InvalidMessageException.class)
                    .isThrownBy(() -> with(other).bool("p"))
                    .withMessageStartingWith("parameter is not a boolean: ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1:80",
        "::1, [::1]:80",
        "::, [::]:80",
        "1::, [1::]:80",
        "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:80",
        "2001:DB8:0:1:0:1:0:1, [2001:db8:0:1:0:1:0:1]:80",
        "1:2:3:4:5:6:7:8, [1:2:3:4:5:6:7:8]:80",
        "1:0:0:2:0:0:0:3, [1:0:0:2::3]:80",
        "fe80::1, [fe80::1]:80"
    })
    void writesAnAddress(String ip, String text) throws UnknownHostException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(ip), 80);

        assertThat(Message.builder("C").param("p", address).build().param("p")).isEqualTo(text);
    }

    @Test
    void writesAnUnresolvedAddressWithItsName() {
        InetSocketAddress address = InetSocketAddress.createUnresolved("host.example", 4040);

        assertThat(Message.builder("C").param("p", address).build()).hasToString("C p=host.example:4040");
    }

    @Test
    void aMissingParameterIsRefusedByEveryTypedAccessor() {
        Message message = Message.of("C");

        assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> message.integer("p"));
        assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> message.unsigned("p"));
        assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> message.time("p"));
        assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> message.bool("p"));
        assertThat(message.param("p")).isNull();
        assertThat(message.rawParam("p")).isNull();
    }
}
