package io.eventdispatcher.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Bytes that a socket did not take yet, in order. Memory is kept for the next time.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class PendingBytes {

    private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

    PendingBytes() {
        buffer.flip();
    }

    boolean isEmpty() {
        return !buffer.hasRemaining();
    }

    void add(ByteBuffer bytes) {
        if (buffer.capacity() - buffer.limit() < bytes.remaining()) {
            int needed = buffer.remaining() + bytes.remaining();
            ByteBuffer roomy = needed <= buffer.capacity() / 2
                    ? buffer.duplicate().clear()
                    : ByteBuffer.allocateDirect(2 * needed);
            roomy.put(buffer).flip();
            buffer = roomy;
        }
        int position = buffer.position();
        buffer.position(buffer.limit()).limit(buffer.capacity());
        buffer.put(bytes);
        buffer.limit(buffer.position()).position(position);
    }

    /** Returns whether nothing is left. */
    boolean writeTo(SocketChannel channel) throws IOException {
        if (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        if (buffer.hasRemaining()) {
            return false;
        }
        buffer.position(0).limit(0);
        return true;
    }
}
