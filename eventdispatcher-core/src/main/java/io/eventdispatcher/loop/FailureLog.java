package io.eventdispatcher.loop;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs failures of callbacks: at most {@value #PER_WINDOW} stack traces a second and loop, then a count of what was
 * left out. A handler that always fails must not fill a disk.
 *
 * <p>Threading: loop thread only.
 */
final class FailureLog {
    static final int PER_WINDOW = 10;
    private static final long WINDOW_NANOS = 1_000_000_000L;
    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

    private final String loopName;
    private final NanoClock clock;
    private long windowStart;
    private int inWindow;
    private long suppressed;

    FailureLog(String loopName, NanoClock clock) {
        this.loopName = loopName;
        this.clock = clock;
        this.windowStart = clock.nanoTime();
    }

    void log(String source, Throwable failure) {
        long now = clock.nanoTime();
        if (now - windowStart >= WINDOW_NANOS) {
            if (suppressed > 0) {
                LOG.error("loop '{}': {} more failures of callbacks were not logged", loopName, suppressed);
            }
            windowStart = now;
            inWindow = 0;
            suppressed = 0;
        }
        if (inWindow++ < PER_WINDOW) {
            LOG.error("loop '{}': {} failed, the loop goes on", loopName, source, failure);
        } else {
            suppressed++;
        }
    }
}
