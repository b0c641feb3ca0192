package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionObserver;
import io.eventdispatcher.connection.Role;
import java.time.Duration;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Makes application events of what happens to connections.
 *
 * <p>Threading: any thread; called on the loop threads of the connections.
 *
 * @since 0.1
 */
public final class ConnectionEvents implements ConnectionObserver {

    private final Events events;

    /**
     * Creates the observer.
     *
     * @param publisher where to publish
     */
    public ConnectionEvents(ApplicationEventPublisher publisher) {
        this.events = new Events(publisher);
    }

    @Override
    public void opened(Connection connection) {
        events.publish(new ConnectionOpenedEvent(connection));
        if (connection.role() == Role.CLIENT) {
            events.publish(new ClientConnectedEvent(connection.owner(), connection));
        }
    }

    @Override
    public void closed(Connection connection, CloseReason reason, long openNanos) {
        events.publish(new ConnectionClosedEvent(connection, reason, Duration.ofNanos(openNanos)));
        if (connection.role() == Role.CLIENT) {
            events.publish(new ClientDisconnectedEvent(connection.owner(), reason));
        }
    }
}
