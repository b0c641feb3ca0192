package io.eventdispatcher.transport.local;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/**
 * One direction of a stream in memory: a bounded ring of bytes, with the ends that a socket has.
 *
 * <p>Threading: any thread; the writer and the reader usually live on different loops.
 */
final class LocalPipe {

    private static final int CAPACITY_BYTES = 64 * 1024;
    private static final byte[] EMPTY = {};

    /** Made by the first write, dropped when the reader goes. */
    @GuardedBy("this")
    private byte[] ring = EMPTY;

    @GuardedBy("this")
    private int head;

    @GuardedBy("this")
    private int count;

    @GuardedBy("this")
    private boolean writerDone;

    @GuardedBy("this")
    private boolean readerGone;

    /** Returns bytes moved; 0 when there are none now or no room; -1 at the end of the stream. */
    synchronized int read(ByteBuffer target) {
        if (count == 0) {
            return writerDone ? -1 : 0;
        }
        int moved = Math.min(count, target.remaining());
        int first = Math.min(moved, CAPACITY_BYTES - head);
        target.put(ring, head, first);
        target.put(ring, 0, moved - first);
        head = (head + moved) % CAPACITY_BYTES;
        count -= moved;
        return moved;
    }

    /** Returns bytes moved, 0 when full. */
    synchronized int write(ByteBuffer source) throws IOException {
        if (writerDone) {
            throw new ClosedChannelException();
        }
        if (readerGone) {
            throw new IOException("Broken pipe");
        }
        if (ring.length == 0) {
            ring = new byte[CAPACITY_BYTES];
        }
        int moved = Math.min(CAPACITY_BYTES - count, source.remaining());
        int tail = (head + count) % CAPACITY_BYTES;
        int first = Math.min(moved, CAPACITY_BYTES - tail);
        source.get(ring, tail, first);
        source.get(ring, 0, moved - first);
        count += moved;
        return moved;
    }

    /** The writer will write no more; what is in the pipe can still be read. */
    synchronized void finish() {
        writerDone = true;
    }

    /** The reader will read no more; what is in the pipe is lost. */
    synchronized void abandon() {
        readerGone = true;
        ring = EMPTY;
        head = 0;
        count = 0;
    }

    /** Whether a read would return anything but 0. */
    synchronized boolean isReadable() {
        return count > 0 || writerDone;
    }

    /** Whether a write would take something, or fail. */
    synchronized boolean isWritable() {
        return count < CAPACITY_BYTES || readerGone;
    }
}
