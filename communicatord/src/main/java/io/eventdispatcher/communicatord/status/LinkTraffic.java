package io.eventdispatcher.communicatord.status;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the daemon counts about its links to other daemons.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class LinkTraffic {

    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final Map<Reason, LongAdder> drops = new EnumMap<>(Reason.class);
    private volatile int up;
    private volatile ClusterState cluster = new ClusterState(1, 1);

    /**
     * Why something was not sent to, or not taken from, another daemon.
     *
     * <p>Threading: immutable.
     *
     * @since 0.1
     */
    public enum Reason {
        /** The other daemon takes nothing, and too much waits for it already. */
        FULL,
        /** Longer than a line may be, with what a link adds. */
        TOO_LONG,
        /** The link has just ended. */
        GONE,
        /** Passed too many daemons, or would go back where it came from. */
        LOOP,
        /** News that cannot be read. */
        MALFORMED,
        /** News of more daemons than there may be. */
        TOO_MANY
    }

    /** Begins to count. */
    public LinkTraffic() {
        for (Reason reason : Reason.values()) {
            drops.put(reason, new LongAdder());
        }
    }

    /** Counts a message from another daemon. */
    public void countReceived() {
        received.increment();
    }

    /** Counts a message to another daemon. */
    public void countSent() {
        sent.increment();
    }

    /** Counts a link that ended without a good-bye. */
    public void countLost() {
        lost.increment();
    }

    /**
     * Counts what was not sent or not taken.
     *
     * @param reason why
     */
    public void countDropped(Reason reason) {
        LongAdder counter = drops.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    /**
     * Notes what there is. Written by the loop thread.
     *
     * @param links links that are up
     * @param machines the cluster
     */
    public void now(int links, ClusterState machines) {
        up = links;
        cluster = machines;
    }

    /**
     * Returns the messages from other daemons.
     *
     * @return since the start
     */
    public long received() {
        return received.sum();
    }

    /**
     * Returns the messages to other daemons.
     *
     * @return since the start
     */
    public long sent() {
        return sent.sum();
    }

    /**
     * Returns the links that ended without a good-bye.
     *
     * @return since the start
     */
    public long lost() {
        return lost.sum();
    }

    /**
     * Returns what was not sent or not taken.
     *
     * @param reason why
     * @return since the start
     */
    public long dropped(Reason reason) {
        LongAdder counter = drops.get(reason);
        return counter == null ? 0 : counter.sum();
    }

    /**
     * Returns the links that are up.
     *
     * @return 0 or more
     */
    public int up() {
        return up;
    }

    /**
     * Returns the machines that belong together, and those that can be reached.
     *
     * @return as of the last change
     */
    public ClusterState cluster() {
        return cluster;
    }
}
