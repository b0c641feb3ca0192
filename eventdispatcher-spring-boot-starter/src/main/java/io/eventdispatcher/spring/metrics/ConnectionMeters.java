package io.eventdispatcher.spring.metrics;

import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Times how long connections are open.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class ConnectionMeters implements ConnectionObserver {

    private final MeterRegistry registry;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    /** What distinguishes timers. */
    private record Key(String endpoint, String transport) {}

    /**
     * Creates the observer.
     *
     * @param registry gets the timers
     */
    public ConnectionMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void closed(Connection connection, CloseReason reason, long openNanos) {
        timers.computeIfAbsent(new Key(connection.owner(), connection.scheme()), this::timer)
                .record(openNanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Key key) {
        return Timer.builder(EventDispatcherMeter.CONNECTION_DURATION.getName())
                .description(EventDispatcherMeter.CONNECTION_DURATION.description())
                .tags(EventDispatcherMeters.tags(key.endpoint(), key.transport()))
                .register(registry);
    }
}
