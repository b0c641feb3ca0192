package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.spring.autoconfigure.EventDispatcherProperties.KeepAlive;
import io.eventdispatcher.transport.KeepAliveProbes;
import io.eventdispatcher.transport.TransportOptions;
import java.time.Duration;

/**
 * Reads when the system probes silent TCP peers, of listeners and clients.
 *
 * <p>Threading: immutable.
 */
final class KeepAliveReader {

    /** Limits of Linux. */
    private static final int MAX_SECONDS = 32_767;

    private static final int MAX_COUNT = 127;

    private KeepAliveReader() {}

    /** Options of streams with these probes, and defaults otherwise. */
    static TransportOptions read(String key, KeepAlive keepAlive) {
        if (!keepAlive.enabled()) {
            return TransportOptions.defaults().withKeepAlive(false);
        }
        KeepAliveProbes probes = new KeepAliveProbes(
                seconds(key + ".idle", keepAlive.idle()),
                seconds(key + ".interval", keepAlive.interval()),
                PropertyChecks.between(key + ".count", keepAlive.count(), 1, MAX_COUNT));
        return TransportOptions.defaults().withKeepAlive(true).withTuning(probes);
    }

    private static int seconds(String key, Duration value) {
        if (value.toMillis() < 1000 || value.toSeconds() > MAX_SECONDS || value.toMillis() % 1000 != 0) {
            throw new UnusablePropertyException(
                    key,
                    PropertyChecks.print(value),
                    "the kernel counts whole seconds, 1 to " + MAX_SECONDS,
                    "write for example 15s");
        }
        return (int) value.toSeconds();
    }
}
