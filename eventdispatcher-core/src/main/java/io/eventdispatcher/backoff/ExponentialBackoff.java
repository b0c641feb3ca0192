package io.eventdispatcher.backoff;

/**
 * A pause that doubles up to a maximum.
 *
 * <p>Threading: immutable.
 */
record ExponentialBackoff(long firstNanos, long maxNanos) implements Backoff {

    ExponentialBackoff {
        if (maxNanos < firstNanos) {
            throw new IllegalArgumentException(
                    "longest pause is shorter than the first: first=" + firstNanos + " ns max=" + maxNanos + " ns");
        }
    }

    @Override
    public long delayNanos(int failures) {
        if (failures <= 0) {
            return 0;
        }
        int doublings = failures - 1;
        // Shifting is exact as long as no bit reaches the sign.
        boolean fits = doublings < Long.numberOfLeadingZeros(firstNanos);
        return fits ? Math.min(firstNanos << doublings, maxNanos) : maxNanos;
    }
}
