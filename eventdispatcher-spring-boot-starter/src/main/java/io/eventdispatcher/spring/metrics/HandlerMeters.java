package io.eventdispatcher.spring.metrics;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.dispatch.DispatchEntry;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.dispatch.MessagePattern;
import io.eventdispatcher.spring.handler.HandlerCall;
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

    /** By handler, the first place its messages came in at: most come in at the same, and need nothing made then. */
    private final Map<String, Series> series = new ConcurrentHashMap<>();

    /** What distinguishes timers; bounded by what the application registers and throws. */
    private record Key(String operation, String endpoint, String transport, Outcome outcome, String error) {}

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
    public HandlerCall started(HandlerDescriptor handler, Exchange exchange) {
        Origin origin = origins.origin(exchange);
        Connection connection = origin == null ? null : origin.connection();
        String transport = connection == null ? UNKNOWN : connection.scheme();
        String endpoint = origin == null ? UNKNOWN : origin.owner();
        DispatchEntry entry = exchange.entry();
        Series known = series.get(handler.id());
        if (known != null && known.isFor(entry, endpoint, transport)) {
            return known;
        }
        Series made = new Series(entry, operation(handler, entry), endpoint, transport);
        if (known == null || known.entry != entry) {
            series.put(handler.id(), made);
        }
        return made;
    }

    /** The pattern as it was registered, never the command that matched it. */
    private static String operation(HandlerDescriptor handler, DispatchEntry entry) {
        MessagePattern pattern = entry.pattern();
        return pattern == null ? handler.patterns().get(0) : pattern.toString();
    }

    /** A tag must not be empty, as the simple name of an anonymous class is. */
    private static String name(Class<?> type) {
        return type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName();
    }

    private Timer timer(String operation, String endpoint, String transport, Outcome outcome, String error) {
        Key key = new Key(operation, endpoint, transport, outcome, error);
        Timer present = timers.get(key); // which takes no lock, other than computeIfAbsent
        return present == null ? timers.computeIfAbsent(key, this::timer) : present;
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

    /**
     * The timers of all calls of one entry of a handler whose messages come in at the same place.
     *
     * <p>Threading: any thread.
     */
    private final class Series implements HandlerCall {

        private final DispatchEntry entry;
        private final String operation;
        private final String endpoint;
        private final String transport;
        private volatile @Nullable Timer successes; // written by any caller; all write the same

        Series(DispatchEntry entry, String operation, String endpoint, String transport) {
            this.entry = entry;
            this.operation = operation;
            this.endpoint = endpoint;
            this.transport = transport;
        }

        boolean isFor(DispatchEntry same, String sameEndpoint, String sameTransport) {
            return entry == same && endpoint.equals(sameEndpoint) && transport.equals(sameTransport);
        }

        @Override
        public void finished(Outcome outcome, @Nullable Throwable failure, long nanos) {
            Timer timer = outcome == Outcome.SUCCESS ? successes() : failures(outcome, failure);
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }

        private Timer successes() {
            Timer timer = successes;
            if (timer == null) {
                timer = timer(operation, endpoint, transport, Outcome.SUCCESS, "none");
                successes = timer;
            }
            return timer;
        }

        private Timer failures(Outcome outcome, @Nullable Throwable failure) {
            String error = failure == null ? "none" : name(failure.getClass());
            return timer(operation, endpoint, transport, outcome, error);
        }
    }
}
