package io.eventdispatcher.spring.metrics;

import io.eventdispatcher.messenger.SendInterceptor;
import io.eventdispatcher.spring.handler.HandlerObserver;
import io.eventdispatcher.spring.observation.MeterFallback;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;

/**
 * The meters of what Micrometer's own handler of observations does not time.
 *
 * <p>Threading: any thread.
 *
 * @param handlers time handlers
 * @param sends time what clients send
 * @since 0.1
 */
public record UnobservedMeters(HandlerObserver handlers, SendInterceptor sends) implements MeterFallback {

    /** {@code DefaultMeterObservationHandler} keeps its sample in the context from the start of an observation on. */
    @Override
    public boolean isTimed(Observation.Context context) {
        return context.containsKey(Timer.Sample.class);
    }
}
