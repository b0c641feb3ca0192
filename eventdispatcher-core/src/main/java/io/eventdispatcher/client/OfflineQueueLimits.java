package io.eventdispatcher.client;

import java.time.Duration;

/**
 * What a {@link PermanentClient} keeps while it has no connection. The original keeps everything for ever.
 *
 * <p>Threading: immutable.
 *
 * @param maxFrames most frames; 0 = nothing is kept
 * @param maxBytes most bytes of all frames together, framing included; 0 = nothing is kept
 * @param maxAge how long a frame may wait, looked at once a second; 0 = no limit
 * @param overflow what gives way when the queue is full
 * @since 0.1
 */
public record OfflineQueueLimits(int maxFrames, long maxBytes, Duration maxAge, Overflow overflow) {

    private static final OfflineQueueLimits DEFAULTS =
            new OfflineQueueLimits(1000, 1 << 20, Duration.ofHours(1), Overflow.REJECT);
    private static final OfflineQueueLimits NONE = new OfflineQueueLimits(0, 0, Duration.ZERO, Overflow.REJECT);

    /**
     * Checks the ranges.
     *
     * @param maxFrames see the record component
     * @param maxBytes see the record component
     * @param maxAge see the record component
     * @param overflow see the record component
     * @throws IllegalArgumentException if a limit is negative
     */
    public OfflineQueueLimits {
        if (maxFrames < 0 || maxBytes < 0 || maxAge.isNegative()) {
            throw new IllegalArgumentException("limits of the offline queue must not be negative: maxFrames="
                    + maxFrames + " maxBytes=" + maxBytes + " maxAge=" + maxAge);
        }
    }

    /**
     * Returns the defaults: 1,000 frames, 1 MiB, one hour; new frames are rejected when the queue is full.
     *
     * @return the defaults
     */
    public static OfflineQueueLimits defaults() {
        return DEFAULTS;
    }

    /**
     * Returns limits that keep nothing: without a connection every frame is rejected, and frames that a broken
     * connection had not sent are dropped and reported.
     *
     * @return limits of zero
     */
    public static OfflineQueueLimits none() {
        return NONE;
    }

    /**
     * Replaces the number of frames.
     *
     * @param value 0 or more
     * @return a changed copy
     */
    public OfflineQueueLimits withMaxFrames(int value) {
        return new OfflineQueueLimits(value, maxBytes, maxAge, overflow);
    }

    /**
     * Replaces the number of bytes.
     *
     * @param value 0 or more
     * @return a changed copy
     */
    public OfflineQueueLimits withMaxBytes(long value) {
        return new OfflineQueueLimits(maxFrames, value, maxAge, overflow);
    }

    /**
     * Replaces the age.
     *
     * @param value 0 = no limit
     * @return a changed copy
     */
    public OfflineQueueLimits withMaxAge(Duration value) {
        return new OfflineQueueLimits(maxFrames, maxBytes, value, overflow);
    }

    /**
     * Replaces what gives way.
     *
     * @param value what to do when the queue is full
     * @return a changed copy
     */
    public OfflineQueueLimits withOverflow(Overflow value) {
        return new OfflineQueueLimits(maxFrames, maxBytes, maxAge, value);
    }

    /**
     * What gives way when the queue is full.
     *
     * <p>Threading: immutable.
     *
     * @since 0.1
     */
    public enum Overflow {
        /** The new frame: its sender is told at once. */
        REJECT,
        /** The frames that have waited longest: they are reported to the observer. */
        DROP_OLDEST
    }
}
