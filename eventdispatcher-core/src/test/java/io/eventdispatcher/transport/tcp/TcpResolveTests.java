package io.eventdispatcher.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.endpoint.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TcpResolveTests {

    private static InetAddress[] addresses(String... literals) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String literal : literals) {
            addresses.add(InetAddress.getByName(literal));
        }
        return addresses.toArray(new InetAddress[0]);
    }

    @Test
    void anUnknownHostIsNamedWithItsEndpoint() {
        TcpTransportFactory factory = new TcpTransportFactory(host -> {
            throw new UnknownHostException(host);
        });
        assertThatThrownBy(() -> factory.resolve(Endpoint.parse("tcp://broker.example:4041")))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("unknown host: host='broker.example' endpoint=tcp://broker.example:4041");
    }

    @Test
    void otherEndpointsAreRefused() {
        assertThatThrownBy(() -> new TcpTransportFactory().resolve(Endpoint.parse("local:x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("local:x");
    }

    @Test
    void allAddressesOfANameAreReturnedFamiliesInterleaved() throws IOException {
        TcpTransportFactory factory = new TcpTransportFactory(
                host -> addresses("192.0.2.1", "192.0.2.2", "192.0.2.3", "2001:db8::1", "2001:db8::2"));
        List<SocketAddress> resolved = factory.resolve(Endpoint.parse("tcp://broker.example:4041"));
        assertThat(resolved)
                .extracting(address -> ((InetSocketAddress) address).getAddress())
                .containsExactly(addresses("2001:db8::1", "192.0.2.1", "2001:db8::2", "192.0.2.2", "192.0.2.3"));
        assertThat(resolved).allMatch(address -> ((InetSocketAddress) address).getPort() == 4041);
    }

    @Test
    void oneFamilyKeepsItsOrder() throws IOException {
        TcpTransportFactory factory = new TcpTransportFactory(host -> addresses("192.0.2.9", "192.0.2.1"));
        assertThat(factory.resolve(Endpoint.parse("tcp://broker.example:1")))
                .containsExactly(new InetSocketAddress("192.0.2.9", 1), new InetSocketAddress("192.0.2.1", 1));
    }

    @Test
    void onlyNamesHaveToBeAskedFor() {
        TcpTransportFactory factory = new TcpTransportFactory();
        for (String literal : List.of("tcp://127.0.0.1:1", "tcp://[::1]:1", "tcp://[fe80::1%eth0]:1")) {
            assertThat(factory.resolvesAtOnce(Endpoint.parse(literal)))
                    .as(literal)
                    .isTrue();
        }
        for (String name : List.of("tcp://localhost:1", "tcp://host1:1", "tcp://1-2:1", "tcp://10.example:1")) {
            assertThat(factory.resolvesAtOnce(Endpoint.parse(name))).as(name).isFalse();
        }
    }
}
