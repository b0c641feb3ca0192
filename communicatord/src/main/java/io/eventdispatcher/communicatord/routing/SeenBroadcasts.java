package io.eventdispatcher.communicatord.routing;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The broadcasts that were here before. An id counts for one origin only, so that nobody can have the broadcasts of others
 * taken for duplicates; entries are forgotten by age and by number.
 *
 * <p>Threading: loop thread only.
 *
 * @since 0.1
 */
public final class SeenBroadcasts {

    /** The longest life of a broadcast, whatever it claims. */
    public static final Duration LONGEST = Duration.ofSeconds(60);

    /** How much longer than that an id is remembered. */
    private static final long KEPT_NANOS = LONGEST.plusSeconds(10).toNanos();

    private final int capacity;
    private final Map<Key, Long> seen = new LinkedHashMap<>();

    private record Key(String origin, String id) {}

    /**
     * Makes an empty table.
     *
     * @param capacity most ids remembered, 1 or more; the oldest makes room
     */
    public SeenBroadcasts(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Remembers an id.
     *
     * @param origin whom it came from
     * @param id as it was sent
     * @param nowNanos monotonic time
     * @return whether it is new
     */
    public boolean isNew(String origin, String id, long nowNanos) {
        forget(nowNanos);
        return seen.putIfAbsent(new Key(origin, id), nowNanos) == null;
    }

    private void forget(long nowNanos) {
        Iterator<Long> times = seen.values().iterator();
        while (times.hasNext()) {
            boolean old = nowNanos - times.next() > KEPT_NANOS;
            if (!old && seen.size() < capacity) {
                return;
            }
            times.remove();
        }
    }

    /**
     * Returns how many ids are remembered.
     *
     * @return 0 to the capacity
     */
    public int size() {
        return seen.size();
    }
}
