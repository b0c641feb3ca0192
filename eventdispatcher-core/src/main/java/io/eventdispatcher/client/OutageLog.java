package io.eventdispatcher.client;

import io.eventdispatcher.backoff.Backoff;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client says in the log while its peer cannot be reached: one WARN, then DEBUG, a reminder every five
 * minutes, and one INFO when it is over. An outage ends only when a connection has lasted, so a peer that accepts and
 * closes at once does not fill the log.
 *
 * <p>Threading: loop thread only.
 */
final class OutageLog {

    private static final Logger log = LoggerFactory.getLogger(PermanentClient.class);
    private static final long REMINDER_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final String client;
    private boolean ongoing;
    private boolean connected;
    private boolean warned;
    private boolean announced;
    private long sinceNanos;
    private long warnedNanos;
    private int failures;
    private String lastProblem = "";

    OutageLog(String client) {
        this.client = client;
    }

    /** There is no connection any more, or not yet; continues an outage that is not over. */
    void began(long nowNanos) {
        connected = false;
        if (!ongoing) {
            ongoing = true;
            warned = false;
            announced = false;
            sinceNanos = nowNanos;
            failures = 0;
        }
    }

    void failed(long nowNanos, String problem, long pauseNanos) {
        began(nowNanos);
        failures++;
        lastProblem = problem;
        boolean last = pauseNanos == Backoff.NEVER;
        String next = last ? "gave up, not retrying by itself" : "retrying in " + Nanos.words(pauseNanos);
        if (warned && !last) {
            log.debug("Client '{}' {}; {} (attempt {})", client, problem, next, failures);
        } else {
            warned = true;
            warnedNanos = nowNanos;
            log.warn("Client '{}' {}; {} (attempt {})", client, problem, next, failures);
        }
    }

    void tick(long nowNanos) {
        if (warned && ongoing && !connected && nowNanos - warnedNanos >= REMINDER_NANOS) {
            warnedNanos = nowNanos;
            log.warn(
                    "Client '{}' has had no good connection for {} (attempts: {}): it {}",
                    client,
                    Nanos.words(nowNanos - sinceNanos),
                    failures,
                    lastProblem);
        }
    }

    void connected(long nowNanos, String where) {
        connected = true;
        String duration = Nanos.words(nowNanos - sinceNanos);
        if (announced) {
            log.debug("Client '{}' connected to {} after {} (attempt {})", client, where, duration, failures + 1);
        } else {
            announced = true;
            log.info("Client '{}' connected to {} after {} (attempt {})", client, where, duration, failures + 1);
        }
    }

    /** The connection has lasted. */
    void ended() {
        ongoing = false;
    }
}
