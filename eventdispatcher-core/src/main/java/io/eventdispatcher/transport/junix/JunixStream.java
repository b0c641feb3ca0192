package io.eventdispatcher.transport.junix;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.PeerCredentials;
import io.eventdispatcher.transport.StreamTransport;
import io.eventdispatcher.transport.TransportHandler;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream over a channel of junixsocket.
 *
 * <p>Threading: loop thread only, with the exceptions of {@link StreamTransport}.
 */
final class JunixStream implements StreamTransport, Watch.ReadyHandler {

    private static final Logger log = LoggerFactory.getLogger(JunixStream.class);

    private final EventLoop loop;
    private final AFUNIXSocketChannel channel;
    private final UnixAddress local;
    private final UnixAddress remote;

    private @Nullable TransportHandler handler;
    private @Nullable Watch watch;

    /** Any thread: the kernel's answer never changes, so it does not matter when two threads ask at the same time. */
    private volatile @Nullable PeerCredentials credentials;

    /** Written by the loop thread. The channel's own state is no help: junixsocket closes it when a write fails. */
    private volatile boolean closed;

    private boolean inputEnded;
    private boolean outputEnded;

    JunixStream(EventLoop loop, AFUNIXSocketChannel channel, UnixAddress local, UnixAddress remote) {
        this.loop = loop;
        this.channel = channel;
        this.local = local;
        this.remote = remote;
    }

    @Override
    public void attach(String name, int priority, TransportHandler target) throws IOException {
        if (handler != null) {
            throw new IllegalStateException("stream attached twice: name='" + name + "' " + this);
        }
        loop.checkInLoop("stream '" + name + "'");
        checkOpen();
        watch = Watch.start(channel, loop, name, this);
        handler = target;
    }

    @Override
    public void onReady(int ops, boolean hungUp) {
        TransportHandler target = handler;
        if (target == null || closed) {
            return;
        }
        try {
            if ((ops & SelectionKey.OP_READ) != 0) {
                target.onReadable();
            }
            if (!closed && (ops & SelectionKey.OP_WRITE & interest()) != 0) {
                target.onWritable();
            }
        } catch (RuntimeException | Error e) {
            target.onFailure(e);
            throw e;
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        checkOpen();
        if (inputEnded) {
            return -1;
        }
        if (!target.hasRemaining()) {
            return 0;
        }
        int count;
        try {
            count = channel.read(target);
        } catch (IOException e) {
            endInput();
            throw Watch.readable(e);
        }
        if (count < 0) {
            endInput();
        }
        return count;
    }

    private void endInput() {
        inputEnded = true;
        interest(SelectionKey.OP_READ, false);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        checkOpen();
        if (outputEnded) {
            throw new ClosedChannelException();
        }
        try {
            return source.hasRemaining() ? channel.write(source) : 0;
        } catch (IOException e) {
            throw Watch.readable(e);
        }
    }

    private void checkOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
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
        if (handler == null) {
            throw new IllegalStateException("stream must be attached before interest is set: " + this);
        }
    }

    private int interest() {
        return watch == null ? 0 : watch.interest();
    }

    private void interest(int op, boolean wanted) {
        if (watch != null && !closed) {
            int before = watch.interest();
            int after = wanted ? before | op : before & ~op;
            if (after != before) {
                watch.interest(after);
            }
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        checkOpen();
        if (!outputEnded) {
            outputEnded = true;
            interest(SelectionKey.OP_WRITE, false);
            try {
                channel.shutdownOutput();
            } catch (IOException e) {
                throw Watch.readable(e);
            }
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (watch == null) {
                Watch.closeQuietly(channel);
            } else {
                watch.close();
            }
        }
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public String scheme() {
        return "unix";
    }

    @Override
    public String localAddress() {
        return local.toString();
    }

    @Override
    public String remoteAddress() {
        return remote.toString();
    }

    @Override
    public SocketAddress remoteSocketAddress() {
        return remote;
    }

    @Override
    public boolean isLoopback() {
        return true;
    }

    @Override
    public @Nullable PeerCredentials peerCredentials() {
        PeerCredentials known = credentials;
        if (known == null && !closed) {
            try {
                known = Junix.credentials(channel.getPeerCredentials());
            } catch (IOException e) {
                log.debug("peer credentials are not available: {}: {}", this, e.toString());
            }
            credentials = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return scheme() + " " + local + " <-> " + remote;
    }
}
