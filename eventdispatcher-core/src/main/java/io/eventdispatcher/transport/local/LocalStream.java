package io.eventdispatcher.transport.local;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.KeepAlive;
import io.eventdispatcher.transport.PeerCredentials;
import io.eventdispatcher.transport.StreamTransport;
import io.eventdispatcher.transport.TransportHandler;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One end of a stream in memory.
 *
 * <p>Readiness is a task on the loop of this end: whoever makes a wanted condition true puts it there, at most once at
 * a time, and it puts itself there again as long as the condition holds. The priority is not used: tasks have none.
 *
 * <p>Threading: loop thread only, with the exceptions of {@link StreamTransport}; {@link #signal} any thread.
 */
final class LocalStream implements StreamTransport, Runnable {

    private static final Logger log = LoggerFactory.getLogger(LocalStream.class);

    private final LocalAddress local;
    private final LocalAddress remote;
    private final LocalPipe in;
    private final LocalPipe out;
    private final AtomicBoolean signalled = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** The other end; set before anybody outside sees the stream. */
    private @Nullable LocalStream peer;

    /** Where this end lives; unknown while it waits in a backlog. */
    private volatile @Nullable EventLoop loop;

    private @Nullable TransportHandler handler;
    private volatile @Nullable KeepAlive keepAlive;

    // written by this end's loop, read by the peer's
    private volatile boolean readWanted;
    private volatile boolean writeWanted;

    private boolean inputEnded;
    private boolean outputEnded;

    private LocalStream(LocalAddress local, LocalAddress remote, LocalPipe in, LocalPipe out) {
        this.local = local;
        this.remote = remote;
        this.in = in;
        this.out = out;
    }

    /** Makes both ends of a stream and returns the one at {@code local}; {@link #peer} is the other. */
    static LocalStream pair(LocalAddress local, LocalAddress remote) {
        LocalPipe there = new LocalPipe();
        LocalPipe back = new LocalPipe();
        LocalStream near = new LocalStream(local, remote, back, there);
        LocalStream far = new LocalStream(remote, local, there, back);
        near.peer = far;
        far.peer = near;
        return near;
    }

    LocalStream peer() {
        LocalStream other = peer;
        if (other == null) {
            throw new IllegalStateException("stream has one end only: " + this);
        }
        return other;
    }

    /** Says where this end lives; before it is handed to anybody. */
    void on(EventLoop home) {
        loop = home;
    }

    @Override
    public void attach(String name, int priority, TransportHandler target) throws IOException {
        EventLoop home = loop;
        if (handler != null || home == null) {
            throw new IllegalStateException("stream attached twice: name='" + name + "' " + this);
        }
        home.checkInLoop("stream '" + name + "'");
        if (closed.get()) {
            throw new ClosedChannelException();
        }
        keepAlive = home.keepAlive(name);
        handler = target;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        checkOpen();
        int count = in.read(target);
        if (count < 0) {
            inputEnded = true;
            readWanted = false;
        } else if (count > 0) {
            peer().signal();
        }
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        checkOpen();
        int count = out.write(source);
        if (count > 0) {
            peer().signal();
        }
        return count;
    }

    private void checkOpen() throws ClosedChannelException {
        if (closed.get()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public void readInterest(boolean wanted) {
        checkAttached();
        readWanted = wanted && !inputEnded;
        signal();
    }

    @Override
    public void writeInterest(boolean wanted) {
        checkAttached();
        writeWanted = wanted && !outputEnded;
        signal();
    }

    private void checkAttached() {
        if (handler == null) {
            throw new IllegalStateException("stream must be attached before interest is set: " + this);
        }
    }

    /**
     * Has readiness delivered if there is any. Both sides write their part (interest, pipe) before they look at the
     * other's.
     */
    private void signal() {
        EventLoop home = loop;
        if (home == null || !isReady() || !signalled.compareAndSet(false, true)) {
            return;
        }
        try {
            home.execute(this);
        } catch (RejectedExecutionException e) {
            log.debug("stream lost, its loop takes no tasks: {}: {}", this, e.toString());
            close();
        }
    }

    private boolean isReady() {
        return !closed.get() && (readWanted && in.isReadable() || writeWanted && out.isWritable());
    }

    /** Delivers readiness; the task on the loop. */
    @Override
    public void run() {
        signalled.set(false);
        TransportHandler target = handler;
        if (target == null) {
            return;
        }
        try {
            if (readWanted && !closed.get() && in.isReadable()) {
                target.onReadable();
            }
            if (writeWanted && !closed.get() && out.isWritable()) {
                target.onWritable();
            }
        } catch (RuntimeException | Error e) {
            target.onFailure(e);
            throw e;
        } finally {
            signal();
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        checkOpen();
        outputEnded = true;
        writeWanted = false;
        out.finish();
        peer().signal();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        out.finish();
        in.abandon();
        peer().signal();
        if (keepAlive != null) {
            keepAlive.close();
        }
    }

    @Override
    public boolean isOpen() {
        return !closed.get();
    }

    @Override
    public String scheme() {
        return "local";
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
        return null;
    }

    @Override
    public String toString() {
        return local + " <-> " + remote;
    }
}
