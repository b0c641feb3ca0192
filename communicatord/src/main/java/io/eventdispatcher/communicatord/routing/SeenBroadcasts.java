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
    private final long maxCharacters;
    private final Map<Key, Long> seen = new LinkedHashMap<>();
    private long characters;

    private record Key(String origin, String id) {

        int length() {
            return origin.length() + id.length();
        }
    }

    /**
     * Makes an empty table.
     *
     * @param capacity most ids remembered, 1 or more; the oldest makes room
     * @param maxCharacters most characters of all ids and origins together, 1 or more; the oldest makes room
     */
    public SeenBroadcasts(int capacity, long maxCharacters) {
        this.capacity = capacity;
        this.maxCharacters = maxCharacters;
    }

    /**
     * Tells whether an id was here before.
     *
     * @param origin whom it came from
     * @param id as it was sent
     * @param nowNanos monotonic time
     * @return whether it is remembered
     */
    public boolean knows(String origin, String id, long nowNanos) {
        Long since = seen.get(new Key(origin, id));
        return since != null && !isOld(since, nowNanos);
    }

    /**
     * Remembers an id.
     *
     * @param origin whom it came from
     * @param id as it was sent
     * @param nowNanos monotonic time
     */
    public void add(String origin, String id, long nowNanos) {
        Key key = new Key(origin, id);
        forget(nowNanos, key.length());
        if (seen.putIfAbsent(key, nowNanos) == null) {
            characters += key.length();
        }
    }

    private static boolean isOld(long sinceNanos, long nowNanos) {
        return nowNanos - sinceNanos > KEPT_NANOS;
    }

    private void forget(long nowNanos, int room) {
        Iterator<Map.Entry<Key, Long>> entries = seen.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Key, Long> oldest = entries.next();
            boolean fits = seen.size() < capacity && characters + room <= maxCharacters;
            if (fits && !isOld(oldest.getValue(), nowNanos)) {
                return;
            }
            characters -= oldest.getKey().length();
            entries.remove();
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
