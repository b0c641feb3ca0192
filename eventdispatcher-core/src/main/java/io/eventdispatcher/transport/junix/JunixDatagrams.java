package io.eventdispatcher.transport.junix;

import io.eventdispatcher.endpoint.AbstractEndpoint;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.UnixDatagramEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.Acceptor;
import io.eventdispatcher.transport.BindFailedException;
import io.eventdispatcher.transport.BindFailedException.Reason;
import io.eventdispatcher.transport.BindFailures;
import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.ConnectHandler;
import io.eventdispatcher.transport.DatagramAcceptor;
import io.eventdispatcher.transport.DatagramConnect;
import io.eventdispatcher.transport.DatagramOptions;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.SocketFile;
import io.eventdispatcher.transport.SocketProbe;
import io.eventdispatcher.transport.TransportOptions;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.ConnectionRefusedSocketException;

/**
 * Binds datagram sockets of junixsocket.
 *
 * <p>Threading: any thread.
 */
final class JunixDatagrams {

    /** Connects to a socket file for a moment, which sends nothing. */
    static final SocketProbe PROBE = path -> {
        try (AFUNIXDatagramChannel channel = Junix.provider().openDatagramChannel()) {
            channel.connect(Junix.address(UnixAddress.ofPath(path.toString())));
            return "a socket is bound there";
        } catch (ConnectionRefusedSocketException e) {
            return SocketProbe.DEAD;
        } catch (IOException e) {
            return "it may be alive, a test connection says: " + e.getMessage();
        }
    };

    private JunixDatagrams() {}

    static UnixAddress address(Endpoint endpoint) {
        if (endpoint instanceof UnixDatagramEndpoint file) {
            return UnixAddress.ofPath(file.path().toString());
        }
        if (endpoint instanceof AbstractEndpoint named && named.isDatagram()) {
            return UnixAddress.ofName(named.name());
        }
        throw new IllegalArgumentException("not a unix-dgram endpoint: " + endpoint);
    }

    static Acceptor listen(Endpoint endpoint, ListenOptions options) throws IOException {
        DatagramOptions datagrams = DatagramOptions.of(options.accepted());
        UnixAddress replyTo = replyTo(endpoint, datagrams.replyTo());
        AFUNIXDatagramChannel channel = open(options.accepted());
        PortBuilder built = new PortBuilder(channel, address(endpoint));
        boolean bound = false;
        try {
            Acceptor acceptor = endpoint instanceof UnixDatagramEndpoint file
                    ? atPath(file, options, datagrams, replyTo, built)
                    : atName(endpoint, datagrams, replyTo, built);
            bound = true;
            return acceptor;
        } catch (IOException e) {
            throw e instanceof BindFailedException failed ? failed : BindFailures.of(endpoint, e);
        } finally {
            if (!bound) {
                built.close();
            }
        }
    }

    private static Acceptor atName(
            Endpoint endpoint, DatagramOptions datagrams, @Nullable UnixAddress replyTo, PortBuilder built)
            throws IOException {
        built.channel.bind(Junix.address(built.local));
        JunixDatagramPort port = new JunixDatagramPort(built.channel, null, built.local, null, false);
        return new DatagramAcceptor(port, endpoint, datagrams, max(datagrams), replyTo, () -> {});
    }

    private static Acceptor atPath(
            UnixDatagramEndpoint endpoint,
            ListenOptions options,
            DatagramOptions datagrams,
            @Nullable UnixAddress replyTo,
            PortBuilder built)
            throws IOException {
        SocketFile file = SocketFile.bind(
                endpoint,
                endpoint.path(),
                options,
                PROBE,
                socket -> bind(built.channel, socket),
                place -> bind(built.newNamed(open(options.accepted())), place));
        JunixDatagramPort port = new JunixDatagramPort(built.channel, built.named, built.local, null, true);
        return new DatagramAcceptor(port, endpoint, datagrams, max(datagrams), replyTo, file::remove);
    }

    private static void bind(AFUNIXDatagramChannel channel, Path path) throws IOException {
        channel.bind(Junix.address(UnixAddress.ofPath(path.toString())));
    }

    /** What has been opened so far, to be closed when binding fails. */
    private static final class PortBuilder {
        final AFUNIXDatagramChannel channel;
        final UnixAddress local;

        @Nullable
        AFUNIXDatagramChannel named;

        PortBuilder(AFUNIXDatagramChannel channel, UnixAddress local) {
            this.channel = channel;
            this.local = local;
        }

        AFUNIXDatagramChannel newNamed(AFUNIXDatagramChannel opened) {
            closeNamed();
            named = opened;
            return opened;
        }

        private void closeNamed() {
            if (named != null) {
                Watch.closeQuietly(named);
            }
        }

        void close() {
            closeNamed();
            Watch.closeQuietly(channel);
        }
    }

    private static @Nullable UnixAddress replyTo(Endpoint listening, @Nullable Endpoint wanted)
            throws BindFailedException {
        if (wanted == null) {
            return null;
        }
        try {
            return address(wanted);
        } catch (IllegalArgumentException e) {
            throw new BindFailedException(
                    listening,
                    Reason.INVALID,
                    "answers must go to an endpoint of the scheme listened on: replyTo=" + wanted,
                    e);
        }
    }

    static int max(DatagramOptions datagrams) {
        int wanted = datagrams.maxDatagramBytes();
        return wanted == 0 ? DatagramOptions.MAX_DATAGRAM_BYTES : wanted;
    }

    /** The client takes an abstract name of its own, where there are such names, so that it can be answered. */
    static ConnectAttempt connect(EventLoop loop, UnixAddress target, TransportOptions options, ConnectHandler handler)
            throws IOException {
        DatagramOptions datagrams = DatagramOptions.of(options);
        UnixAddress local = Junix.problem(true) == null ? ownName() : UnixAddress.UNNAMED;
        AFUNIXDatagramChannel channel = open(options);
        boolean bound = false;
        try {
            if (!local.isUnnamed()) {
                channel.bind(Junix.address(local));
            }
            bound = true;
        } finally {
            if (!bound) {
                Watch.closeQuietly(channel);
            }
        }
        JunixDatagramPort port = new JunixDatagramPort(channel, null, local, target, false);
        return DatagramConnect.start(loop, port, target, datagrams, max(datagrams), handler);
    }

    private static UnixAddress ownName() {
        return UnixAddress.ofName("ed-" + ProcessHandle.current().pid() + "-"
                + Long.toHexString(ThreadLocalRandom.current().nextLong()));
    }

    private static AFUNIXDatagramChannel open(TransportOptions options) throws IOException {
        AFUNIXDatagramChannel channel = Junix.provider().openDatagramChannel();
        boolean ready = false;
        try {
            channel.configureBlocking(false);
            channel.setDeleteOnClose(false);
            if (options.receiveBuffer() > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBuffer());
            }
            if (options.sendBuffer() > 0) {
                channel.setOption(StandardSocketOptions.SO_SNDBUF, options.sendBuffer());
            }
            ready = true;
            return channel;
        } finally {
            if (!ready) {
                Watch.closeQuietly(channel);
            }
        }
    }
}
