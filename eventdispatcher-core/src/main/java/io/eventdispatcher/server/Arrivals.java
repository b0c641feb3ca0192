package io.eventdispatcher.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.connection.ConnectionGroup;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.StreamTransport;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;

/**
 * Accepted streams on their way to one of the further loops of a listener. Each has a place among the connections from the
 * moment it is accepted, so that limits hold, and is closed if its loop does not take it over.
 *
 * <p>Threading: any thread.
 */
final class Arrivals {

    private final EventLoop loop;
    private final ConnectionGroup connections;
    private final Predicate<StreamTransport> opening;

    @GuardedBy("this")
    private final Set<StreamTransport> underWay = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * @param loop where the streams go
     * @param connections keeps their places
     * @param opening called on the thread of the loop; false if the stream is not wanted any more
     */
    Arrivals(EventLoop loop, ConnectionGroup connections, Predicate<StreamTransport> opening) {
        this.loop = loop;
        this.connections = connections;
        this.opening = opening;
    }

    EventLoop loop() {
        return loop;
    }

    /** Returns how many connections live there or are on their way. */
    int occupied() {
        return connections.occupied(loop);
    }

    /** Hands over a stream that has moved to the loop; closes it and returns false if the loop takes no task. */
    boolean hand(StreamTransport stream) {
        connections.reserve(loop);
        synchronized (this) {
            underWay.add(stream);
        }
        try {
            loop.execute(() -> arrived(stream));
            return true;
        } catch (RejectedExecutionException closedOrFull) {
            if (take(stream)) {
                giveUp(stream);
            }
            return false;
        }
    }

    private void arrived(StreamTransport stream) {
        if (!take(stream)) {
            return;
        }
        boolean opened = false;
        try {
            opened = opening.test(stream);
        } finally {
            if (!opened) {
                giveUp(stream);
            }
        }
    }

    private synchronized boolean take(StreamTransport stream) {
        return underWay.remove(stream);
    }

    private void giveUp(StreamTransport stream) {
        connections.release(loop);
        stream.close();
    }

    /** Closes what was on its way when the loop was closed; returns whether the loop is closed. */
    boolean isLost() {
        if (!loop.isClosed()) {
            return false;
        }
        List<StreamTransport> lost;
        synchronized (this) {
            lost = List.copyOf(underWay);
            underWay.clear();
        }
        lost.forEach(this::giveUp);
        return true;
    }
}
