package io.eventdispatcher.raw;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Bytes to be written, in order, however few of them a channel takes at a time.
 *
 * <p>Collect the answers of a turn, write them once, and wait for {@link Interest#WRITE} as long as something is left. The
 * buffer grows up to the limit, in steps.
 *
 * <p>Threading: one thread at a time.
 *
 * @since 0.1
 */
public final class PendingWrite {

    private static final int SMALL = 1_024;
    private static final int MAX = 1 << 30;

    private final int maxBytes;

    /** Between position and limit: what is to be written. */
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    /**
     * Makes an empty one.
     *
     * @param maxBytes how many bytes may wait, 1..2<sup>30</sup>
     * @throws IllegalArgumentException if the limit is out of range
     */
    public PendingWrite(int maxBytes) {
        if (maxBytes < 1 || maxBytes > MAX) {
            throw new IllegalArgumentException("limit out of range: maxBytes=" + maxBytes + " min=1 max=" + MAX);
        }
        this.maxBytes = maxBytes;
    }

    /**
     * Appends bytes.
     *
     * @param bytes what remains of it is copied; its position moves to its limit
     * @throws IllegalStateException if they do not fit; nothing is appended then
     */
    public void add(ByteBuffer bytes) {
        int count = bytes.remaining();
        if (count > room()) {
            throw new IllegalStateException("no room to append: bytes=" + count + " pending=" + pending() + " max="
                    + maxBytes + "; ask room() first, and read no more until it is written");
        }
        makeRoom(count);
        int start = buffer.position();
        buffer.position(buffer.limit()).limit(buffer.limit() + count);
        buffer.put(bytes).position(start);
    }

    /**
     * Writes as much as the channel takes now.
     *
     * @param target a non-blocking channel
     * @return whether nothing is left
     * @throws IOException if writing fails
     */
    public boolean writeTo(WritableByteChannel target) throws IOException {
        while (buffer.hasRemaining() && target.write(buffer) > 0) {
            // until the channel takes no more
        }
        return !buffer.hasRemaining();
    }

    /**
     * Returns how many bytes wait.
     *
     * @return bytes, 0 or more
     */
    public int pending() {
        return buffer.remaining();
    }

    /**
     * Returns how many bytes more may be appended.
     *
     * @return bytes, 0 or more
     */
    public int room() {
        return maxBytes - buffer.remaining();
    }

    private void makeRoom(int count) {
        if (buffer.capacity() - buffer.limit() >= count) {
            return;
        }
        int needed = buffer.remaining() + count;
        if (needed <= buffer.capacity()) {
            buffer.compact().flip();
        } else {
            int grown = (int) Math.min(maxBytes, Math.max(SMALL, Math.max(needed, 2L * buffer.capacity())));
            buffer = ByteBuffer.allocate(Math.max(grown, needed)).put(buffer).flip();
        }
    }
}
