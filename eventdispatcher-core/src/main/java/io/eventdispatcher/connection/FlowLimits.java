package io.eventdispatcher.connection;

import java.time.Duration;

/**
 * Limits of what one connection may queue and of how long it may keep the loop in one turn.
 *
 * <p>Threading: immutable.
 *
 * @param highWaterBytes queued bytes above which the connection stops being writable; 1 or more
 * @param lowWaterBytes queued bytes at or below which it becomes writable again; 0 to {@code highWaterBytes}
 * @param maxQueuedBytes queued bytes that are never exceeded; a frame that does not fit is refused; at least
 *     {@code highWaterBytes}
 * @param maxTotalBytes queued bytes of all connections of one listener or client together; when they are exceeded, a
 *     connection is refused what would put it above its equal share; at least {@code maxQueuedBytes}
 * @param maxFramesPerTurn frames handled before other connections get their turn, rounded up to a multiple of 16; 1 or
 *     more
 * @param maxTurn time after which other connections get their turn, looked at every 16 frames; positive
 * @since 0.1
 */
public record FlowLimits(
        int highWaterBytes,
        int lowWaterBytes,
        int maxQueuedBytes,
        long maxTotalBytes,
        int maxFramesPerTurn,
        Duration maxTurn) {

    private static final int DEFAULT_MAX_QUEUED_BYTES = 8 << 20;

    private static final FlowLimits DEFAULTS = new FlowLimits(
            1 << 20,
            256 << 10,
            DEFAULT_MAX_QUEUED_BYTES,
            Math.max(DEFAULT_MAX_QUEUED_BYTES, Runtime.getRuntime().maxMemory() / 4),
            4096,
            Duration.ofMillis(10));

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException naming the value and its range
     */
    public FlowLimits {
        if (highWaterBytes < 1
                || lowWaterBytes < 0
                || lowWaterBytes > highWaterBytes
                || maxQueuedBytes < highWaterBytes) {
            throw new IllegalArgumentException("flow limits must satisfy 0 <= low <= high <= max and high >= 1: low="
                    + lowWaterBytes + " high=" + highWaterBytes + " max=" + maxQueuedBytes);
        }
        if (maxTotalBytes < maxQueuedBytes) {
            throw new IllegalArgumentException(
                    "maxTotalBytes must be at least maxQueuedBytes: total=" + maxTotalBytes + " max=" + maxQueuedBytes);
        }
        if (maxFramesPerTurn < 1) {
            throw new IllegalArgumentException("maxFramesPerTurn must be 1 or more: " + maxFramesPerTurn);
        }
        if (maxTurn.isNegative() || maxTurn.isZero()) {
            throw new IllegalArgumentException("maxTurn must be positive: " + maxTurn);
        }
    }

    /**
     * Returns the defaults: 1 MiB high, 256 KiB low, 8 MiB at most, a quarter of the heap for all connections together,
     * 4,096 frames or 10 ms a turn.
     *
     * @return the defaults
     */
    public static FlowLimits defaults() {
        return DEFAULTS;
    }

    /**
     * Replaces the three byte limits of one connection; the limit of all of them grows with the third, if need be.
     *
     * @param high see {@link #highWaterBytes}
     * @param low see {@link #lowWaterBytes}
     * @param max see {@link #maxQueuedBytes}
     * @return a changed copy
     */
    public FlowLimits withQueue(int high, int low, int max) {
        return new FlowLimits(high, low, max, Math.max(max, maxTotalBytes), maxFramesPerTurn, maxTurn);
    }

    /**
     * Replaces the limit of all connections together.
     *
     * @param total see {@link #maxTotalBytes}
     * @return a changed copy
     */
    public FlowLimits withTotal(long total) {
        return new FlowLimits(highWaterBytes, lowWaterBytes, maxQueuedBytes, total, maxFramesPerTurn, maxTurn);
    }

    /**
     * Replaces the limits of a turn.
     *
     * @param frames see {@link #maxFramesPerTurn}
     * @param time see {@link #maxTurn}
     * @return a changed copy
     */
    public FlowLimits withTurn(int frames, Duration time) {
        return new FlowLimits(highWaterBytes, lowWaterBytes, maxQueuedBytes, maxTotalBytes, frames, time);
    }
}
