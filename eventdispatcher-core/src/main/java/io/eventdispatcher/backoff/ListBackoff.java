package io.eventdispatcher.backoff;

import java.util.Arrays;

/**
 * Pauses from a list; the last one repeats.
 *
 * <p>Threading: immutable.
 */
final class ListBackoff implements Backoff {

    private static final int MAX_ENTRIES = 254;
    private static final long[] DEFAULT = {60_000_000_000L};

    private final long initialNanos;
    private final long[] pauses;

    /** @param pauses never empty, never negative; owned by this object */
    ListBackoff(long initialNanos, long[] pauses) {
        this.initialNanos = initialNanos;
        this.pauses = pauses;
    }

    /** @param entries nanoseconds by the rules of {@link Backoff#list} */
    static ListBackoff of(long[] entries) {
        if (entries.length > MAX_ENTRIES) {
            throw new IllegalArgumentException("too many pauses: count=" + entries.length + " max=" + MAX_ENTRIES);
        }
        if (entries.length == 0) {
            return new ListBackoff(0, DEFAULT);
        }
        boolean firstIsInitial = entries[0] <= 0 && entries.length > 1;
        long[] pauses = Arrays.stream(entries)
                .skip(firstIsInitial ? 1 : 0)
                .map(Math::abs)
                .toArray();
        return new ListBackoff(entries[0] < 0 ? -entries[0] : 0, withoutZerosAtTheEnd(pauses));
    }

    private static long[] withoutZerosAtTheEnd(long[] pauses) {
        int count = pauses.length;
        while (count > 0 && pauses[count - 1] == 0) {
            count--;
        }
        return count == 0 ? new long[] {NEVER} : Arrays.copyOf(pauses, count);
    }

    @Override
    public long delayNanos(int failures) {
        return failures <= 0 ? initialNanos : pauses[Math.min(failures, pauses.length) - 1];
    }
}
