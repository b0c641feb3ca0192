package io.eventdispatcher.benchmarks.load;

import java.util.List;

/**
 * One request on each connection, a few at a time, then silence.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class TouchPace implements Pace {

    private static final int AT_A_TIME = 64;

    private final Traffic traffic;
    private final List<LoadConnection> connections;
    private int next;

    TouchPace(Traffic traffic, List<LoadConnection> connections) {
        this.traffic = traffic;
        this.connections = connections;
    }

    @Override
    public void start(long nowNanos) {
        for (int i = 0; i < AT_A_TIME; i++) {
            sendNext();
        }
    }

    @Override
    public long turn(long nowNanos) {
        return NEVER;
    }

    @Override
    public void replied(LoadConnection connection, int count, long nowNanos) {
        sendNext();
    }

    private void sendNext() {
        if (next < connections.size()) {
            traffic.send(connections.get(next++), 1, System.nanoTime());
        }
    }
}
