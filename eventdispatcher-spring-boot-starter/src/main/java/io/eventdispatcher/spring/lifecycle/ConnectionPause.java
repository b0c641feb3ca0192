package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.connection.AttributeKey;
import io.eventdispatcher.connection.Connection;

/**
 * Keeps a single connection from being read, as somebody asked; its socket stays, and messages are still sent. What pauses a
 * connection besides, such as its listener or a full queue, adds to it.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class ConnectionPause {

    private static final AttributeKey<Boolean> PAUSED = AttributeKey.named("paused");

    private ConnectionPause() {}

    /**
     * Stops reading. Does nothing if it was called before.
     *
     * @param connection which one
     */
    public static void begin(Connection connection) {
        synchronized (connection) {
            if (!isPaused(connection)) {
                connection.attribute(PAUSED, Boolean.TRUE);
                connection.suspend();
            }
        }
    }

    /**
     * Reads again, unless something else keeps it from being read; what the peer has sent meanwhile comes first. Does nothing
     * unless it was paused by {@link #begin}.
     *
     * @param connection which one
     */
    public static void end(Connection connection) {
        synchronized (connection) {
            if (isPaused(connection)) {
                connection.attribute(PAUSED, null);
                connection.resume();
            }
        }
    }

    /**
     * Tells whether somebody asked not to read.
     *
     * @param connection which one
     * @return true from {@link #begin} to {@link #end}
     */
    public static boolean isPaused(Connection connection) {
        return connection.attribute(PAUSED) != null;
    }
}
