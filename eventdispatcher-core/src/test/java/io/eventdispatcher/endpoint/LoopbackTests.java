package io.eventdispatcher.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Address tricks (T31): which addresses count as this host. */
class LoopbackTests {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "127.0.0.0, true",
        "127.0.0.2, true",
        "127.1.2.3, true",
        "127.255.255.254, true",
        "127.255.255.255, true",
        "126.255.255.255, false",
        "128.0.0.0, false",
        "0.0.0.0, false",
        "0.0.0.1, false",
        "0.0.0.127, false",
        "1.0.0.127, false",
        "10.0.0.1, false",
        "172.16.0.1, false",
        "192.168.0.1, false",
        "169.254.0.1, false",
        "169.254.169.254, false",
        "100.64.0.1, false",
        "224.0.0.1, false",
        "255.255.255.255, false",
        "::1, true",
        "0:0:0:0:0:0:0:1, true",
        "::1%lo, true",
        "::, false",
        "::2, false",
        "1::1, false",
        "::1:1, false",
        "0:0:0:1::1, false",
        "fe80::1, false",
        "fe80::7f00:1, false",
        "fec0::1, false",
        "fc00::1, false",
        "fd00::1, false",
        "ff01::1, false",
        "ff02::1, false",
        "::ffff:127.0.0.1, true",
        "::ffff:7f00:1, true",
        "::ffff:127.255.255.255, true",
        "::ffff:126.0.0.1, false",
        "::ffff:10.0.0.1, false",
        "::ffff:0.0.0.0, false",
        "::ffff:0:127.0.0.1, false",
        "::fffe:127.0.0.1, false",
        "1::ffff:127.0.0.1, false",
        "::127.0.0.1, false",
        "64:ff9b::127.0.0.1, false",
        "2002:7f00:1::1, false",
        "2001:db8::1, false",
    })
    void tellsLoopbackFromTheRest(String literal, boolean loopback) throws UnknownHostException {
        byte[] bytes = Objects.requireNonNull(InetLiteral.parse(literal));
        assertThat(new TcpEndpoint(literal, 1).isLoopback()).isEqualTo(loopback);
        assertThat(Endpoint.isLoopback(InetAddress.getByAddress(bytes))).isEqualTo(loopback);
        if (bytes.length == InetLiteral.V6_BYTES) {
            // InetAddress turns mapped addresses into IPv4 ones, Inet6Address keeps them as a socket may deliver them.
            assertThat(Endpoint.isLoopback(Inet6Address.getByAddress(null, bytes, -1)))
                    .isEqualTo(loopback);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost.example", "localhost.", "ip6-localhost", "xlocalhost", "my.localhost"})
    void takesNoOtherNameForThisHost(String name) {
        assertThat(new TcpEndpoint(name, 1).isLoopback()).isFalse();
    }

    @Test
    void takesLocalhostForThisHost() {
        assertThat(new TlsEndpoint("LOCALHOST", 1).isLoopback()).isTrue();
    }
}
