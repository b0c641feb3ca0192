package io.eventdispatcher.transport;

import io.eventdispatcher.loop.EventLoop;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to connect a {@link SocketChannel}: TCP and Unix sockets.
 *
 * <p>Threading: loop thread only.
 *
 * @since 0.1
 */
public final class ChannelConnect implements ConnectAttempt, Unattached {

    private static final Logger log = LoggerFactory.getLogger(ChannelConnect.class);

    private final EventLoop loop;
    private final SocketAddress address;
    private final ConnectHandler handler;
    private State state = State.CONNECTING;
    private @Nullable SocketChannel channel;
    private @Nullable ChannelStream stream;

    private ChannelConnect(EventLoop loop, SocketAddress address, ConnectHandler handler) {
        this.loop = loop;
        this.address = address;
        this.handler = handler;
    }

    /**
     * Starts an attempt; see {@link StreamTransportFactory#connect}.
     *
     * @param loop where the stream will live
     * @param address a resolved internet address or a Unix path
     * @param options of the stream
     * @param handler hears the outcome
     * @return the attempt
     * @throws java.util.concurrent.RejectedExecutionException if the loop is closed or full; the handler is not called
     * @since 0.1
     */
    public static ConnectAttempt start(
            EventLoop loop, SocketAddress address, TransportOptions options, ConnectHandler handler) {
        loop.checkInLoop("connect");
        ChannelConnect attempt = new ChannelConnect(loop, address, handler);
        try {
            attempt.begin(options);
        } catch (IOException | UnsupportedOperationException e) {
            attempt.closeChannel();
            loop.execute(() -> attempt.fail(e));
        } catch (RuntimeException e) {
            attempt.closeChannel();
            throw e;
        }
        return attempt;
    }

    private void begin(TransportOptions options) throws IOException {
        ProtocolFamily family = family(address);
        SocketChannel opened = SocketChannel.open(family);
        channel = opened;
        opened.configureBlocking(false);
        ChannelSettings.apply(options, opened, family != StandardProtocolFamily.UNIX);
        ChannelStream connecting = new ChannelStream(opened, address, address, this);
        stream = connecting;
        if (opened.connect(address)) {
            loop.execute(this::onWritable);
        } else {
            connecting.awaitConnected(loop);
        }
    }

    /** The address's own family, so that IPv4 works where IPv6 is switched off, and never through a mapped address. */
    private static ProtocolFamily family(SocketAddress address) {
        if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
            return inet.getAddress() instanceof Inet6Address
                    ? StandardProtocolFamily.INET6
                    : StandardProtocolFamily.INET;
        }
        if (address instanceof UnixDomainSocketAddress) {
            return StandardProtocolFamily.UNIX;
        }
        throw new IllegalArgumentException("not a resolved internet or Unix address: " + address);
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    /** The channel is ready: connected, or refused. */
    @Override
    public void onWritable() {
        SocketChannel connecting = channel;
        ChannelStream established = stream;
        if (state != State.CONNECTING || connecting == null || established == null) {
            return;
        }
        try {
            if (!connecting.finishConnect()) {
                return;
            }
            established.connected();
            refuseSelf(connecting);
        } catch (IOException e) {
            fail(e);
            return;
        }
        state = State.DONE;
        hand(established);
    }

    /**
     * A port nobody listens on can be chosen as the local port of the very attempt to reach it; TCP then connects the
     * socket to itself (simultaneous open, RFC 9293 section 3.5), and a permanent client would talk to itself for ever.
     */
    private void refuseSelf(SocketChannel connected) throws IOException {
        if (address instanceof InetSocketAddress && connected.getLocalAddress().equals(address)) {
            throw new ConnectException("connected to itself, nobody listens there");
        }
    }

    private void hand(ChannelStream established) {
        boolean taken = false;
        try {
            handler.onConnected(established);
            taken = true;
        } finally {
            if (!taken) {
                established.close();
            }
        }
    }

    @Override
    public void onFailure(Throwable failure) {
        log.debug("connecting to {} failed in its handler: {}", AddressText.of(address), failure.toString());
    }

    private void fail(Exception cause) {
        if (state != State.CONNECTING) {
            return;
        }
        state = State.DONE;
        closeChannel();
        ConnectException failure =
                new ConnectException("cannot connect to " + AddressText.of(address) + ": " + cause.getMessage());
        failure.initCause(cause);
        handler.onConnectFailed(failure);
    }

    @Override
    public void cancel() {
        loop.checkInLoop("connect");
        if (state == State.CONNECTING) {
            state = State.CANCELLED;
            closeChannel();
        }
    }

    private void closeChannel() {
        if (stream != null) {
            stream.close();
        } else if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                log.debug("close failed: {}: {}", AddressText.of(address), e.toString());
            }
        }
    }

    /** CONNECTING to DONE (the handler was called) or CANCELLED (it never is). */
    private enum State {
        CONNECTING,
        DONE,
        CANCELLED
    }
}
