package io.eventdispatcher.spring.metrics;

import io.eventdispatcher.dispatch.DispatchEntry;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.dispatch.MessagePattern;
import io.eventdispatcher.spring.handler.HandlerDescriptor;
import io.eventdispatcher.spring.handler.HandlerObserver;
import io.eventdispatcher.spring.handler.Origin;
import io.eventdispatcher.spring.handler.OriginResolver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Times handlers.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class HandlerMeters implements HandlerObserver {

    private static final String UNKNOWN = "unknown";

    private final MeterRegistry registry;
    private final OriginResolver origins;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    /** By handler, the timer of its first success: most calls succeed and come in at the same place. */
    private final Map<String, Known> successes = new ConcurrentHashMap<>();

    /** What distinguishes timers; bounded by what the application registers and throws. */
    private record Key(String operation, String endpoint, String transport, Outcome outcome, String error) {}

    private record Known(DispatchEntry entry, String endpoint, String transport, Timer timer) {

        boolean isFor(DispatchEntry same, String sameEndpoint, String sameTransport) {
            return entry == same && endpoint.equals(sameEndpoint) && transport.equals(sameTransport);
        }
    }

    /**
     * Creates the observer.
     *
     * @param registry gets the timers
     * @param origins tells where messages came in
     */
    public HandlerMeters(MeterRegistry registry, OriginResolver origins) {
        this.registry = registry;
        this.origins = origins;
    }

    @Override
    public void finished(
            HandlerDescriptor handler, Exchange exchange, Outcome outcome, @Nullable Throwable failure, long nanos) {
        Origin origin = origins.origin(exchange);
        String transport = origin == null || origin.connection() == null
                ? UNKNOWN
                : origin.connection().scheme();
        String endpoint = origin == null ? UNKNOWN : origin.owner();
        timer(handler, exchange, endpoint, transport, outcome, failure).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(
            HandlerDescriptor handler,
            Exchange exchange,
            String endpoint,
            String transport,
            Outcome outcome,
            @Nullable Throwable failure) {
        Known last = outcome == Outcome.SUCCESS ? successes.get(handler.id()) : null;
        if (last != null && last.isFor(exchange.entry(), endpoint, transport)) {
            return last.timer();
        }
        String error = failure == null ? "none" : name(failure.getClass());
        Key key = new Key(operation(handler, exchange), endpoint, transport, outcome, error);
        Timer present = timers.get(key); // which takes no lock, other than computeIfAbsent
        Timer timer = present == null ? timers.computeIfAbsent(key, this::timer) : present;
        if (outcome == Outcome.SUCCESS && (last == null || last.entry() != exchange.entry())) {
            successes.put(handler.id(), new Known(exchange.entry(), endpoint, transport, timer));
        }
        return timer;
    }

    /** The pattern as it was registered, never the command that matched it. */
    private static String operation(HandlerDescriptor handler, Exchange exchange) {
        MessagePattern pattern = exchange.entry().pattern();
        return pattern == null ? handler.patterns().get(0) : pattern.toString();
    }

    /** A tag must not be empty, as the simple name of an anonymous class is. */
    private static String name(Class<?> type) {
        return type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName();
    }

    private Timer timer(Key key) {
        return Timer.builder(EventDispatcherMeter.MESSAGE_PROCESS.getName())
                .description(EventDispatcherMeter.MESSAGE_PROCESS.description())
                .tag(MeterTag.OPERATION.asString(), key.operation())
                .tag(MeterTag.ENDPOINT.asString(), key.endpoint())
                .tag(MeterTag.TRANSPORT.asString(), key.transport())
                .tag(MeterTag.OUTCOME.asString(), key.outcome().name().toLowerCase(Locale.ROOT))
                .tag(MeterTag.ERROR.asString(), key.error())
                .register(registry);
    }
}
