package io.eventdispatcher.backoff;

import java.time.Duration;

/**
 * Durations as nanoseconds that saturate instead of overflowing.
 *
 * <p>Threading: immutable.
 */
final class Durations {

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private Durations() {}

    static long nanos(Duration duration) {
        if (duration.compareTo(LONGEST) >= 0) {
            return Long.MAX_VALUE;
        }
        if (duration.compareTo(LONGEST.negated()) <= 0) {
            return -Long.MAX_VALUE;
        }
        return duration.toNanos();
    }

    static long positiveNanos(String name, Duration duration) {
        long nanos = nanos(duration);
        if (nanos <= 0) {
            throw new IllegalArgumentException("backoff needs a positive duration: " + name + "=" + duration);
        }
        return nanos;
    }
}
