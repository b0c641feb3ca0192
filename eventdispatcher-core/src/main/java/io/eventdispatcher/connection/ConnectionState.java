package io.eventdispatcher.connection;

/**
 * State of a {@link Connection}.
 *
 * <p>Allowed moves: {@code OPENING -> OPEN}; {@code OPEN -> HALF_CLOSED} when the peer finished sending;
 * {@code OPEN | HALF_CLOSED -> DRAINING} when this side wants to close after writing what is queued;
 * {@code DRAINING -> LINGERING} when all is written and the peer is still sending; any {@code -> CLOSED}.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum ConnectionState {
    /** Created, the handler was not told yet. */
    OPENING,
    /** Both directions work. */
    OPEN,
    /** The peer finished sending; answers still go out, then the connection closes by itself. */
    HALF_CLOSED,
    /** Nothing is read any more; closes when nothing is held and all is written. */
    DRAINING,
    /** Output is shut down; what the peer still sends is thrown away for a moment so that it can read our last bytes. */
    LINGERING,
    /** Gone. */
    CLOSED;

    /**
     * Tells whether frames may still be sent.
     *
     * @return true before the output is shut down
     */
    public boolean canSend() {
        return ordinal() < LINGERING.ordinal();
    }
}
