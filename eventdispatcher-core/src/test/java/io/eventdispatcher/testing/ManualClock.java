package io.eventdispatcher.testing;

import io.eventdispatcher.loop.NanoClock;
import java.time.Duration;
import java.time.Instant;

/**
 * A clock that a test sets by hand. Its monotonic time starts one second before it wraps, so that code which compares
 * times instead of subtracting them fails soon.
 *
 * <p>With it a loop is to be stepped by {@code runOnce(0)}: a longer wait would be spent in real time.
 *
 * <p>Threading: any thread.
 */
public final class ManualClock implements NanoClock {
    private long nanoTime = Long.MAX_VALUE - 1_000_000_000L;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long reads;

    @Override
    public synchronized long nanoTime() {
        reads++;
        return nanoTime;
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    /**
     * Lets time pass, on both clocks.
     *
     * @param time how much
     */
    public synchronized void advance(Duration time) {
        nanoTime += time.toNanos();
        now = now.plus(time);
    }

    /**
     * Sets the wall clock forward or, by a negative step, back, as an administrator does.
     *
     * @param step how far
     */
    public synchronized void stepWallClock(Duration step) {
        now = now.plus(step);
    }

    /**
     * Returns how often the monotonic time was read.
     *
     * @return the number of readings so far
     */
    public synchronized long reads() {
        return reads;
    }
}
