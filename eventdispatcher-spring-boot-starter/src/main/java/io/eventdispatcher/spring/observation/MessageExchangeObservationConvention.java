package io.eventdispatcher.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * How observations of requests are named and tagged; a bean of this type replaces {@link DefaultMessageExchangeObservationConvention}. A name or tags
 * of one's own should stay few: everything of low cardinality becomes tags of a meter.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public interface MessageExchangeObservationConvention extends ObservationConvention<MessageExchangeContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof MessageExchangeContext;
    }
}
