package io.eventdispatcher.transport.unix;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.UnixEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.Acceptor;
import io.eventdispatcher.transport.BindFailedException;
import io.eventdispatcher.transport.BindFailures;
import io.eventdispatcher.transport.ChannelAcceptor;
import io.eventdispatcher.transport.ChannelConnect;
import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.ConnectHandler;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.SocketFile;
import io.eventdispatcher.transport.SocketPath;
import io.eventdispatcher.transport.SocketProbe;
import io.eventdispatcher.transport.StreamTransportFactory;
import io.eventdispatcher.transport.TransportOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;

/**
 * Streams over Unix sockets.
 *
 * <p>The file of a listener appears with its final mode and group, replaces only a dead socket of the same user, and is
 * removed on close when it is still the listener's own. Differs from the C++ library, which takes any failed test
 * connection for a dead socket.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class UnixTransportFactory implements StreamTransportFactory {

    /**
     * A factory.
     *
     * @since 0.1
     */
    public UnixTransportFactory() {}

    @Override
    public String scheme() {
        return "unix";
    }

    @Override
    public boolean supports(Endpoint endpoint) {
        return endpoint instanceof UnixEndpoint;
    }

    @Override
    public List<SocketAddress> resolve(Endpoint endpoint) throws IOException {
        UnixEndpoint unix = unix(endpoint);
        if (SocketPath.isTooLong(unix.path())) {
            throw new IOException("cannot connect to " + unix + ": " + SocketPath.tooLong(unix.path()));
        }
        return List.of(UnixDomainSocketAddress.of(unix.path()));
    }

    @Override
    public boolean resolvesAtOnce(Endpoint endpoint) {
        return true;
    }

    @Override
    public ConnectAttempt connect(
            EventLoop loop, SocketAddress address, TransportOptions options, ConnectHandler handler) {
        if (!(address instanceof UnixDomainSocketAddress)) {
            throw new IllegalArgumentException("not a Unix socket address: " + address);
        }
        return ChannelConnect.start(loop, address, options, handler);
    }

    @Override
    public Acceptor listen(Endpoint endpoint, ListenOptions options) throws IOException {
        UnixEndpoint unix = unix(endpoint);
        ServerSocketChannel channel = null;
        try {
            channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            channel.configureBlocking(false);
            ServerSocketChannel bound = channel;
            SocketFile file = SocketFile.bind(
                    unix,
                    unix.path(),
                    options,
                    SocketProbe.STREAM,
                    path -> bound.bind(UnixDomainSocketAddress.of(path), options.backlog()));
            // the kernel knows the path it was bound at, before it was moved; peers know this one
            SocketAddress local = UnixDomainSocketAddress.of(unix.path());
            return new ChannelAcceptor(channel, unix, options.accepted(), local, file::remove);
        } catch (IOException | UnsupportedOperationException e) {
            if (channel != null) {
                channel.close();
            }
            throw e instanceof BindFailedException failed ? failed : BindFailures.of(endpoint, e);
        }
    }

    private static UnixEndpoint unix(Endpoint endpoint) {
        if (endpoint instanceof UnixEndpoint unix) {
            return unix;
        }
        throw new IllegalArgumentException("not a unix endpoint: " + endpoint);
    }
}
