package io.eventdispatcher.benchmarks.load;

import java.util.List;

/**
 * Open loop: requests leave at a fixed rate, over the connections in turn, whether replies come or not. Their latency
 * counts from the time at which they should have left, so that a slow server cannot hide behind a slow generator.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class OpenPace implements Pace {

    private final Traffic traffic;
    private final List<LoadConnection> connections;
    private final DueTimes times;
    private int next;

    OpenPace(Traffic traffic, List<LoadConnection> connections, double ratePerSecond) {
        this.traffic = traffic;
        this.connections = connections;
        this.times = new DueTimes(ratePerSecond);
    }

    @Override
    public void start(long nowNanos) {
        times.start(nowNanos);
    }

    @Override
    public long turn(long nowNanos) {
        while (times.next() - nowNanos <= 0) {
            LoadConnection connection = connections.get(next);
            next = next + 1 == connections.size() ? 0 : next + 1;
            long due = times.take();
            if (!connection.isLost()) {
                traffic.send(connection, 1, due);
            }
        }
        return times.next() - nowNanos;
    }

    @Override
    public void replied(LoadConnection connection, int count, long nowNanos) {
        // the next request has its own time
    }
}
