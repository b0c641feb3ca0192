package io.eventdispatcher.transport.tls;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says at WARN that handshakes fail, at most once a minute for a listener. Each failure is logged at DEBUG elsewhere.
 *
 * <p>Threading: loop thread only.
 */
final class HandshakeLog {

    private static final Logger log = LoggerFactory.getLogger(HandshakeLog.class);

    private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private long lastNanos;
    private long failures;
    private long told;

    void failed(String name, HandshakeOutcome outcome, long nowNanos) {
        failures++;
        if (told > 0 && nowNanos - lastNanos < INTERVAL_NANOS) {
            return;
        }
        long since = failures - told;
        log.warn(
                "listener '{}': TLS handshake failed: {} peer={} ({}){}",
                name,
                outcome.reason(),
                outcome.peer(),
                outcome.result(),
                since == 1 ? "; others within a minute are only counted" : "; failures since the last line: " + since);
        told = failures;
        lastNanos = nowNanos;
    }

    long failures() {
        return failures;
    }
}
