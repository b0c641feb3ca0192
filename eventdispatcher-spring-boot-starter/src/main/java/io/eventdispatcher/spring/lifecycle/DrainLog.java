package io.eventdispatcher.spring.lifecycle;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.springframework.boot.convert.DurationStyle;

/**
 * Says in the log what a shutdown waits for, and how it went. Says nothing when there is nothing to wait for.
 *
 * <p>Threading: any thread.
 */
final class DrainLog {

    private final int connections;
    private final String announcement;
    private final LongSupplier nanoClock;
    private final long startNanos;
    private volatile boolean forced;

    private DrainLog(int connections, String announcement, LongSupplier nanoClock) {
        this.connections = connections;
        this.announcement = announcement;
        this.nanoClock = nanoClock;
        this.startNanos = nanoClock.getAsLong();
    }

    static DrainLog begin(int connections, Duration grace, LongSupplier nanoClock) {
        String announcement = "Draining " + connections + (connections == 1 ? " connection" : " connections")
                + " (up to " + DurationStyle.SIMPLE.print(grace, unit(grace)) + ") ...";
        if (connections > 0) {
            Announcer.LOG.info(announcement);
        }
        return new DrainLog(connections, announcement, nanoClock);
    }

    private static ChronoUnit unit(Duration grace) {
        return grace.toMillisPart() == 0 ? ChronoUnit.SECONDS : ChronoUnit.MILLIS;
    }

    /** One listener has ended. */
    void ended(boolean graceful) {
        if (!graceful) {
            forced = true;
        }
    }

    void end() {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong() - startNanos);
        if (forced) {
            Announcer.LOG.warn("{} some connections were cut off after {} ms", announcement, millis);
        } else if (connections > 0) {
            Announcer.LOG.info("{} done in {} ms", announcement, millis);
        }
    }
}
