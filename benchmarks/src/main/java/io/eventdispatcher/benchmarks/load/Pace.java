package io.eventdispatcher.benchmarks.load;

/**
 * Decides when requests leave.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
interface Pace {

    /** Never, as an answer of {@link #turn}. */
    long NEVER = Long.MAX_VALUE;

    /** Begins; all connections are there. */
    void start(long nowNanos);

    /**
     * Sends what is due.
     *
     * @return nanoseconds until something is due again, or {@link #NEVER}
     */
    long turn(long nowNanos);

    /** Requests of a connection were answered. */
    void replied(LoadConnection connection, int count, long nowNanos);
}
