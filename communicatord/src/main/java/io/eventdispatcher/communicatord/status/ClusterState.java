package io.eventdispatcher.communicatord.status;

/**
 * Whether enough machines are there.
 *
 * <p>Threading: immutable.
 *
 * @param total machines that belong together, 1 or more
 * @param reachable machines that can be reached, 1 to {@code total}
 * @since 0.1
 */
public record ClusterState(int total, int reachable) {

    /**
     * Returns how many make a cluster that works.
     *
     * @return more than half
     */
    public int quorum() {
        return total / 2 + 1;
    }

    /**
     * Tells whether there are enough.
     *
     * @return whether the quorum is reached
     */
    public boolean isUp() {
        return reachable >= quorum();
    }

    /**
     * Tells whether all are there.
     *
     * @return whether none is missing
     */
    public boolean isComplete() {
        return reachable >= total;
    }
}
