package io.eventdispatcher.connection;

import org.jspecify.annotations.Nullable;

/**
 * Chunks that no write queue needs at the moment, so that an idle connection holds no output buffer and a busy one
 * allocates none.
 *
 * <p>Threading: loop thread only (shared by the connections of one group).
 */
final class OutputChunkPool {

    /** Size of a pooled chunk; a longer frame gets a chunk of its own, which is not pooled. */
    static final int CHUNK_BYTES = 16 * 1024;

    private static final int MAX_POOLED = 64;

    private @Nullable OutputChunk free;
    private int pooled;
    private long queuedBytes;

    /** Returns the bytes in all write queues of the group; any thread, may lag. */
    long queuedBytes() {
        return queuedBytes;
    }

    /** Notes that a write queue grew or shrank. */
    void queued(long bytes) {
        queuedBytes += bytes;
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
