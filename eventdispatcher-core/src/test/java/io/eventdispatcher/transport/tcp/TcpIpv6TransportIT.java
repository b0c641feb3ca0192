package io.eventdispatcher.transport.tcp;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.testing.TransportContract;
import io.eventdispatcher.transport.StreamTransportFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketAddress;
import org.junit.jupiter.api.BeforeEach;

/** What every stream does, over IPv6. */
class TcpIpv6TransportIT implements TransportContract {

    @BeforeEach
    void assumeIpv6() throws IOException {
        assumeThat(NetworkInterface.getByInetAddress(InetAddress.getByName("::1")))
                .as("this machine has no IPv6 loopback")
                .isNotNull();
    }

    @Override
    public boolean canMove() {
        return true;
    }

    @Override
    public StreamTransportFactory factory() {
        return new TcpTransportFactory();
    }

    @Override
    public Endpoint endpoint() {
        return Endpoint.parse("tcp://[::1]:0");
    }

    @Override
    public SocketAddress deadAddress() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return closed.getLocalSocketAddress();
        }
    }
}
