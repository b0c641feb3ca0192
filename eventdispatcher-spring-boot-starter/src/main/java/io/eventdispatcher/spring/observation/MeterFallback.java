package io.eventdispatcher.spring.observation;

import io.eventdispatcher.messenger.SendInterceptor;
import io.eventdispatcher.spring.handler.HandlerObserver;
import io.micrometer.observation.Observation;

/**
 * The meters of what no observation is made of, because a predicate excludes it, or whose observation no handler makes a
 * meter of. So each call is counted exactly once, whatever the observation registry is made of.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public interface MeterFallback {

    /**
     * Returns what times handlers.
     *
     * @return the meters
     */
    HandlerObserver handlers();

    /**
     * Returns what times messages and requests sent.
     *
     * @return the meters
     */
    SendInterceptor sends();

    /**
     * Tells whether an observation is being timed already.
     *
     * @param context of an observation that was started
     * @return whether a meter comes out of it
     */
    boolean isTimed(Observation.Context context);
}
