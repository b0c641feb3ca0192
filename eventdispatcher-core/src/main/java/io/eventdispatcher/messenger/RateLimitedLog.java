package io.eventdispatcher.messenger;

import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Writes at most ten lines a second about what peers do wrong, then one line that says how many were suppressed.
 *
 * <p>Threading: any thread. Lines that are not written take no lock, so that loops do not wait for each other over them.
 */
final class RateLimitedLog {

    private static final int LINES_PER_WINDOW = 10;
    private static final long WINDOW_NANOS = 1_000_000_000L;

    private final Logger log;
    private final LongAdder suppressed = new LongAdder();

    // written under the lock
    private volatile long windowStartNanos;
    private volatile int lines;

    RateLimitedLog(Logger log) {
        this.log = log;
    }

    /** Logs a line unless the level is off or the window is full. */
    void line(Level level, long nowNanos, String format, Object... arguments) {
        if (!log.isEnabledForLevel(level)) {
            return;
        }
        if (lines >= LINES_PER_WINDOW && nowNanos - windowStartNanos < WINDOW_NANOS) {
            suppressed.increment();
        } else {
            write(level, nowNanos, format, arguments);
        }
    }

    private synchronized void write(Level level, long nowNanos, String format, Object... arguments) {
        if (lines == 0 || nowNanos - windowStartNanos >= WINDOW_NANOS) {
            windowStartNanos = nowNanos;
            lines = 0;
            long before = suppressed.sumThenReset();
            if (before > 0) {
                log.atLevel(level).log("suppressed {} lines about peers", before);
            }
        }
        if (lines >= LINES_PER_WINDOW) {
            suppressed.increment();
        } else {
            lines++;
            log.atLevel(level).log(format, arguments);
        }
    }
}
