package io.eventdispatcher.spring.observation;

import io.eventdispatcher.message.Message;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.RequestReplySenderContext;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client and its answer.
 *
 * <p>Threading: one thread at a time, that of the sender, then the one that brings the answer.
 *
 * @since 0.1
 */
public final class MessageExchangeContext extends RequestReplySenderContext<OutgoingMessage, Message> {

    private final String operation;
    private final String endpoint;
    private final OutgoingMessage outgoing;
    private @Nullable ExchangeOutcome outcome;

    MessageExchangeContext(OutgoingMessage outgoing, String operation, String endpoint) {
        super(OutgoingMessage.SETTER, Kind.CLIENT);
        this.outgoing = outgoing;
        this.operation = operation;
        this.endpoint = endpoint;
        setCarrier(outgoing);
    }

    /**
     * Returns what is sent.
     *
     * @return the message and what was added to it
     */
    public OutgoingMessage outgoing() {
        return outgoing;
    }

    /**
     * Returns the command, as far as it may be a tag.
     *
     * @return the command; {@code OTHER} when this application sends too many different ones
     */
    public String operation() {
        return operation;
    }

    /**
     * Returns the client.
     *
     * @return its name
     */
    public String endpoint() {
        return endpoint;
    }

    /**
     * Returns how the request ended.
     *
     * @return null until it has ended
     */
    public @Nullable ExchangeOutcome outcome() {
        return outcome;
    }

    void outcome(ExchangeOutcome value) {
        outcome = value;
    }
}
