package io.eventdispatcher.spring.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

/**
 * The names and tags of {@link MessageObservation#EXCHANGE} unless the application has its own.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public class DefaultMessageExchangeObservationConvention implements MessageExchangeObservationConvention {

    /** Creates the convention. */
    public DefaultMessageExchangeObservationConvention() {}

    @Override
    public String getName() {
        return MessageObservation.EXCHANGE.observationName();
    }

    @Override
    public String getContextualName(MessageExchangeContext context) {
        return MessageObservation.EXCHANGE.spanName(context.operation());
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(MessageExchangeContext context) {
        KeyValue operation = KeyValue.of(MessageKey.OPERATION, context.operation());
        KeyValue endpoint = KeyValue.of(MessageKey.ENDPOINT, context.endpoint());
        ExchangeOutcome outcome = context.outcome();
        return outcome == null
                ? KeyValues.of(operation, endpoint)
                : KeyValues.of(operation, endpoint, KeyValue.of(MessageKey.OUTCOME, outcome.label()));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(MessageExchangeContext context) {
        return DefaultMessagePublishObservationConvention.conversation(
                context.outgoing().message());
    }
}
