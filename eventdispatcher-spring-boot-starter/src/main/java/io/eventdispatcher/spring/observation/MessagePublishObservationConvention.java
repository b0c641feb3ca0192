package io.eventdispatcher.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * How observations of messages that are sent are named and tagged; a bean of this type replaces {@link DefaultMessagePublishObservationConvention}. A name or tags
 * of one's own should stay few: everything of low cardinality becomes tags of a meter.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public interface MessagePublishObservationConvention extends ObservationConvention<MessagePublishContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof MessagePublishContext;
    }
}
