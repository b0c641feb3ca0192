package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.AttributeKey;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.Role;
import io.eventdispatcher.message.Commands;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.messenger.MessageObserver;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What peers of listeners are told last when the application stops: {@code QUITTING}, or nothing.
 *
 * <p>In the protocol {@code QUITTING} means that the whole environment goes down: a service that is told so stops too, where
 * it takes control commands from that peer. So nobody is told unless that is wanted, and a program that is no service, such
 * as {@code nc}, only where everybody is told.
 *
 * <p>Threading: any thread; called on the loop threads of the connections.
 *
 * @since 0.1
 */
public final class Farewell {

    /**
     * Who is told.
     *
     * @since 0.1
     */
    public enum Audience {
        /** Nobody. */
        NONE,
        /** Peers that have named their service as the sender of a message. */
        SERVICES,
        /** Every peer. */
        ALL
    }

    private static final AttributeKey<Boolean> SERVICE = AttributeKey.named("peer is a service");
    private static final Message QUITTING = Message.of(Commands.QUITTING);

    private final Audience audience;

    /**
     * Creates the farewell.
     *
     * @param audience who is told
     */
    public Farewell(Audience audience) {
        this.audience = audience;
    }

    /**
     * Returns who must see each received message so that services are known.
     *
     * @return nobody when it does not matter who is a service
     */
    public List<MessageObserver> observers() {
        return audience == Audience.SERVICES ? List.of(new Services()) : List.of();
    }

    /** Marks the connections of services. */
    private static final class Services implements MessageObserver {

        @Override
        public void received(Connection connection, Message message) {
            if (connection.role() == Role.SERVER
                    && connection.attribute(SERVICE) == null
                    && !message.source().service().isEmpty()) {
                connection.attribute(SERVICE, true);
            }
        }
    }

    /** Returns the last frame of a connection, null for none. */
    @Nullable
    ByteSource to(Connection connection) {
        return switch (audience) {
            case NONE -> null;
            case SERVICES -> connection.attribute(SERVICE) == null ? null : QUITTING;
            case ALL -> QUITTING;
        };
    }
}
