package io.eventdispatcher.connection;

/**
 * Which side opened a connection.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum Role {
    /** Accepted by a listener of ours. */
    SERVER,
    /** Opened by a client of ours. */
    CLIENT
}
