package io.eventdispatcher.messenger;

import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Writes at most ten lines a second about what peers do wrong, then one line that says how many were suppressed.
 *
 * <p>Threading: any thread.
 */
final class RateLimitedLog {

    private static final int LINES_PER_WINDOW = 10;
    private static final long WINDOW_NANOS = 1_000_000_000L;

    private final Logger log;
    private long windowStartNanos;
    private int lines;
    private long suppressed;

    RateLimitedLog(Logger log) {
        this.log = log;
    }

    /** Logs a line unless the level is off or the window is full. */
    synchronized void line(Level level, long nowNanos, String format, Object... arguments) {
        if (!log.isEnabledForLevel(level)) {
            return;
        }
        if (lines == 0 || nowNanos - windowStartNanos >= WINDOW_NANOS) {
            windowStartNanos = nowNanos;
            lines = 0;
            if (suppressed > 0) {
                log.atLevel(level).log("suppressed {} lines about peers", suppressed);
                suppressed = 0;
            }
        }
        if (++lines > LINES_PER_WINDOW) {
            suppressed++;
        } else {
            log.atLevel(level).log(format, arguments);
        }
    }
}
