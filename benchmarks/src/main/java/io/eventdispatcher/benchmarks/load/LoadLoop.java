package io.eventdispatcher.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;

/**
 * Sends by a pace and receives, until told to stop, too much went wrong, or nothing comes any more.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class LoadLoop {

    private static final long MAX_MISTAKES = 1_000;
    private static final long DRAIN_NANOS = Duration.ofSeconds(2).toNanos();

    private final Tally tally;
    private final Traffic traffic;
    private final Pace pace;
    private final Poller poller;
    private final long stallNanos;
    private boolean draining;
    private long lastReplyNanos;

    LoadLoop(Tally tally, Traffic traffic, Pace pace, Selector selector, LoadOptions options) {
        this.tally = tally;
        this.traffic = traffic;
        this.pace = pace;
        this.stallNanos = options.stall().toNanos();
        this.poller = new Poller(selector, options.spin(), this::ready);
    }

    /** Runs until the measurement is over. */
    void run(Measurement measurement) throws IOException {
        lastReplyNanos = System.nanoTime();
        pace.start(lastReplyNanos);
        long now = System.nanoTime();
        while (!measurement.isOver(now) && !isHopeless(now)) {
            poller.poll(pace.turn(now));
            now = System.nanoTime();
        }
        measurement.end();
    }

    /** Runs until so many replies have come. */
    void runUntilReceived(long replies) throws IOException {
        lastReplyNanos = System.nanoTime();
        pace.start(lastReplyNanos);
        long now = lastReplyNanos;
        while (tally.received < replies && !isHopeless(now)) {
            poller.poll(pace.turn(now));
            now = System.nanoTime();
        }
    }

    /** Sends nothing more and waits for the missing replies, two seconds at most; the rest is a mistake. */
    void drain() throws IOException {
        draining = true;
        long deadline = System.nanoTime() + (tally.stalled ? 0 : DRAIN_NANOS);
        while (tally.received < tally.sent && System.nanoTime() - deadline < 0) {
            poller.poll(Pace.NEVER);
        }
        tally.mistakes.unanswered(tally.sent - tally.received);
    }

    /** Sends nothing more and watches the connections for so long; one that ends is a mistake. */
    void stay(Duration time) throws IOException {
        draining = true;
        long deadline = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - deadline < 0) {
            poller.poll(Pace.NEVER);
        }
        tally.mistakes.unanswered(tally.sent - tally.received);
    }

    private boolean isHopeless(long nowNanos) {
        if (tally.received < tally.sent && nowNanos - lastReplyNanos > stallNanos) {
            tally.stalled = true;
        }
        return tally.stalled || tally.mistakes.total() > MAX_MISTAKES;
    }

    private void ready(SelectionKey key) {
        LoadConnection connection = (LoadConnection) key.attachment();
        int ready = key.isValid() ? key.readyOps() : 0;
        if ((ready & SelectionKey.OP_WRITE) != 0) {
            traffic.flush(connection);
        }
        if ((ready & SelectionKey.OP_READ) != 0 && !connection.isLost()) {
            int replies = traffic.receive(connection);
            if (replies > 0) {
                lastReplyNanos = traffic.lastReadNanos();
                if (!draining && !connection.isLost()) {
                    pace.replied(connection, replies, lastReplyNanos);
                }
            }
        }
    }
}
