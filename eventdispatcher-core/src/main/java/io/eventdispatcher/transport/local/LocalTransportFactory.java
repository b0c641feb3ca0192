package io.eventdispatcher.transport.local;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.LocalEndpoint;
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

/**
 * Streams in memory, within one loop or between loops of this process.
 *
 * <p>They behave as sockets do: 64 KiB fit into each direction, then a write takes nothing; each direction ends on its
 * own; after a close the peer reads what was written and then the end of the stream, and its writes fail.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class LocalTransportFactory implements StreamTransportFactory {

    /**
     * A factory; all share the names of the process.
     *
     * @since 0.1
     */
    public LocalTransportFactory() {}

    @Override
    public String scheme() {
        return "local";
    }

    @Override
    public boolean supports(Endpoint endpoint) {
        return endpoint instanceof LocalEndpoint;
    }

    @Override
    public List<SocketAddress> resolve(Endpoint endpoint) {
        return List.of(new LocalAddress(local(endpoint).name(), 0));
    }

    @Override
    public boolean resolvesAtOnce(Endpoint endpoint) {
        return true;
    }

    @Override
    public ConnectAttempt connect(
            EventLoop loop, SocketAddress address, TransportOptions options, ConnectHandler handler) {
        if (address instanceof LocalAddress local) {
            return LocalConnect.start(loop, local, handler);
        }
        throw new IllegalArgumentException("not an address in memory: " + address);
    }

    @Override
    public Acceptor listen(Endpoint endpoint, ListenOptions options) throws IOException {
        return LocalAcceptor.bind(local(endpoint), options.backlog());
    }

    private static LocalEndpoint local(Endpoint endpoint) {
        if (endpoint instanceof LocalEndpoint local) {
            return local;
        }
        throw new IllegalArgumentException("not a local endpoint: " + endpoint);
    }
}
