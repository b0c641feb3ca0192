package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.messenger.ConnectionExchange;
import io.eventdispatcher.messenger.MessageObserver;
import io.eventdispatcher.messenger.Outcome;
import io.eventdispatcher.messenger.Rejection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets several observers watch the same messages. A failure of one does not keep the others from seeing.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class MessageObservers implements MessageObserver {

    private static final Logger log = LoggerFactory.getLogger(MessageObservers.class);

    private final List<MessageObserver> observers;

    private MessageObservers(List<? extends MessageObserver> observers) {
        this.observers = List.copyOf(observers);
    }

    /**
     * Joins observers.
     *
     * @param observers called in this order
     * @return {@link MessageObserver#NONE} if there are none, which costs a messenger nothing
     */
    public static MessageObserver of(List<? extends MessageObserver> observers) {
        return switch (observers.size()) {
            case 0 -> MessageObserver.NONE;
            case 1 -> observers.get(0);
            default -> new MessageObservers(observers);
        };
    }

    @Override
    public void received(Connection connection, Message message) {
        each(observer -> observer.received(connection, message));
    }

    @Override
    public void processed(ConnectionExchange exchange, Outcome outcome, @Nullable Throwable failure) {
        each(observer -> observer.processed(exchange, outcome, failure));
    }

    @Override
    public void rejected(Connection connection, Rejection rejection, String detail) {
        each(observer -> observer.rejected(connection, rejection, detail));
    }

    private void each(Consumer<MessageObserver> action) {
        for (MessageObserver observer : observers) {
            try {
                action.accept(observer);
            } catch (RuntimeException e) {
                log.error(
                        "message observer {} failed; ignored",
                        observer.getClass().getName(),
                        e);
            }
        }
    }
}
