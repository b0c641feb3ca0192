package io.eventdispatcher.transport.tls;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.Acceptor;
import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.ConnectHandler;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.StreamTransportFactory;
import io.eventdispatcher.transport.TransportOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;

/** The TLS transport with fixed settings for both sides, for tests that know nothing of TLS. */
record TlsFactory(TlsOptions client, TlsOptions server) implements StreamTransportFactory {

    private static final TlsTransportFactory TLS = new TlsTransportFactory();

    @Override
    public String scheme() {
        return TLS.scheme();
    }

    @Override
    public boolean supports(Endpoint endpoint) {
        return TLS.supports(endpoint);
    }

    @Override
    public List<SocketAddress> resolve(Endpoint endpoint) throws IOException {
        return TLS.resolve(endpoint);
    }

    @Override
    public ConnectAttempt connect(
            EventLoop loop, SocketAddress address, TransportOptions options, ConnectHandler handler) {
        return TLS.connect(loop, address, options.with(client), handler);
    }

    @Override
    public Acceptor listen(Endpoint endpoint, ListenOptions options) throws IOException {
        return TLS.listen(endpoint, options.withAccepted(options.accepted().with(server)));
    }
}
