package io.eventdispatcher.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;

/**
 * Connects, asks once, closes after the reply, and starts over, a few connections at a time. Latency runs from before the
 * connect until the reply.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class Churn {

    private static final long MAX_MISTAKES = 1_000;
    private static final long DRAIN_NANOS = Duration.ofSeconds(2).toNanos();

    private final Tally tally;
    private final Traffic traffic;
    private final Connector connector;
    private final Poller poller;
    private final int atATime;
    private final long stallNanos;
    private boolean draining;
    private long lastReplyNanos;
    private int next;
    private int open;

    Churn(Tally tally, Traffic traffic, Connector connector, Selector selector, LoadOptions options) {
        this.tally = tally;
        this.traffic = traffic;
        this.connector = connector;
        this.atATime = options.connections();
        this.stallNanos = options.stall().toNanos();
        this.poller = new Poller(selector, options.spin(), this::ready);
    }

    /** Runs until the measurement is over, then waits for the last replies. */
    void run(Measurement measurement) throws IOException {
        lastReplyNanos = System.nanoTime();
        long now = lastReplyNanos;
        while (!measurement.isOver(now) && !isHopeless(now)) {
            while (open < atATime && tally.mistakes.total() <= MAX_MISTAKES) {
                start();
            }
            poller.poll(Pace.NEVER);
            now = System.nanoTime();
        }
        measurement.end();
        draining = true;
        long deadline = System.nanoTime() + (tally.stalled ? 0 : DRAIN_NANOS);
        while (open > 0 && System.nanoTime() - deadline < 0) {
            poller.poll(Pace.NEVER);
        }
        tally.mistakes.unanswered(open);
    }

    private boolean isHopeless(long nowNanos) {
        tally.stalled |= nowNanos - lastReplyNanos > stallNanos;
        return tally.stalled || tally.mistakes.total() > MAX_MISTAKES;
    }

    private void start() {
        long nanos = System.nanoTime();
        int index = next;
        next = next == Integer.MAX_VALUE ? 0 : next + 1;
        try {
            LoadConnection connection = connector.connect(index);
            open++;
            traffic.send(connection, 1, nanos);
            countIfLost(connection);
        } catch (IOException e) {
            tally.mistakes.refused(e.toString());
        }
    }

    private void ready(SelectionKey key) {
        LoadConnection connection = (LoadConnection) key.attachment();
        if (!key.isValid() || connection.isLost()) {
            return;
        }
        if (key.isWritable()) {
            traffic.flush(connection);
        }
        if (traffic.receive(connection) > 0) {
            lastReplyNanos = traffic.lastReadNanos();
            connection.close();
            open--;
            if (!draining) {
                start();
            }
        } else {
            countIfLost(connection);
        }
    }

    private void countIfLost(LoadConnection connection) {
        if (connection.isLost()) {
            open--;
        }
    }
}
