package io.eventdispatcher.process;

import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what a child writes to its standard error: harmless, clipped, and not more than a log can bear.
 *
 * <p>Threading: loop thread only.
 */
final class ErrorLog {

    private static final Logger log = LoggerFactory.getLogger(ChildProcess.class);

    private static final int MAX_LINES_PER_SECOND = 100;
    private static final int MAX_CHARS = 256;
    private static final long SECOND_NANOS = 1_000_000_000L;

    /** Control, format and surrogate characters, line and paragraph separators: all that can forge a log line. */
    private static final Pattern DANGEROUS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private long windowStartNanos;
    private int linesInWindow;
    private long dropped;

    void line(String child, long nowNanos, String text) {
        if (linesInWindow == 0 || nowNanos - windowStartNanos >= SECOND_NANOS) {
            windowStartNanos = nowNanos;
            linesInWindow = 0;
            tellDropped(child);
        }
        if (linesInWindow < MAX_LINES_PER_SECOND) {
            linesInWindow++;
            log.info("{}: stderr: {}", child, harmless(text));
        } else {
            dropped++;
        }
    }

    void tellDropped(String child) {
        if (dropped > 0) {
            log.warn("{}: stderr: lines not logged={} maxPerSecond={}", child, dropped, MAX_LINES_PER_SECOND);
            dropped = 0;
        }
    }

    static String harmless(String text) {
        String clipped = text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS - 3) + "..." : text;
        return DANGEROUS.matcher(clipped).replaceAll("?");
    }
}
