package io.eventdispatcher.benchmarks.load;

import java.util.List;

/**
 * Closed loop: a fixed number of requests is outstanding on each connection, every reply is followed by a request at once.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class ClosedPace implements Pace {

    private final Traffic traffic;
    private final List<LoadConnection> connections;
    private final int outstanding;

    ClosedPace(Traffic traffic, List<LoadConnection> connections, int outstanding) {
        this.traffic = traffic;
        this.connections = connections;
        this.outstanding = outstanding;
    }

    @Override
    public void start(long nowNanos) {
        for (LoadConnection connection : connections) {
            traffic.send(connection, outstanding, System.nanoTime());
        }
    }

    @Override
    public long turn(long nowNanos) {
        return NEVER;
    }

    @Override
    public void replied(LoadConnection connection, int count, long nowNanos) {
        traffic.send(connection, count, nowNanos);
    }
}
