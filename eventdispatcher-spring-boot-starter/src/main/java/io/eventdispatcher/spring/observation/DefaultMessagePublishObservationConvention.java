package io.eventdispatcher.spring.observation;

import io.eventdispatcher.message.LogText;
import io.eventdispatcher.message.Message;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

/**
 * The names and tags of {@link MessageObservation#PUBLISH} unless the application has its own.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public class DefaultMessagePublishObservationConvention implements MessagePublishObservationConvention {

    /** Creates the convention. */
    public DefaultMessagePublishObservationConvention() {}

    @Override
    public String getName() {
        return MessageObservation.PUBLISH.observationName();
    }

    @Override
    public String getContextualName(MessagePublishContext context) {
        return MessageObservation.PUBLISH.spanName(context.operation());
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(MessagePublishContext context) {
        return KeyValues.of(
                KeyValue.of(MessageKey.OPERATION, context.operation()),
                KeyValue.of(MessageKey.ENDPOINT, context.endpoint()),
                KeyValue.of(MessageKey.TRANSPORT, context.transport()));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(MessagePublishContext context) {
        return conversation(context.outgoing().message());
    }

    static KeyValues conversation(Message message) {
        String conversation = message.param(Message.CORRELATION);
        return conversation == null
                ? KeyValues.empty()
                : KeyValues.of(KeyValue.of(MessageKey.CONVERSATION_ID, LogText.clip(conversation)));
    }
}
