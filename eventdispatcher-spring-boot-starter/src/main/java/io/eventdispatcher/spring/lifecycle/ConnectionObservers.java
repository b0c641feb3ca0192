package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionObserver;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets several observers watch the same connections. A failure of one does not keep the others from seeing.
 *
 * <p>Threading: any thread; called on the loop threads of the connections.
 *
 * @since 0.1
 */
public final class ConnectionObservers implements ConnectionObserver {

    private static final Logger log = LoggerFactory.getLogger(ConnectionObservers.class);

    private final List<ConnectionObserver> observers;

    /**
     * Joins observers.
     *
     * @param observers called in this order
     */
    public ConnectionObservers(List<? extends ConnectionObserver> observers) {
        this.observers = List.copyOf(observers);
    }

    @Override
    public void opened(Connection connection) {
        for (ConnectionObserver observer : observers) {
            try {
                observer.opened(connection);
            } catch (RuntimeException e) {
                failed(connection, observer, e);
            }
        }
    }

    @Override
    public void closed(Connection connection, CloseReason reason, long openNanos) {
        for (ConnectionObserver observer : observers) {
            try {
                observer.closed(connection, reason, openNanos);
            } catch (RuntimeException e) {
                failed(connection, observer, e);
            }
        }
    }

    private static void failed(Connection connection, ConnectionObserver observer, RuntimeException failure) {
        log.error(
                "{}: observer {} failed; ignored",
                connection.id(),
                observer.getClass().getName(),
                failure);
    }
}
