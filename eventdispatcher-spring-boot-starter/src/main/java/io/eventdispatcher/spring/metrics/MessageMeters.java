package io.eventdispatcher.spring.metrics;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.messenger.MessageObserver;
import io.eventdispatcher.messenger.Rejection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what reaches no handler.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class MessageMeters implements MessageObserver {

    private final MeterRegistry registry;
    private final Map<Key, Counter> counters = new ConcurrentHashMap<>();

    /** What distinguishes counters. */
    private record Key(String endpoint, String transport, Rejection reason) {}

    /**
     * Creates the observer.
     *
     * @param registry gets the counters
     */
    public MessageMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void rejected(Connection connection, Rejection rejection, String detail) {
        Key key = new Key(connection.owner(), connection.scheme(), rejection);
        Counter counter = counters.get(key); // which takes no lock, other than computeIfAbsent
        (counter == null ? counters.computeIfAbsent(key, this::counter) : counter).increment();
    }

    private Counter counter(Key key) {
        return Counter.builder(EventDispatcherMeter.MESSAGES_REJECTED.getName())
                .description(EventDispatcherMeter.MESSAGES_REJECTED.description())
                .baseUnit(EventDispatcherMeter.MESSAGES_REJECTED.getBaseUnit())
                .tags(EventDispatcherMeters.tags(key.endpoint(), key.transport()))
                .tag(MeterTag.REASON.asString(), key.reason().name().toLowerCase(Locale.ROOT))
                .register(registry);
    }
}
