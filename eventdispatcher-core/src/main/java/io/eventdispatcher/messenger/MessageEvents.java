package io.eventdispatcher.messenger;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.message.LogText;
import io.eventdispatcher.message.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells the observer, and the log, what becomes of messages. An observer that fails harms nothing else.
 *
 * <p>Threading: any thread.
 */
final class MessageEvents {

    private final MessageObserver observer;
    private final RateLimitedLog log = new RateLimitedLog(LoggerFactory.getLogger(Messenger.class));

    MessageEvents(MessageObserver observer) {
        this.observer = observer;
    }

    void received(Connection connection, Message message) {
        if (observer != MessageObserver.NONE) {
            observe(connection, () -> observer.received(connection, message));
        }
    }

    void processed(ConnectionExchange exchange, Outcome outcome, @Nullable Throwable failure) {
        if (observer != MessageObserver.NONE) {
            observe(exchange.connection(), () -> observer.processed(exchange, outcome, failure));
        }
    }

    void rejected(Connection connection, Rejection rejection, String detail) {
        line(
                Level.DEBUG,
                connection,
                "{}: rejected, reason={} detail={}",
                connection.id(),
                rejection,
                LogText.clip(detail));
        if (observer != MessageObserver.NONE) {
            observe(connection, () -> observer.rejected(connection, rejection, detail));
        }
    }

    /** Logs a line about a connection, as long as there are not too many. */
    void line(Level level, Connection connection, String format, Object... arguments) {
        log.line(level, connection.loop().nanoTime(), format, arguments);
    }

    private void observe(Connection connection, Runnable call) {
        try {
            call.run();
        } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
            line(Level.ERROR, connection, "the message observer failed; ignored", e);
        }
    }
}
