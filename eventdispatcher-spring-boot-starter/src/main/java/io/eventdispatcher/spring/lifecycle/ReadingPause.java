package io.eventdispatcher.spring.lifecycle;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionObserver;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Keeps the connections of a client from being read while it is paused, those that are opened meanwhile too.
 *
 * <p>Threading: any thread.
 */
final class ReadingPause implements ConnectionObserver {

    private final ConnectionObserver next;

    @GuardedBy("this")
    private final Set<Connection> suspended = new LinkedHashSet<>();

    @GuardedBy("this")
    private boolean paused;

    /** Watches what another observer does too. */
    ReadingPause(ConnectionObserver next) {
        this.next = next;
    }

    synchronized boolean isPaused() {
        return paused;
    }

    synchronized void begin(Iterable<Connection> present) {
        paused = true;
        present.forEach(this::suspend);
    }

    synchronized void end() {
        paused = false;
        suspended.forEach(Connection::resume);
        suspended.clear();
    }

    private synchronized void suspend(Connection connection) {
        if (paused && suspended.add(connection)) {
            connection.suspend();
        }
    }

    @Override
    public void opened(Connection connection) {
        suspend(connection);
        next.opened(connection);
    }

    @Override
    public void closed(Connection connection, CloseReason reason, long openNanos) {
        synchronized (this) {
            suspended.remove(connection);
        }
        next.closed(connection, reason, openNanos);
    }
}
