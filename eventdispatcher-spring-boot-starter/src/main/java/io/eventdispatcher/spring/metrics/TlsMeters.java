package io.eventdispatcher.spring.metrics;

import io.eventdispatcher.spring.lifecycle.TlsHandshakes;
import io.eventdispatcher.transport.tls.HandshakeOutcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Times handshakes of TLS.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class TlsMeters implements TlsHandshakes {

    private final MeterRegistry registry;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    /** What distinguishes timers. */
    private record Key(String endpoint, HandshakeOutcome.Result result) {}

    /**
     * Creates the observer.
     *
     * @param registry gets the timers
     */
    public TlsMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void ended(String endpoint, HandshakeOutcome outcome) {
        timers.computeIfAbsent(new Key(endpoint, outcome.result()), this::timer).record(outcome.duration());
    }

    private Timer timer(Key key) {
        return Timer.builder(EventDispatcherMeter.TLS_HANDSHAKE.getName())
                .description(EventDispatcherMeter.TLS_HANDSHAKE.description())
                .tags(EventDispatcherMeters.endpoint(key.endpoint()))
                .tag(MeterTag.OUTCOME.asString(), label(key.result()))
                .register(registry);
    }

    private static String label(HandshakeOutcome.Result result) {
        return switch (result) {
            case SUCCEEDED -> "success";
            case FAILED -> "failure";
            case TIMED_OUT -> "timeout";
            case DISPLACED -> "displaced";
        };
    }
}
