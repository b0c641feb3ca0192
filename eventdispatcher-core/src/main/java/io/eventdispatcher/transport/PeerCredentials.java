package io.eventdispatcher.transport;

/**
 * The user and group of the process at the other end of a Unix socket, at the time it connected (for the connecting
 * end: at the time the listener was bound).
 *
 * <p>Threading: immutable.
 *
 * @param user the user's name, or its number in decimal when it has no name
 * @param group the name of the user's primary group at that time, or its number in decimal
 * @since 0.1
 */
public record PeerCredentials(String user, String group) {}
