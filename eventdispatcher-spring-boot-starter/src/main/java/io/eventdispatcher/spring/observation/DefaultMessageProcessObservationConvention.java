package io.eventdispatcher.spring.observation;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.message.LogText;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.handler.HandlerObserver.Outcome;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The names and tags of {@link MessageObservation#PROCESS} unless the application has its own.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public class DefaultMessageProcessObservationConvention implements MessageProcessObservationConvention {

    /** Creates the convention. */
    public DefaultMessageProcessObservationConvention() {}

    @Override
    public String getName() {
        return MessageObservation.PROCESS.observationName();
    }

    @Override
    public String getContextualName(MessageProcessContext context) {
        return MessageObservation.PROCESS.spanName(context.operation());
    }

    /** The outcome is not known before the end, so the meter of what is under way has no such tag. */
    @Override
    public KeyValues getLowCardinalityKeyValues(MessageProcessContext context) {
        KeyValue operation = KeyValue.of(MessageKey.OPERATION, context.operation());
        KeyValue endpoint = KeyValue.of(MessageKey.ENDPOINT, context.endpoint());
        KeyValue transport = KeyValue.of(MessageKey.TRANSPORT, context.transport());
        Outcome outcome = context.outcome();
        if (outcome == null) {
            return KeyValues.of(operation, endpoint, transport);
        }
        String label = outcome.name().toLowerCase(Locale.ROOT);
        return KeyValues.of(operation, endpoint, transport, KeyValue.of(MessageKey.OUTCOME, label));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(MessageProcessContext context) {
        List<KeyValue> values = new ArrayList<>(4);
        values.add(
                KeyValue.of(MessageKey.COMMAND, LogText.clip(context.message().command())));
        Connection connection = context.connection();
        if (connection != null) {
            values.add(KeyValue.of(MessageKey.CONNECTION_ID, connection.id()));
            values.add(KeyValue.of(MessageKey.PEER_ADDRESS, LogText.clip(connection.remoteAddress())));
        }
        String sender = context.sender();
        if (sender != null) {
            values.add(KeyValue.of(MessageKey.SENDER, sender));
        }
        String conversation = context.message().param(Message.CORRELATION);
        if (conversation != null) {
            values.add(KeyValue.of(MessageKey.CONVERSATION_ID, LogText.clip(conversation)));
        }
        return KeyValues.of(values);
    }
}
