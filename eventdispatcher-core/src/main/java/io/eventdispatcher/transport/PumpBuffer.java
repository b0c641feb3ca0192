package io.eventdispatcher.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a {@link PumpedStream}: a bounded ring of bytes between a loop, which never waits, and a thread,
 * which does.
 *
 * <p>Threading: any thread; one reader and one writer.
 */
final class PumpBuffer {

    static final int CAPACITY_BYTES = 64 * 1024;

    /** Room at which a loop is told to write on, so that it is not called for every few bytes. */
    private static final int WRITABLE_BYTES = CAPACITY_BYTES / 4;

    private static final byte[] EMPTY = {};

    /** Made by the first write, dropped when it is abandoned. */
    @GuardedBy("this")
    private byte[] ring = EMPTY;

    @GuardedBy("this")
    private int head;

    @GuardedBy("this")
    private int count;

    /** Bytes that the thread has taken and is still writing. */
    @GuardedBy("this")
    private int inFlight;

    @GuardedBy("this")
    private boolean finished;

    /** Whether the loop has been told that nothing follows. */
    @GuardedBy("this")
    private boolean endRead;

    @GuardedBy("this")
    private boolean abandoned;

    /** Whether the last write did not fit whole, so that its rest is going to follow. */
    @GuardedBy("this")
    private boolean cut;

    @GuardedBy("this")
    private @Nullable IOException failure;

    // ---- the loop's side: never waits ----

    /** Returns bytes moved; 0 when there are none now; -1 at the end. Throws what failed after the last byte. */
    synchronized int read(ByteBuffer target) throws IOException {
        if (count == 0) {
            IOException failed = failure;
            if (failed != null) {
                throw new IOException(failed.getMessage(), failed);
            }
            return readEnd();
        }
        int moved = Math.min(count, target.remaining());
        int first = Math.min(moved, CAPACITY_BYTES - head);
        target.put(ring, head, first);
        target.put(ring, 0, moved - first);
        drop(moved);
        notifyAll();
        return moved;
    }

    @GuardedBy("this")
    private int readEnd() {
        if (!finished) {
            return 0;
        }
        endRead = true;
        notifyAll();
        return -1;
    }

    synchronized boolean isReadable() {
        return count > 0 || finished || failure != null;
    }

    /** Returns bytes moved, 0 when full. */
    synchronized int write(ByteBuffer source) throws IOException {
        IOException failed = failure;
        if (failed != null) {
            throw new IOException(failed.getMessage(), failed);
        }
        if (finished || abandoned) {
            throw new ClosedChannelException();
        }
        int moved = Math.min(CAPACITY_BYTES - count, source.remaining());
        int tail = tail();
        int first = Math.min(moved, CAPACITY_BYTES - tail);
        source.get(ring, tail, first);
        source.get(ring, 0, moved - first);
        count += moved;
        cut = source.hasRemaining();
        notifyAll();
        return moved;
    }

    synchronized boolean isWritable() {
        return failure != null || CAPACITY_BYTES - count >= WRITABLE_BYTES;
    }

    /** Bytes that nobody outside has taken yet. */
    synchronized int pendingBytes() {
        return count + inFlight;
    }

    // ---- the thread's side: waits ----

    /** Waits for room; returns bytes moved, or -1 when nobody wants them any more. */
    synchronized int put(byte[] bytes, int offset, int length) throws InterruptedException {
        while (count == CAPACITY_BYTES && !abandoned) {
            wait();
        }
        if (abandoned) {
            return -1;
        }
        int moved = Math.min(CAPACITY_BYTES - count, length);
        int tail = tail();
        int first = Math.min(moved, CAPACITY_BYTES - tail);
        System.arraycopy(bytes, offset, ring, tail, first);
        System.arraycopy(bytes, offset + first, ring, 0, moved - first);
        count += moved;
        return moved;
    }

    /**
     * Waits for bytes; returns how many were taken, or -1 when there will be none.
     *
     * @param wholeLines end at a line feed if there is one within the target, and do not take the beginning of a line
     *     whose rest is about to follow, unless it does not fit into the target anyway
     */
    synchronized int take(byte[] target, boolean wholeLines) throws InterruptedException {
        inFlight = 0;
        int taken = available(target.length, wholeLines);
        while (taken == 0 && !finished && !abandoned) {
            wait();
            taken = available(target.length, wholeLines);
        }
        if (abandoned || taken == 0) {
            return -1;
        }
        int first = Math.min(taken, CAPACITY_BYTES - head);
        System.arraycopy(ring, head, target, 0, first);
        System.arraycopy(ring, 0, target, first, taken - first);
        drop(taken);
        inFlight = taken;
        return taken;
    }

    @GuardedBy("this")
    private int available(int max, boolean wholeLines) {
        int fits = Math.min(count, max);
        if (!wholeLines) {
            return fits;
        }
        for (int i = fits; i > 0; i--) {
            if (ring[(head + i - 1) % CAPACITY_BYTES] == '\n') {
                return i;
            }
        }
        return cut && !finished && count < max ? 0 : fits;
    }

    @GuardedBy("this")
    private void drop(int bytes) {
        head = (head + bytes) % CAPACITY_BYTES;
        count -= bytes;
    }

    @GuardedBy("this")
    private int tail() {
        if (ring.length == 0) {
            ring = new byte[CAPACITY_BYTES];
        }
        return (head + count) % CAPACITY_BYTES;
    }

    /** Waits until the loop has read the last byte and the end behind it, or nobody wants them any more. */
    synchronized void awaitEndRead() throws InterruptedException {
        while (!endRead && !abandoned) {
            wait();
        }
    }

    /** Nothing follows; what is there is still delivered. */
    synchronized void finish() {
        finished = true;
        notifyAll();
    }

    /** The thread cannot go on; returns the bytes that will never be written. */
    synchronized int fail(IOException cause) {
        if (failure == null && !finished) {
            failure = cause;
        }
        notifyAll();
        return pendingBytes();
    }

    /** Nobody wants the bytes any more; returns how many are lost. */
    synchronized int abandon() {
        int lost = pendingBytes();
        abandoned = true;
        ring = EMPTY;
        head = 0;
        count = 0;
        notifyAll();
        return lost;
    }
}
