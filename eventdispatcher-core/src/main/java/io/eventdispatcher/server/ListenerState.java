package io.eventdispatcher.server;

/**
 * State of a {@link Listener}: {@code RUNNING <-> PAUSED}, either {@code -> STOPPING -> STOPPED}.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum ListenerState {
    /** Accepts and reads. */
    RUNNING,
    /** Bound, but neither accepts nor reads. */
    PAUSED,
    /** Unbound; live connections are drained. */
    STOPPING,
    /** Unbound and without connections. */
    STOPPED
}
