package io.eventdispatcher.spring.observation;

import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.dispatch.MessagePattern;
import io.eventdispatcher.spring.handler.HandlerCall;
import io.eventdispatcher.spring.handler.HandlerDescriptor;
import io.eventdispatcher.spring.handler.HandlerObserver;
import io.eventdispatcher.spring.handler.OriginResolver;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Observes handlers: the observation is in scope for interceptors, arguments, the handler, its error handlers and the reply,
 * on whatever thread they run.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class ProcessObservations implements HandlerObserver {

    private static final DefaultMessageProcessObservationConvention DEFAULT =
            new DefaultMessageProcessObservationConvention();

    private final ObservationRegistry registry;
    private final OriginResolver origins;
    private final @Nullable MessageProcessObservationConvention convention;
    private final @Nullable MeterFallback meters;
    private final FailureNames failures = new FailureNames();

    /**
     * Creates the observer.
     *
     * @param registry gets the observations
     * @param origins tells where messages came in
     * @param convention names and tags, null for the default
     * @param meters time what is not observed, null without meters
     */
    public ProcessObservations(
            ObservationRegistry registry,
            OriginResolver origins,
            @Nullable MessageProcessObservationConvention convention,
            @Nullable MeterFallback meters) {
        this.registry = registry;
        this.origins = origins;
        this.convention = convention;
        this.meters = meters;
    }

    @Override
    public @Nullable HandlerCall started(HandlerDescriptor handler, Exchange exchange) {
        if (registry.isNoop()) {
            return onlyTimed(handler, exchange);
        }
        MessageProcessContext context = new MessageProcessContext(
                handler, operation(handler, exchange), exchange.message(), origins.origin(exchange));
        Observation observation = MessageObservation.PROCESS.observation(convention, DEFAULT, () -> context, registry);
        if (observation.isNoop()) {
            return onlyTimed(handler, exchange);
        }
        observation.start();
        boolean timed = meters == null || meters.isTimed(context);
        ObservedCall call =
                new ObservedCall(registry, observation, context, failures, timed ? null : onlyTimed(handler, exchange));
        call.open();
        return call;
    }

    private @Nullable HandlerCall onlyTimed(HandlerDescriptor handler, Exchange exchange) {
        return meters == null ? null : meters.handlers().started(handler, exchange);
    }

    /** The pattern as it was registered, never the command that matched it. */
    private static String operation(HandlerDescriptor handler, Exchange exchange) {
        MessagePattern pattern = exchange.entry().pattern();
        return pattern == null ? handler.patterns().get(0) : pattern.toString();
    }
}
