package io.eventdispatcher.loop;

import java.time.Instant;

/**
 * The time, as a loop sees it: a monotonic one for delays, the wall clock for dates.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public interface NanoClock {
    /**
     * Returns the monotonic time.
     *
     * @return nanoseconds since an arbitrary origin, possibly negative; only differences mean something, and they are
     *     to be compared as {@code a - b <= 0} because the value may wrap
     */
    long nanoTime();

    /**
     * Returns the date and time of day, which may jump in both directions.
     *
     * @return the wall-clock time
     */
    Instant now();

    /**
     * Returns the clock of this machine.
     *
     * @return {@link System#nanoTime()} and {@link Instant#now()}; always the same object
     */
    static NanoClock system() {
        return SystemNanoClock.INSTANCE;
    }
}
