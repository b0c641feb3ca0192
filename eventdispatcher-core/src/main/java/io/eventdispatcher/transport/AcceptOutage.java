package io.eventdispatcher.transport;

import io.eventdispatcher.endpoint.Endpoint;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The times in which an acceptor cannot accept, and how long it waits before it tries again.
 *
 * <p>Accepting fails when descriptors or kernel memory are used up (connections aborted by the peer are passed over by
 * the JDK). The listening socket stays readable then, so trying on would only burn the processor: 177,269 failed
 * accepts in 5 seconds were measured.
 *
 * <p>Threading: loop thread only; the counters any thread.
 *
 * @since 0.1
 */
public final class AcceptOutage {

    private static final Logger log = LoggerFactory.getLogger(AcceptOutage.class);

    private static final int MAX_PAUSE_SECONDS = 30;

    private int failuresInRow;

    // written by the loop thread only
    private volatile long failures;
    private volatile long outages;

    /**
     * No outage yet.
     *
     * @since 0.1
     */
    public AcceptOutage() {}

    /**
     * An accept failed.
     *
     * @param name of the acceptor, for the log
     * @param endpoint of the acceptor, for the log
     * @param cause what the system said
     * @return how many seconds to wait: 1, doubling with each failure in a row, at most 30
     * @since 0.1
     */
    public int failed(String name, Endpoint endpoint, IOException cause) {
        int pauseSeconds = Math.min(1 << Math.min(failuresInRow, 5), MAX_PAUSE_SECONDS);
        failures++;
        failuresInRow++;
        if (failuresInRow == 1) {
            outages++;
            log.warn(
                    "{}: cannot accept, peers wait in the backlog: endpoint={} cause='{}' retrySeconds={}"
                            + " maxRetrySeconds={}; raise the limit of open files, or lower the limit of connections",
                    name,
                    endpoint,
                    cause.getMessage(),
                    pauseSeconds,
                    MAX_PAUSE_SECONDS);
        } else {
            log.debug("{}: still cannot accept: cause='{}' retrySeconds={}", name, cause.getMessage(), pauseSeconds);
        }
        return pauseSeconds;
    }

    /**
     * An accept worked.
     *
     * @param name of the acceptor, for the log
     * @param endpoint of the acceptor, for the log
     * @since 0.1
     */
    public void over(String name, Endpoint endpoint) {
        if (failuresInRow > 0) {
            log.info("{}: accepting again: endpoint={} failedTries={}", name, endpoint, failuresInRow);
            failuresInRow = 0;
        }
    }

    /**
     * Counts failures.
     *
     * @return how many accepts have failed
     * @since 0.1
     */
    public long failures() {
        return failures;
    }

    /**
     * Counts outages.
     *
     * @return how many times accepting stopped working
     * @since 0.1
     */
    public long outages() {
        return outages;
    }
}
