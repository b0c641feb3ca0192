package io.eventdispatcher.connection;

import org.jspecify.annotations.Nullable;

/**
 * A piece of the write queue: encoded frames, one after the other. Bytes {@code start..end} are still to be written.
 *
 * <p>Threading: one thread at a time (confined to its write queue).
 */
final class OutputChunk {

    final byte[] bytes;

    /** Whether it belongs to a pool. */
    final boolean pooled;

    int start;
    int end;

    @Nullable
    OutputChunk next;

    OutputChunk(int capacity, boolean pooled) {
        this.bytes = new byte[capacity];
        this.pooled = pooled;
    }

    int room() {
        return bytes.length - end;
    }

    int remaining() {
        return end - start;
    }
}
