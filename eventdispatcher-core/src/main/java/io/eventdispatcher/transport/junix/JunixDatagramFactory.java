package io.eventdispatcher.transport.junix;

import io.eventdispatcher.endpoint.AbstractEndpoint;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.UnixDatagramEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.Acceptor;
import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.ConnectHandler;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.SocketPath;
import io.eventdispatcher.transport.StreamTransportFactory;
import io.eventdispatcher.transport.TransportOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.util.List;

/**
 * Unix datagrams, {@code unix-dgram:///path} and {@code unix-dgram:name?abstract}, by junixsocket; up to 65,536 bytes each.
 * What all datagrams have in common is in {@link io.eventdispatcher.transport.DatagramAcceptor}; secret codes and limits
 * are set with {@link io.eventdispatcher.transport.DatagramOptions}.
 *
 * <p>The file of a listener appears with its final mode (0600) and group, replaces only a dead socket of the same user, and
 * is removed on close when it is still the listener's own; the C++ library removes any socket that is there, and leaves its
 * own. Answers go to the address that the sender has bound; a client of ours takes an abstract name for that.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class JunixDatagramFactory implements StreamTransportFactory {

    /**
     * A factory; junixsocket is looked for when it is used.
     *
     * @since 0.1
     */
    public JunixDatagramFactory() {}

    @Override
    public String scheme() {
        return "unix-dgram";
    }

    @Override
    public boolean supports(Endpoint endpoint) {
        return endpoint instanceof UnixDatagramEndpoint || isNamed(endpoint);
    }

    private static boolean isNamed(Endpoint endpoint) {
        return endpoint instanceof AbstractEndpoint named && named.isDatagram();
    }

    @Override
    public List<SocketAddress> resolve(Endpoint endpoint) throws IOException {
        check(endpoint);
        JunixLibrary.checkForConnecting(endpoint, isNamed(endpoint));
        if (endpoint instanceof UnixDatagramEndpoint file && SocketPath.isTooLong(file.path())) {
            throw new IOException("cannot connect to " + endpoint + ": " + SocketPath.tooLong(file.path()));
        }
        return List.of(JunixDatagrams.address(endpoint));
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
        loop.checkInLoop("connect");
        try {
            return JunixDatagrams.connect(loop, unix, options, handler);
        } catch (IOException e) {
            ConnectException failure = new ConnectException("cannot connect to " + unix + ": " + e.getMessage());
            failure.initCause(e);
            boolean[] cancelled = {false};
            loop.execute(() -> {
                if (!cancelled[0]) {
                    handler.onConnectFailed(failure);
                }
            });
            return () -> cancelled[0] = true;
        }
    }

    @Override
    public Acceptor listen(Endpoint endpoint, ListenOptions options) throws IOException {
        check(endpoint);
        JunixLibrary.checkForListening(endpoint, isNamed(endpoint));
        return JunixDatagrams.listen(endpoint, options);
    }

    private void check(Endpoint endpoint) {
        if (!supports(endpoint)) {
            throw new IllegalArgumentException("not a unix-dgram endpoint: " + endpoint);
        }
    }
}
