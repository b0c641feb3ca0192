package io.eventdispatcher.spring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;
import java.util.List;

/**
 * The observations.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum MessageObservation implements ObservationDocumentation {
    /** One call of a handler of the application, from before its interceptors until its reply. */
    PROCESS(
            "eventdispatcher.message.process",
            "process",
            DefaultMessageProcessObservationConvention.class,
            List.of(MessageKey.OPERATION, MessageKey.ENDPOINT, MessageKey.TRANSPORT, MessageKey.OUTCOME),
            List.of(
                    MessageKey.CONVERSATION_ID,
                    MessageKey.CONNECTION_ID,
                    MessageKey.PEER_ADDRESS,
                    MessageKey.SENDER,
                    MessageKey.COMMAND)),
    /** One message sent by a client that does not wait for an answer. */
    PUBLISH(
            "eventdispatcher.message.publish",
            "publish",
            DefaultMessagePublishObservationConvention.class,
            List.of(MessageKey.OPERATION, MessageKey.ENDPOINT, MessageKey.TRANSPORT),
            List.of(MessageKey.CONVERSATION_ID)),
    /** One request of a client, until its answer or failure. */
    EXCHANGE(
            "eventdispatcher.message.exchange",
            "exchange",
            DefaultMessageExchangeObservationConvention.class,
            List.of(MessageKey.OPERATION, MessageKey.ENDPOINT, MessageKey.OUTCOME),
            List.of(MessageKey.CONVERSATION_ID));

    private final String observationName;
    private final String verb;
    private final Class<? extends ObservationConvention<? extends Observation.Context>> convention;
    private final List<MessageKey> low;
    private final List<MessageKey> high;

    MessageObservation(
            String observationName,
            String verb,
            Class<? extends ObservationConvention<? extends Observation.Context>> convention,
            List<MessageKey> low,
            List<MessageKey> high) {
        this.observationName = observationName;
        this.verb = verb;
        this.convention = convention;
        this.low = low;
        this.high = high;
    }

    /** Returns the name of the observation, which {@link #getName} does not, because a convention gives it. */
    String observationName() {
        return observationName;
    }

    /** Returns the name of a span. */
    String spanName(String operation) {
        return operation + " " + verb;
    }

    @Override
    public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
        return convention;
    }

    @Override
    public KeyName[] getLowCardinalityKeyNames() {
        return low.toArray(KeyName[]::new);
    }

    @Override
    public KeyName[] getHighCardinalityKeyNames() {
        return high.toArray(KeyName[]::new);
    }
}
