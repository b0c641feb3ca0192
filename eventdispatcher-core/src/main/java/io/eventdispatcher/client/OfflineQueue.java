package io.eventdispatcher.client;

import io.eventdispatcher.bytes.ByteSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The frames that wait in a client, oldest first, within limits.
 *
 * <p>Threading: one thread at a time (confined to its owner, who locks).
 */
final class OfflineQueue {

    private final OfflineQueueLimits limits;
    private final long maxAgeNanos;
    private final Deque<QueuedFrame> frames = new ArrayDeque<>();
    private long bytes;

    OfflineQueue(OfflineQueueLimits limits) {
        this.limits = limits;
        this.maxAgeNanos = Nanos.saturated(limits.maxAge());
    }

    int size() {
        return frames.size();
    }

    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    void forEach(Consumer<? super QueuedFrame> action) {
        frames.forEach(action);
    }

    /** Appends without looking at the limits: for frames that a connection is about to take. */
    void add(QueuedFrame frame) {
        frames.addLast(frame);
        bytes += frame.bytes();
    }

    /**
     * Appends within the limits.
     *
     * @return what had to give way, oldest first; null when the new frame itself is refused
     */
    @Nullable
    List<QueuedFrame> offer(QueuedFrame frame) {
        boolean fitsAtAll = limits.maxFrames() > 0 && frame.bytes() <= limits.maxBytes();
        if (!fitsAtAll || (limits.overflow() == OfflineQueueLimits.Overflow.REJECT && !fits(frame.bytes()))) {
            return null;
        }
        List<QueuedFrame> dropped = List.of();
        while (!fits(frame.bytes())) {
            dropped = plus(dropped, takeFirst());
        }
        add(frame);
        return dropped;
    }

    private boolean fits(int frameBytes) {
        return frames.size() < limits.maxFrames() && bytes + frameBytes <= limits.maxBytes();
    }

    @Nullable
    QueuedFrame poll() {
        return frames.isEmpty() ? null : takeFirst();
    }

    /** Removes a frame, compared by identity; false if it is not here. */
    boolean remove(ByteSource frame) {
        for (Iterator<QueuedFrame> all = frames.iterator(); all.hasNext(); ) {
            QueuedFrame each = all.next();
            if (each.frame() == frame) {
                all.remove();
                bytes -= each.bytes();
                return true;
            }
        }
        return false;
    }

    private QueuedFrame takeFirst() {
        QueuedFrame first = frames.removeFirst();
        bytes -= first.bytes();
        return first;
    }

    private QueuedFrame takeLast() {
        QueuedFrame last = frames.removeLast();
        bytes -= last.bytes();
        return last;
    }

    void putBack(QueuedFrame frame) {
        frames.addFirst(frame);
        bytes += frame.bytes();
    }

    /**
     * Puts frames of a broken connection before all others and applies the limits.
     *
     * @param unsent oldest first
     * @return what does not fit: the oldest when they give way, else the newest; in their order
     */
    List<QueuedFrame> putBack(List<QueuedFrame> unsent) {
        for (int i = unsent.size() - 1; i >= 0; i--) {
            putBack(unsent.get(i));
        }
        boolean oldest = limits.overflow() == OfflineQueueLimits.Overflow.DROP_OLDEST;
        Deque<QueuedFrame> dropped = new ArrayDeque<>();
        while (frames.size() > limits.maxFrames() || bytes > limits.maxBytes()) {
            if (oldest) {
                dropped.addLast(takeFirst());
            } else {
                dropped.addFirst(takeLast());
            }
        }
        return new ArrayList<>(dropped);
    }

    /** Removes what has waited too long, oldest first. */
    List<QueuedFrame> expire(long nowNanos) {
        List<QueuedFrame> expired = List.of();
        QueuedFrame first = frames.peekFirst();
        while (maxAgeNanos > 0 && first != null && nowNanos - first.sinceNanos() >= maxAgeNanos) {
            expired = plus(expired, takeFirst());
            first = frames.peekFirst();
        }
        return expired;
    }

    List<QueuedFrame> clear() {
        List<QueuedFrame> all = new ArrayList<>(frames);
        frames.clear();
        bytes = 0;
        return all;
    }

    private static List<QueuedFrame> plus(List<QueuedFrame> list, QueuedFrame frame) {
        List<QueuedFrame> longer = list.isEmpty() ? new ArrayList<>() : list;
        longer.add(frame);
        return longer;
    }
}
