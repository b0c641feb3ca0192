package io.eventdispatcher.spring.observation;

import io.micrometer.common.docs.KeyName;

/**
 * What observations tell. Those of few values become tags of meters; the others go into spans only, because a peer chooses
 * them.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum MessageKey implements KeyName {
    /** Pattern of the handler as it was registered; for what is sent, the command, of the first few different ones. */
    OPERATION("messaging.operation.name"),
    /** Name of the listener or client. */
    ENDPOINT("eventdispatcher.endpoint"),
    /** Scheme of the endpoint. */
    TRANSPORT("network.transport"),
    /** How it ended. */
    OUTCOME("outcome"),
    /** The id that an answer repeats. */
    CONVERSATION_ID("messaging.message.conversation_id"),
    /** Id of the connection that the message came over. */
    CONNECTION_ID("eventdispatcher.connection.id"),
    /** Where the peer is. */
    PEER_ADDRESS("network.peer.address"),
    /** {@code server:service} as the message says. */
    SENDER("eventdispatcher.sender"),
    /** The command as it was received. */
    COMMAND("eventdispatcher.command");

    private final String key;

    MessageKey(String key) {
        this.key = key;
    }

    @Override
    public String asString() {
        return key;
    }
}
