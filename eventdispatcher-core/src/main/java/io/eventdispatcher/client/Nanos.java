package io.eventdispatcher.client;

import java.time.Duration;

/**
 * Durations as nanoseconds inside, and as words in the log.
 *
 * <p>Threading: immutable.
 */
final class Nanos {

    private static final long SECOND = 1_000_000_000L;

    private Nanos() {}

    /** At most about 146 years, so that sums with a clock's time can still be compared. */
    static long saturated(Duration duration) {
        return duration.getSeconds() >= Long.MAX_VALUE / 2 / SECOND ? Long.MAX_VALUE / 2 : duration.toNanos();
    }

    /** For example "3 ms", "1.2 s", "5 min", "1.5 h". */
    static String words(long nanos) {
        if (nanos < SECOND) {
            return nanos / 1_000_000 + " ms";
        }
        if (nanos < 120 * SECOND) {
            return tenths(nanos, SECOND) + " s";
        }
        if (nanos < 120 * 60 * SECOND) {
            return tenths(nanos, 60 * SECOND) + " min";
        }
        return tenths(nanos, 3600 * SECOND) + " h";
    }

    private static String tenths(long nanos, long unit) {
        long tenths = nanos / (unit / 10);
        return tenths % 10 == 0 ? String.valueOf(tenths / 10) : tenths / 10 + "." + tenths % 10;
    }
}
