package io.eventdispatcher.transport.junix;

import io.eventdispatcher.endpoint.AbstractEndpoint;
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

/**
 * Streams over Unix sockets with abstract names, {@code unix:name?abstract}, by junixsocket. Linux only. Paths are served
 * by the JDK's own sockets.
 *
 * <p>An abstract name has neither owner nor mode: every process in the same network namespace can connect, and anybody can
 * take a name that is free. Who connected is told by {@link io.eventdispatcher.transport.StreamTransport#peerCredentials}.
 * Differs from the C++ library, whose abstract clients never reach a server.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class JunixStreamFactory implements StreamTransportFactory {

    /**
     * A factory; junixsocket is looked for when it is used.
     *
     * @since 0.1
     */
    public JunixStreamFactory() {}

    @Override
    public String scheme() {
        return "unix";
    }

    @Override
    public boolean supports(Endpoint endpoint) {
        return endpoint instanceof AbstractEndpoint named && !named.isDatagram();
    }

    @Override
    public List<SocketAddress> resolve(Endpoint endpoint) throws IOException {
        AbstractEndpoint named = named(endpoint);
        JunixLibrary.checkForConnecting(named, true);
        return List.of(UnixAddress.ofName(named.name()));
    }

    @Override
    public boolean resolvesAtOnce(Endpoint endpoint) {
        return true;
    }

    @Override
    public ConnectAttempt connect(
            EventLoop loop, SocketAddress address, TransportOptions options, ConnectHandler handler) {
        if (!(address instanceof UnixAddress unix)) {
            throw new IllegalArgumentException("not an address of this transport: " + address);
        }
        return JunixConnect.start(loop, unix, options, handler);
    }

    @Override
    public Acceptor listen(Endpoint endpoint, ListenOptions options) throws IOException {
        AbstractEndpoint named = named(endpoint);
        JunixLibrary.checkForListening(named, true);
        return JunixStreams.listen(named, options);
    }

    private AbstractEndpoint named(Endpoint endpoint) {
        if (endpoint instanceof AbstractEndpoint named && supports(endpoint)) {
            return named;
        }
        throw new IllegalArgumentException("not a unix endpoint with an abstract name: " + endpoint);
    }
}
