package io.eventdispatcher.messenger;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Watches messages; metrics and traces attach here.
 *
 * <p>Threading: called on the thread that does the work, loop or executor; must not block. An exception is logged and
 * ignored.
 *
 * @since 0.1
 */
public interface MessageObserver {

    /** Watches nothing; a messenger with this observer does not even build the calls. */
    MessageObserver NONE = new MessageObserver() {};

    /**
     * A message was decoded. Called before it is dispatched.
     *
     * @param connection where it came from
     * @param message the message
     */
    default void received(Connection connection, Message message) {}

    /**
     * One handler is done with a message.
     *
     * @param exchange the message and its handler
     * @param outcome how it ended
     * @param failure what went wrong, null on success
     */
    default void processed(ConnectionExchange exchange, Outcome outcome, @Nullable Throwable failure) {}

    /**
     * A line or message reached no handler.
     *
     * @param connection where it came from
     * @param rejection why
     * @param detail one line, safe for logs
     */
    default void rejected(Connection connection, Rejection rejection, String detail) {}
}
