package io.eventdispatcher.benchmarks.compare;

/**
 * What a scenario runs over.
 *
 * <p>Threading: immutable.
 */
enum Transport {
    /** Loopback TCP. */
    TCP,
    /** A Unix stream socket. */
    UNIX,
    /** TLS over loopback TCP. */
    TLS
}
