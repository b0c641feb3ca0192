package io.eventdispatcher.connection;

import java.time.Duration;

/**
 * Waits of a connection that end with closing it. Each is checked by a coarse timer, at most a quarter of the shortest
 * one (10 ms to 1 s) late. Zero switches a time-out off.
 *
 * <p>Threading: immutable.
 *
 * @param firstFrame from opening to the first complete frame; begins anew while reading is suspended
 * @param frame from the first byte of a frame to its end; begins anew while reading is suspended
 * @param idle without a received byte
 * @param noProgress with queued bytes of which the peer takes none
 * @since 0.1
 */
public record Timeouts(Duration firstFrame, Duration frame, Duration idle, Duration noProgress) {

    /** How long work in flight may keep a draining connection open, unless its owner drains it with a grace of its own. */
    static final Duration DRAIN = Duration.ofSeconds(30);

    /** How long a closing connection throws away what its peer still sends, so that the peer can read our last bytes. */
    static final Duration LINGER = Duration.ofSeconds(1);

    private static final Timeouts SERVER = new Timeouts(
            Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofSeconds(10));
    private static final Timeouts CLIENT =
            new Timeouts(Duration.ZERO, Duration.ofSeconds(30), Duration.ZERO, Duration.ofSeconds(10));

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public Timeouts {
        if (firstFrame.isNegative() || frame.isNegative() || idle.isNegative() || noProgress.isNegative()) {
            throw new IllegalArgumentException("time-outs must be 0 (off) or positive: firstFrame=" + firstFrame
                    + " frame=" + frame + " idle=" + idle + " noProgress=" + noProgress);
        }
    }

    /**
     * Returns the defaults of accepted connections: first frame 10 s, frame 30 s, idle 10 min, no progress 10 s.
     *
     * @return the defaults of a listener
     */
    public static Timeouts server() {
        return SERVER;
    }

    /**
     * Returns the defaults of our own clients, whose peer may stay silent: frame 30 s, no progress 10 s.
     *
     * @return the defaults of a client
     */
    public static Timeouts client() {
        return CLIENT;
    }

    /**
     * Replaces the first-frame time-out.
     *
     * @param value 0 = off
     * @return a changed copy
     */
    public Timeouts withFirstFrame(Duration value) {
        return new Timeouts(value, frame, idle, noProgress);
    }

    /**
     * Replaces the frame time-out.
     *
     * @param value 0 = off
     * @return a changed copy
     */
    public Timeouts withFrame(Duration value) {
        return new Timeouts(firstFrame, value, idle, noProgress);
    }

    /**
     * Replaces the idle time-out.
     *
     * @param value 0 = off
     * @return a changed copy
     */
    public Timeouts withIdle(Duration value) {
        return new Timeouts(firstFrame, frame, value, noProgress);
    }

    /**
     * Replaces the progress time-out.
     *
     * @param value 0 = off
     * @return a changed copy
     */
    public Timeouts withNoProgress(Duration value) {
        return new Timeouts(firstFrame, frame, idle, value);
    }

    /** Returns how often to look, in nanoseconds: a quarter of the shortest time-out, 10 ms to 1 s. */
    long sweepNanos() {
        long shortest = LINGER.toNanos();
        for (Duration each : new Duration[] {firstFrame, frame, idle, noProgress}) {
            if (!each.isZero()) {
                shortest = Math.min(shortest, saturatedNanos(each) / 4);
            }
        }
        return Math.max(shortest, 10_000_000L);
    }

    /** Returns the length in nanoseconds, at most about 146 years. */
    static long saturatedNanos(Duration duration) {
        return duration.getSeconds() >= Long.MAX_VALUE / 2_000_000_000L ? Long.MAX_VALUE / 2 : duration.toNanos();
    }
}
