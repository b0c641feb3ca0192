package io.eventdispatcher.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTests {

    private static SocketAddress inet(String literal, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(literal), port);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1:80",
        "0:0:0:0:0:0:0:1, [::1]:80",
        "2001:DB8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:80",
        "::ffff:10.0.0.1, 10.0.0.1:80"
    })
    void internetAddressesArePrintedInTheirShortForm(String literal, String printed) throws UnknownHostException {
        assertThat(AddressText.of(inet(literal, 80))).isEqualTo(printed);
    }

    @Test
    void aZoneIsKept() throws UnknownHostException {
        byte[] linkLocal = InetAddress.getByName("fe80::1").getAddress();
        assertThat(AddressText.of(new InetSocketAddress(Inet6Address.getByAddress(null, linkLocal, 7), 80)))
                .isEqualTo("[fe80::1%7]:80");
    }

    @Test
    void anUnresolvedHostIsPrintedAsItIs() {
        assertThat(AddressText.of(InetSocketAddress.createUnresolved("broker.example", 80)))
                .isEqualTo("broker.example:80");
    }

    @Test
    void unixAddressesArePathsOrUnnamed() {
        assertThat(AddressText.of(UnixDomainSocketAddress.of("/run/x.sock"))).isEqualTo("/run/x.sock");
        assertThat(AddressText.of(UnixDomainSocketAddress.of(""))).isEqualTo("(unnamed)");
    }

    @Test
    void localMeansThatBothEndsAreLoopback() throws UnknownHostException {
        SocketAddress loopback = inet("127.0.0.2", 1);
        SocketAddress outside = inet("192.0.2.1", 1);
        SocketAddress unix = UnixDomainSocketAddress.of("");
        assertThat(AddressText.isLoopback(outside, loopback)).isFalse();
        assertThat(AddressText.isLoopback(loopback, outside)).isFalse();
        assertThat(AddressText.isLoopback(loopback, inet("127.0.0.1", 9))).isTrue();
        assertThat(AddressText.isLoopback(inet("::1", 1), inet("::1", 2))).isTrue();
        assertThat(AddressText.isLoopback(unix, unix)).isTrue();
        assertThat(AddressText.isLoopback(loopback, InetSocketAddress.createUnresolved("localhost", 1)))
                .isFalse();
    }
}
