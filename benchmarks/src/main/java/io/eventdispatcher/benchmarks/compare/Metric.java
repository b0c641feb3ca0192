package io.eventdispatcher.benchmarks.compare;

/**
 * What is measured.
 *
 * <p>Threading: immutable.
 */
enum Metric {
    /** Messages per second. */
    RATE(true),
    /** Microseconds of server CPU per message. */
    CPU(false),
    /** Bytes allocated by the server per message. */
    ALLOCATION(false),
    /** Microseconds. */
    P50(false),
    /** Microseconds. */
    P99(false),
    /** Microseconds. */
    P999(false),
    /** Bytes of live heap of the server per idle connection. */
    HEAP(false),
    /** Direct buffers of the server per idle connection. */
    DIRECT_BUFFERS(false),
    /** Bytes of resident memory of the server per idle connection. */
    RESIDENT(false),
    /** CPU time of the server per second. */
    SERVER_SHARE(false),
    /** CPU time of the generator per second. */
    GENERATOR_SHARE(false),
    /** CPU time of all other processes per second. */
    OTHER_SHARE(false),
    /** Wrong, missing and surplus replies, lost and refused connections. */
    ERRORS(false);

    private final boolean moreIsBetter;

    Metric(boolean moreIsBetter) {
        this.moreIsBetter = moreIsBetter;
    }

    boolean isBetter(double value, double than) {
        return moreIsBetter ? value > than : value < than;
    }
}
