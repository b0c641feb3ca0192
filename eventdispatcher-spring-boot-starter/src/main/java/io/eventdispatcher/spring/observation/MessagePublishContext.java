package io.eventdispatcher.spring.observation;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;

/**
 * One message sent by a client.
 *
 * <p>Threading: one thread at a time (confined to the sender).
 *
 * @since 0.1
 */
public final class MessagePublishContext extends SenderContext<OutgoingMessage> {

    private final String operation;
    private final String endpoint;
    private final String transport;
    private final OutgoingMessage outgoing;

    MessagePublishContext(OutgoingMessage outgoing, String operation, String endpoint, String transport) {
        super(OutgoingMessage.SETTER, Kind.PRODUCER);
        this.outgoing = outgoing;
        this.operation = operation;
        this.endpoint = endpoint;
        this.transport = transport;
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
     * Returns how it is sent.
     *
     * @return scheme of the client's endpoints; {@code mixed} if they differ
     */
    public String transport() {
        return transport;
    }
}
