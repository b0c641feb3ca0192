package io.eventdispatcher.connection;

import org.jspecify.annotations.Nullable;

/**
 * Chunks that no write queue needs at the moment, so that an idle connection holds no output buffer and a busy one
 * allocates none.
 *
 * <p>Threading: loop thread only (shared by the connections of one group on one loop), unless a method says otherwise.
 */
final class OutputChunkPool {

    /** Size of a pooled chunk; a longer frame gets a chunk of its own, which is not pooled. */
    static final int CHUNK_BYTES = 16 * 1024;

    private static final int MAX_POOLED = 64;

    private @Nullable OutputChunk free;
    private int pooled;
    private long queuedBytes;
    private long queuedSinceLook;

    /** What the other loops of the group had queued when somebody looked last; 0 on a single loop. */
    private long queuedBytesElsewhere;

    /** Returns the bytes in all write queues of this loop; any thread, may lag. */
    long queuedBytes() {
        return queuedBytes;
    }

    /** Returns the bytes in all write queues of the group, as far as this loop knows; any thread, may lag. */
    long queuedBytesOfAll() {
        return queuedBytes + queuedBytesElsewhere;
    }

    /** Notes that a write queue grew. */
    void queued(int bytes) {
        queuedBytes += bytes;
        queuedSinceLook += bytes;
    }

    /** Notes that a write queue shrank. */
    void unqueued(long bytes) {
        queuedBytes -= bytes;
    }

    /** Returns the bytes that were queued here since {@link #looked}; any thread, may lag. */
    long queuedSinceLook() {
        return queuedSinceLook;
    }

    /** Notes what the other loops of the group have queued; any thread, the last one wins. */
    void looked(long bytesElsewhere) {
        queuedBytesElsewhere = bytesElsewhere;
        queuedSinceLook = 0;
    }

    /** Returns an empty chunk with room for at least {@code bytes}. */
    OutputChunk take(int bytes) {
        OutputChunk chunk = free;
        if (bytes > CHUNK_BYTES || chunk == null) {
            return new OutputChunk(Math.max(bytes, CHUNK_BYTES));
        }
        free = chunk.next;
        pooled--;
        chunk.next = null;
        return chunk;
    }

    /** Gives a chunk back; keeps at most 64 of them (1 MiB). */
    void give(OutputChunk chunk) {
        if (chunk.bytes.length == CHUNK_BYTES && pooled < MAX_POOLED) {
            chunk.start = 0;
            chunk.end = 0;
            chunk.next = free;
            free = chunk;
            pooled++;
        }
    }
}
