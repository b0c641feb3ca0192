package io.eventdispatcher.transport.tls;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.testing.TestCertificates;
import io.eventdispatcher.testing.TransportContract;
import io.eventdispatcher.tls.TlsContext;
import io.eventdispatcher.transport.StreamTransportFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class TlsTransportIT implements TransportContract {

    @TempDir
    static Path folder;

    /** On a busy machine 150 handshakes take longer than a peer would wait. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static TlsFactory factory;

    @BeforeAll
    static void certificates() throws IOException {
        TestCertificates made = new TestCertificates(folder);
        Path authority = made.authority("ca");
        made.server("ca", "server", "dns:localhost,ip:127.0.0.1");
        factory = new TlsFactory(
                TlsOptions.defaults(TlsContext.trusting(authority)).withHandshakeTimeout(PATIENCE),
                TlsOptions.defaults(TlsContext.ofPem(made.pem("server"), made.key("server"), null))
                        .withHandshakeTimeout(PATIENCE));
    }

    @Override
    public boolean canMove() {
        return true;
    }

    @Override
    public StreamTransportFactory factory() {
        return factory;
    }

    @Override
    public Endpoint endpoint() {
        return Endpoint.parse("tls://127.0.0.1:0");
    }

    @Override
    public SocketAddress deadAddress() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return closed.getLocalSocketAddress();
        }
    }
}
