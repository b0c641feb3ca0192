package io.eventdispatcher.benchmarks.load;

import org.HdrHistogram.Histogram;

/**
 * When the outstanding requests of one connection were sent, those sent together as one entry.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class BatchTimes {

    /** Longer latencies count as this. */
    static final long MAX_NANOS = 60_000_000_000L;

    private long[] times = new long[2];
    private int[] counts = new int[2];
    private int head;
    private int size;

    void add(long nanos, int count) {
        if (size == times.length) {
            grow();
        }
        int tail = head + size & times.length - 1;
        times[tail] = nanos;
        counts[tail] = count;
        size++;
    }

    /** Records the latency of replies that came now, oldest requests first. */
    void replied(int replies, long nowNanos, Histogram latencies) {
        int left = replies;
        while (left > 0 && size > 0) {
            int part = Math.min(left, counts[head]);
            long nanos = Math.max(0, Math.min(nowNanos - times[head], MAX_NANOS));
            latencies.recordValueWithCount(nanos, part);
            left -= part;
            counts[head] -= part;
            if (counts[head] == 0) {
                head = head + 1 & times.length - 1;
                size--;
            }
        }
    }

    private void grow() {
        long[] moreTimes = new long[2 * times.length];
        int[] moreCounts = new int[2 * times.length];
        for (int i = 0; i < size; i++) {
            moreTimes[i] = times[head + i & times.length - 1];
            moreCounts[i] = counts[head + i & times.length - 1];
        }
        times = moreTimes;
        counts = moreCounts;
        head = 0;
    }
}
