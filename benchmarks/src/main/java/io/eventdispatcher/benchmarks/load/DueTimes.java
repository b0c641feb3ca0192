package io.eventdispatcher.benchmarks.load;

/**
 * The times at which requests should leave at a fixed rate. Being late shifts none of them.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class DueTimes {

    private final double intervalNanos;
    private long startNanos;
    private long taken;

    DueTimes(double ratePerSecond) {
        this.intervalNanos = 1e9 / ratePerSecond;
    }

    /** Begins with a time that is due at once. */
    void start(long nowNanos) {
        startNanos = nowNanos;
        taken = 0;
    }

    /** The earliest time that was not taken yet. */
    long next() {
        return startNanos + (long) (taken * intervalNanos);
    }

    /** Takes the earliest time. */
    long take() {
        long due = next();
        taken++;
        return due;
    }
}
