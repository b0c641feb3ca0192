package io.eventdispatcher.client;

/**
 * State of a {@link PermanentClient}.
 *
 * <p>Allowed moves: {@code IDLE -> CONNECTING | WAITING} when started; {@code CONNECTING -> CONNECTED | WAITING};
 * {@code CONNECTED -> CONNECTING | WAITING} when the connection is lost; {@code WAITING -> CONNECTING}; any
 * {@code -> STOPPING -> STOPPED}.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum ClientState {
    /** Not started. */
    IDLE,
    /** A round of attempts is under way. */
    CONNECTING,
    /** There is a connection. */
    CONNECTED,
    /** A pause after a failure, before the next round. */
    WAITING,
    /** No further attempt is made by itself: the backoff said never. Takes no frames; what waits is kept for its time. */
    GAVE_UP,
    /** Accepts no more frames; what was accepted is still being sent. */
    STOPPING,
    /** Ended for good. */
    STOPPED
}
