package io.eventdispatcher.transport;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.KeepAlive;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream over input and output that block: FIFOs, pipes, standard input. One thread reads, one writes, with 64 KiB
 * between each of them and the loop; a full buffer holds back whoever fills it. Bytes taken by {@link #write} may
 * therefore wait here as they wait in the kernel's buffer of a socket.
 *
 * <p>The reader starts when the stream is attached, the writer with the first byte. Without an input nothing is ever
 * read, and a failure of the output is told as a failure to read; without an output what is written is discarded and
 * counted. The priority is not used: readiness arrives as tasks, which have none.
 *
 * <p>Threading: loop thread only, with the exceptions of {@link StreamTransport}; {@link #startOutput} and {@link
 * #discardedBytes} any thread.
 *
 * @since 0.1
 */
public final class PumpedStream implements StreamTransport, Runnable {

    private static final Logger log = LoggerFactory.getLogger(PumpedStream.class);

    private static final int CHUNK_BYTES = 16 * 1024;

    private final EventLoop loop;
    private final PumpedEnds ends;
    private final @Nullable InputStream source;
    private final @Nullable OutputStream sink;
    private final Duration linger;
    private final PumpBuffer inbound = new PumpBuffer();
    private final PumpBuffer outbound = new PumpBuffer();
    private final AtomicBoolean signalled = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicLong discarded = new AtomicLong();

    /** Made by the loop thread, or by the acceptor before it hands the stream over. */
    private @Nullable Thread writer;

    private boolean writerEnded;
    private @Nullable Future<?> cutOff;

    private @Nullable TransportHandler handler;
    private @Nullable KeepAlive keepAlive;
    private String name;

    // written by the loop, read by the pumps
    private volatile boolean readWanted;
    private volatile boolean writeWanted;

    private boolean inputEnded;
    private boolean outputEnded;

    /**
     * Makes a stream; no thread is started yet.
     *
     * @param loop where the stream lives
     * @param ends what is known about both ends
     * @param source read by one thread; its close must make a blocked read end, on a thread that may wait for that; it is
     *     closed when the loop has read its end, so that what comes from the same place next cannot overtake it; null =
     *     there is no input
     * @param sink written by one thread, which calls {@code flush} before anything else (open there what has to be waited
     *     for) and after each piece; its close must make all of this end and may be called twice; null = there is no
     *     output
     * @param linger how long bytes taken by {@link #write} may wait for the peer after {@link #close}; 0 = not at all
     * @since 0.1
     */
    public PumpedStream(
            EventLoop loop,
            PumpedEnds ends,
            @Nullable InputStream source,
            @Nullable OutputStream sink,
            Duration linger) {
        this.loop = loop;
        this.ends = ends;
        this.source = source;
        this.sink = sink;
        this.linger = linger;
        this.name = ends.scheme() + " " + ends.local();
    }

    @Override
    public void attach(String connection, int priority, TransportHandler target) throws IOException {
        if (handler != null) {
            throw new IllegalStateException("stream attached twice: name='" + connection + "' " + this);
        }
        loop.checkInLoop("stream '" + connection + "'");
        checkOpen();
        keepAlive = loop.keepAlive(connection);
        handler = target;
        synchronized (this) {
            name = connection;
            if (writer != null) {
                writer.setName(connection + " out");
            }
        }
        if (source != null) {
            PumpThreads.start(connection + " in", () -> pumpIn(source));
        }
    }

    /**
     * Starts the writer now, for an output whose opening is what the peer waits for. A second call does nothing.
     *
     * @since 0.1
     */
    public synchronized void startOutput() {
        OutputStream target = sink;
        if (writer == null && target != null) {
            writer = PumpThreads.start(name + " out", () -> pumpOut(target));
        }
    }

    // ---- the threads ----

    private void pumpIn(InputStream from) {
        byte[] chunk = new byte[CHUNK_BYTES];
        try {
            int count = from.read(chunk, 0, chunk.length);
            while (count >= 0 && store(chunk, count)) {
                count = from.read(chunk, 0, chunk.length);
            }
            inbound.finish();
            signal();
            inbound.awaitEndRead();
        } catch (IOException e) {
            if (!closed.get()) {
                inbound.fail(e);
            }
        } catch (InterruptedException | RuntimeException e) {
            log.error("{}: the input failed", name, e);
            inbound.fail(new IOException(e.toString(), e));
        } finally {
            closeQuietly(from);
            signal();
        }
    }

    private boolean store(byte[] chunk, int count) throws InterruptedException {
        int stored = 0;
        while (stored < count) {
            int moved = inbound.put(chunk, stored, count - stored);
            if (moved < 0) {
                return false;
            }
            stored += moved;
            signal();
        }
        return true;
    }

    private void pumpOut(OutputStream to) {
        boolean wholeLines = ends.atomicBytes() > 0;
        byte[] chunk = new byte[wholeLines ? ends.atomicBytes() : CHUNK_BYTES];
        try {
            to.flush();
            for (int count = outbound.take(chunk, wholeLines); count >= 0; count = outbound.take(chunk, wholeLines)) {
                to.write(chunk, 0, count);
                to.flush();
                signal();
            }
        } catch (IOException e) {
            outputFailed(e);
        } catch (InterruptedException | RuntimeException e) {
            log.error("{}: the output failed", name, e);
            outputFailed(new IOException(e.toString(), e));
        } finally {
            closeQuietly(to);
            writerEnded();
            signal();
        }
    }

    private void outputFailed(IOException cause) {
        int lost = outbound.fail(cause);
        discard(lost);
        if (source == null) {
            inbound.fail(cause);
        }
        if (lost > 0) {
            log.debug("{}: written bytes are lost: bytes={} cause='{}'", name, lost, cause.toString());
        }
    }

    private synchronized void writerEnded() {
        writerEnded = true;
        if (cutOff != null) {
            cutOff.cancel(false);
        }
    }

    private void discard(int bytes) {
        discarded.addAndGet(bytes);
    }

    private void closeQuietly(AutoCloseable end) {
        try {
            end.close();
        } catch (Exception e) {
            log.debug("close failed: {}: {}", this, e.toString());
        }
    }

    // ---- the loop ----

    @Override
    public int read(ByteBuffer target) throws IOException {
        checkOpen();
        if (inputEnded) {
            return -1;
        }
        int count;
        try {
            count = inbound.read(target);
        } catch (IOException e) {
            endInput();
            throw e;
        }
        if (count < 0) {
            endInput();
        }
        return count;
    }

    private void endInput() {
        inputEnded = true;
        readWanted = false;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        checkOpen();
        if (outputEnded) {
            throw new ClosedChannelException();
        }
        if (sink == null) {
            int count = bytes.remaining();
            bytes.position(bytes.limit());
            discard(count);
            return count;
        }
        int count = outbound.write(bytes);
        startOutput();
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

    /** Has readiness delivered if there is any; called by whoever made a condition or a wish true. */
    private void signal() {
        if (!isReady() || !signalled.compareAndSet(false, true)) {
            return;
        }
        try {
            loop.execute(this);
        } catch (RejectedExecutionException e) {
            log.debug("stream lost, its loop takes no tasks: {}: {}", this, e.toString());
            close();
        }
    }

    private boolean isReady() {
        return !closed.get() && (readWanted && inbound.isReadable() || writeWanted && canWrite());
    }

    private boolean canWrite() {
        return sink == null || outbound.isWritable();
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
            if (readWanted && !closed.get() && inbound.isReadable()) {
                target.onReadable();
            }
            if (writeWanted && !closed.get() && canWrite()) {
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
        if (outputEnded) {
            return;
        }
        outputEnded = true;
        writeWanted = false;
        finishOutput();
    }

    /** The writer closes the output when all is written; without a writer there is nothing to write. */
    private void finishOutput() {
        OutputStream target = sink;
        if (target == null) {
            return;
        }
        outbound.finish();
        synchronized (this) {
            if (writer == null) {
                writer = Thread.currentThread(); // none is to be started any more
                writerEnded = true;
                PumpThreads.soon(() -> closeQuietly(target));
            }
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        inbound.abandon();
        InputStream from = source;
        if (from != null) {
            PumpThreads.soon(() -> closeQuietly(from));
        }
        finishOutput();
        limitOutput();
        if (keepAlive != null) {
            keepAlive.close();
        }
    }

    /** A writer that is still waiting for the peer after the linger time is made to end. */
    private synchronized void limitOutput() {
        OutputStream target = sink;
        if (target != null && !writerEnded) {
            Duration wait = outbound.pendingBytes() == 0 ? Duration.ZERO : linger;
            cutOff = PumpThreads.later(wait, () -> {
                int lost = outbound.abandon();
                discard(lost);
                if (lost > 0) {
                    log.debug("{}: the peer took no more: lostBytes={} lingered={}", this, lost, linger);
                }
                closeQuietly(target);
            });
        }
    }

    /**
     * How many written bytes nobody got: for want of an output, because the peer went, or because it took nothing for too
     * long after the end.
     *
     * @return bytes
     * @since 0.1
     */
    public long discardedBytes() {
        return discarded.get();
    }

    @Override
    public boolean isOpen() {
        return !closed.get();
    }

    @Override
    public String scheme() {
        return ends.scheme();
    }

    @Override
    public String localAddress() {
        return ends.local();
    }

    @Override
    public String remoteAddress() {
        return ends.remote();
    }

    @Override
    public SocketAddress remoteSocketAddress() {
        return ends.remoteSocketAddress();
    }

    @Override
    public boolean isLoopback() {
        return true;
    }

    @Override
    public @Nullable PeerCredentials peerCredentials() {
        return ends.credentials();
    }

    @Override
    public boolean mayBeSilent() {
        return ends.mayBeSilent();
    }

    @Override
    public String toString() {
        return scheme() + " " + localAddress() + " <-> " + remoteAddress();
    }
}
