package io.eventdispatcher.communicatord.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZoneTests {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1:4042,PRIVATE",
        "172.16.0.1:1,PRIVATE",
        "172.31.255.255:1,PRIVATE",
        "172.32.0.1:1,PUBLIC",
        "192.168.1.1:1,PRIVATE",
        "192.169.1.1:1,PUBLIC",
        "11.0.0.1:1,PUBLIC",
        "169.254.1.1:1,PUBLIC",
        "0.0.0.0:1,PUBLIC",
        "[fd00::1]:4042,PRIVATE",
        "[fe80::1]:4042,PUBLIC",
        "[fec0::1]:4042,PUBLIC",
        "[fc00::1]:4042,PUBLIC",
        "[2001:db8::1]:4042,PUBLIC",
        "[::ffff:10.0.0.1]:4042,PRIVATE",
        "private.example:4042,PUBLIC",
        "unknown,PUBLIC",
        "'',PUBLIC"
    })
    void ofAnAddress(String address, Zone zone) {
        assertThat(Zone.of("tcp", false, address)).isEqualTo(zone);
    }

    @Test
    void ofThisMachine() {
        assertThat(Zone.of("local", true, "x")).isEqualTo(Zone.PROCESS);
        assertThat(Zone.of("unix", true, "")).isEqualTo(Zone.UNIX);
        assertThat(Zone.of("unix-dgram", true, "")).isEqualTo(Zone.UNIX);
        assertThat(Zone.of("tls", true, "127.0.0.1:1")).isEqualTo(Zone.LOOPBACK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "10.0.0.1:4042", "::1", "[::1]:4042", "fd00::1", "[fd00::1]"})
    void knowsAddresses(String text) {
        assertThat(Zone.isAddress(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "10.0.0", "10.0.0.256", "1.2.3.4:x", ":::", "a:b", "10.0.0.1;rm", "ffff"})
    void knowsWhatIsNoAddress(String text) {
        assertThat(Zone.isAddress(text)).isFalse();
    }
}
