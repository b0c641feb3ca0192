package io.eventdispatcher.transport;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.IoHandler;
import io.eventdispatcher.loop.IoRegistration;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.util.function.Supplier;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream over a {@link SocketChannel}: TCP and Unix sockets. Made by {@link ChannelAcceptor} and
 * {@link ChannelConnect}.
 *
 * <p>There is one per connection, also per idle one, so it is kept small (40 bytes): the addresses are the objects that
 * the channel holds anyway, their texts are made when somebody asks, and the loop is known by the registration.
 *
 * <p>Threading: loop thread only, with the exceptions of {@link StreamTransport}.
 *
 * @since 0.1
 */
public final class ChannelStream implements StreamTransport, IoHandler {

    private static final Logger log = LoggerFactory.getLogger(ChannelStream.class);

    private final SocketChannel channel;
    private final SocketAddress remote;

    /**
     * Set once, before anybody outside sees the stream; kept because the channel does not tell it once it is closed.
     */
    private SocketAddress local;

    private TransportHandler handler;
    private @Nullable IoRegistration registration;

    /** Any thread: the kernel's answer never changes, so it does not matter when two threads ask at the same time. */
    private @Nullable PeerCredentials credentials;

    private boolean inputEnded;
    private boolean outputEnded;

    ChannelStream(SocketChannel channel, SocketAddress local, SocketAddress remote, Unattached owner) {
        this.channel = channel;
        this.local = local;
        this.remote = remote;
        this.handler = owner;
    }

    /** Registers a channel that is still connecting; its owner hears of the outcome as {@code onWritable}. */
    void awaitConnected(EventLoop loop) throws IOException {
        registration = loop.register(
                channel,
                "connect " + AddressText.of(remote),
                IoRegistration.DEFAULT_PRIORITY,
                SelectionKey.OP_CONNECT,
                this);
    }

    /** The channel is connected; attaching registers it anew, under the name and priority given there. */
    void connected() throws IOException {
        local = channel.getLocalAddress();
        if (registration != null) {
            registration.cancel();
            registration = null;
        }
    }

    @Override
    public void attach(String name, int priority, TransportHandler target) throws IOException {
        attach(() -> name, priority, target);
    }

    @Override
    public void attach(Supplier<String> name, int priority, TransportHandler target) throws IOException {
        if (!(handler instanceof Unattached owner)) {
            throw new IllegalStateException("stream attached twice: name='" + name.get() + "' " + this);
        }
        registration = owner.loop().register(channel, name, priority, 0, this);
        handler = target;
    }

    /** A stream that is still connecting, or closed, stays. */
    @Override
    public boolean moveTo(EventLoop target) {
        IoRegistration current = registration;
        if (!channel.isConnected() || !channel.isOpen()) {
            return false;
        }
        if (current != null) {
            current.cancel(); // the selector lets go with its next turn; until then a channel may have both
            registration = null;
        }
        handler = new OnLoop(target);
        return true;
    }

    /** Holds the place of the handler of a stream that has moved. */
    private record OnLoop(EventLoop loop) implements Unattached {}

    @Override
    public void rename(String name, int priority) throws IOException {
        checkAttached();
        IoRegistration current = registration;
        if (current == null || !channel.isOpen()) {
            throw new ClosedChannelException();
        }
        current.name(name);
        current.priority(priority);
    }

    @Override
    public void onReady(IoRegistration ready, int readyOps) {
        if ((readyOps & SelectionKey.OP_READ) != 0) {
            handler.onReadable();
        }
        // Reading may have changed the interest, or closed the stream.
        int writeOps = readyOps & ready.interest() & (SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT);
        if (writeOps != 0 && channel.isOpen()) {
            handler.onWritable();
        }
    }

    @Override
    public void onFailure(IoRegistration failed, Throwable failure) {
        handler.onFailure(failure);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (inputEnded && channel.isOpen()) {
            return -1;
        }
        int count;
        try {
            count = channel.read(target);
        } catch (IOException e) {
            endInput();
            throw e;
        }
        if (count < 0) {
            endInput();
        }
        return count;
    }

    /** A key left on OP_READ after the end would wake the loop without end (measured: 362,000 times a second). */
    private void endInput() {
        inputEnded = true;
        interest(SelectionKey.OP_READ, false);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return channel.write(source);
    }

    @Override
    public void readInterest(boolean wanted) {
        checkAttached();
        interest(SelectionKey.OP_READ, wanted && !inputEnded);
    }

    @Override
    public void writeInterest(boolean wanted) {
        checkAttached();
        interest(SelectionKey.OP_WRITE, wanted && !outputEnded);
    }

    private void checkAttached() {
        if (handler instanceof Unattached) {
            throw new IllegalStateException("stream must be attached before interest is set: " + this);
        }
    }

    private void interest(int op, boolean wanted) {
        IoRegistration current = registration;
        if (current == null || !channel.isOpen()) {
            return;
        }
        int before = current.interest();
        int after = wanted ? before | op : before & ~op;
        if (after != before) {
            current.interest(after);
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
        outputEnded = true;
        interest(SelectionKey.OP_WRITE, false);
    }

    @Override
    public void close() {
        if (registration != null) {
            registration.cancel();
        }
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("close failed: {}: {}", this, e.toString());
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public String scheme() {
        return remote instanceof UnixDomainSocketAddress ? "unix" : "tcp";
    }

    @Override
    public String localAddress() {
        return AddressText.of(local);
    }

    @Override
    public String remoteAddress() {
        return AddressText.of(remote);
    }

    @Override
    public SocketAddress remoteSocketAddress() {
        return remote;
    }

    @Override
    public boolean isLoopback() {
        return AddressText.isLoopback(local, remote);
    }

    @Override
    public @Nullable PeerCredentials peerCredentials() {
        PeerCredentials known = credentials;
        if (known == null && remote instanceof UnixDomainSocketAddress && channel.isOpen()) {
            known = askCredentials();
            credentials = known;
        }
        return known;
    }

    private @Nullable PeerCredentials askCredentials() {
        try {
            UnixDomainPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
            UserPrincipal user = peer.user();
            GroupPrincipal group = peer.group();
            return new PeerCredentials(user.getName(), group.getName());
        } catch (IOException | UnsupportedOperationException e) {
            log.debug("peer credentials are not available: {}: {}", this, e.toString());
            return null;
        }
    }

    @Override
    public String toString() {
        return scheme() + " " + localAddress() + " <-> " + remoteAddress();
    }
}
