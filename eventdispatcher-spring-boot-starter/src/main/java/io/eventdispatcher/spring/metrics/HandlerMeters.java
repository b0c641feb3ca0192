package io.eventdispatcher.spring.metrics;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.spring.handler.HandlerCall;
import io.eventdispatcher.spring.handler.HandlerDescriptor;
import io.eventdispatcher.spring.handler.HandlerObserver;
import io.eventdispatcher.spring.handler.Origin;
import io.eventdispatcher.spring.handler.OriginResolver;
import io.eventdispatcher.spring.observation.FailureNames;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Times handlers. For a handler on the loop nothing is allocated.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class HandlerMeters implements HandlerObserver {

    private static final String UNKNOWN = "unknown";
    private static final int MAX_RECENT = 10_000;

    private final MeterRegistry registry;
    private final OriginResolver origins;
    private final FailureNames failures = new FailureNames();
    private final Map<HandlerPlace, PlaceMeters> places = new ConcurrentHashMap<>();

    /** By handler, the place of its last call: most messages come in at the same place as the one before. */
    private final Map<String, Recent> recent = new ConcurrentHashMap<>();

    private record Recent(Object entry, HandlerPlace place, PlaceMeters meters) {

        boolean isFor(Exchange exchange, String endpoint, String transport, @Nullable EventLoop loop) {
            return entry == exchange.entry()
                    && place.loop() == loop
                    && place.endpoint().equals(endpoint)
                    && place.transport().equals(transport);
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
    public HandlerCall started(HandlerDescriptor handler, Exchange exchange) {
        Origin origin = origins.origin(exchange);
        Connection connection = origin == null ? null : origin.connection();
        String endpoint = origin == null ? UNKNOWN : origin.owner();
        String transport = connection == null ? UNKNOWN : connection.scheme();
        EventLoop loop = connection == null ? null : connection.loop();
        Recent last = recent.get(handler.id());
        if (last != null && last.isFor(exchange, endpoint, transport, loop)) {
            return last.meters().begin();
        }
        HandlerPlace place = HandlerPlace.of(handler, exchange, endpoint, transport, loop);
        PlaceMeters present = places.get(place); // which takes no lock, other than computeIfAbsent
        PlaceMeters meters = present == null
                ? places.computeIfAbsent(place, each -> new PlaceMeters(registry, each, failures))
                : present;
        if (recent.size() >= MAX_RECENT) {
            recent.clear(); // an application that registers handlers for ever
        }
        recent.put(handler.id(), new Recent(exchange.entry(), place, meters));
        return meters.begin();
    }
}
