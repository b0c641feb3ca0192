package io.eventdispatcher.spring.trace;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.spring.trace.TraceEntry.Direction;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last traced messages, bounded in number and bytes.
 *
 * <p>Threading: any thread.
 */
final class TraceBuffer {

    private final int maxEntries;
    private final long maxBytes;

    @GuardedBy("this")
    private final Deque<TraceEntry> entries = new ArrayDeque<>();

    @GuardedBy("this")
    private long bytes;

    @GuardedBy("this")
    private long lastNumber;

    TraceBuffer(int maxEntries, long maxBytes) {
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
    }

    /** Adds an entry, the newest; the oldest ones leave when there are too many. */
    synchronized void add(
            Instant at,
            String endpoint,
            String connection,
            Direction direction,
            int length,
            String text,
            @Nullable String refused) {
        TraceEntry added = new TraceEntry(++lastNumber, at, endpoint, connection, direction, length, text, refused);
        entries.addLast(added);
        bytes += added.weight();
        while (entries.size() > maxEntries || bytes > maxBytes && entries.size() > 1) {
            bytes -= entries.removeFirst().weight();
        }
    }

    /** Returns how many messages were ever added. */
    synchronized long total() {
        return lastNumber;
    }

    /** Returns a copy, the oldest first. */
    synchronized List<TraceEntry> entries() {
        return List.copyOf(entries);
    }
}
