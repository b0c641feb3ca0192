package io.eventdispatcher.connection;

import org.jspecify.annotations.Nullable;

/**
 * Chunks for the write queues of a loop, so that an idle connection holds no output buffer and a busy one allocates none.
 *
 * <p>There are so many of them only. When all are in use, because a thousand connections are written to in one turn or many
 * peers are slow, further chunks are small and not kept: a short message to each of ten thousand connections takes ten
 * megabytes for a moment instead of 160.
 *
 * <p>Threading: loop thread only (shared by the connections of one group on one loop), unless a method says otherwise.
 */
final class OutputChunkPool {

    /** Size of a pooled chunk; a longer frame gets a chunk of its own. */
    static final int CHUNK_BYTES = 16 * 1024;

    static final int SMALL_CHUNK_BYTES = 1024;
    static final int MAX_POOLED = 64;

    private @Nullable OutputChunk free;

    /** Pooled chunks that were made, also those in use. */
    private int made;

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
        if (bytes <= CHUNK_BYTES) {
            OutputChunk chunk = free;
            if (chunk != null) {
                free = chunk.next;
                chunk.next = null;
                return chunk;
            }
            if (made < MAX_POOLED) {
                made++;
                return new OutputChunk(CHUNK_BYTES, true);
            }
        }
        return new OutputChunk(Math.max(bytes, SMALL_CHUNK_BYTES), false);
    }

    /** Gives a chunk back; the pooled ones are kept (1 MiB). */
    void give(OutputChunk chunk) {
        if (chunk.pooled) {
            chunk.start = 0;
            chunk.end = 0;
            chunk.next = free;
            free = chunk;
        }
    }
}
