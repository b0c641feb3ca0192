package io.eventdispatcher.connection;

/**
 * Watches connections come and go; metrics attach here.
 *
 * <p>Threading: called on the loop thread of the connection, for a listener with several loops on several threads at the same
 * time; must not block. An exception is logged and ignored.
 *
 * @since 0.1
 */
public interface ConnectionObserver {

    /** Watches nothing. */
    ConnectionObserver NONE = new ConnectionObserver() {};

    /**
     * A connection was opened; called before its handler, also when it could not be set up and closes at once.
     *
     * @param connection the connection
     */
    default void opened(Connection connection) {}

    /**
     * A connection was closed; called after its handler, exactly once.
     *
     * @param connection the connection
     * @param reason why
     * @param openNanos how long it was open, in nanoseconds
     */
    default void closed(Connection connection, CloseReason reason, long openNanos) {}
}
