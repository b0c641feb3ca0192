package io.eventdispatcher.message.definition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressSyntaxTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":80",
                "[::1",
                "[]:80",
                "[::1]80",
                "[::1]:",
                "[::1]:65536",
                "[1.2.3.4]:80",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "1.2.3.4:",
                "1.2.3.4:x",
                "1.2.3.4:-1",
                "1.2.3.4:65536",
                "1..2.3",
                "a b",
                "a..b",
                "-a",
                "a-",
                "a_",
                "h\u00f6st",
                "a/b",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "12345::",
                "g::",
                "1:2:3:4:5:6:7:8::",
                "1.2.3.4::1",
                "1:2:3:4:5:6:7:1.2.3.4",
                "fe80::1%eth0",
                "host:123456",
                "[host]:80"
            })
    void refuses(String text) {
        assertThat(AddressSyntax.isAddress(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1:0",
                "255.255.255.255:65535",
                "::",
                "::1",
                "[::1]",
                "[::1]:4040",
                "1::",
                "1::8",
                "1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8",
                "[2001:DB8::a]:80",
                "::ffff:1.2.3.4",
                "1:2:3:4:5:6:1.2.3.4",
                "localhost",
                "localhost:80",
                "a.example.",
                "xn--hst-sna.example:1",
                "a_b",
                "1a"
            })
    void takes(String text) {
        assertThat(AddressSyntax.isAddress(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {63, 64})
    void aLabelHasAtMost63Characters(int length) {
        assertThat(AddressSyntax.isAddress("a".repeat(length) + ".b")).isEqualTo(length <= 63);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 253, 254, 10_000})
    void aNameHasAtMost253Characters(int length) {
        String name = "a.".repeat(length).substring(0, length - 1) + "b";

        assertThat(AddressSyntax.isAddress(name)).isEqualTo(length <= 253);
    }
}
