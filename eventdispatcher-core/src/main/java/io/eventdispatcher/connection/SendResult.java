package io.eventdispatcher.connection;

/**
 * What became of a frame given to {@link Connection#send}.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum SendResult {
    /** Accepted for writing, whole: it is in the write queue or already in the kernel (guarantee L0, see ARCHITECTURE). */
    SENT,
    /** Refused, nothing was taken: the frame does not fit into the write queue's limit. */
    FULL,
    /** Refused, nothing was taken: the frame is longer than the framing allows, so the peer would refuse it. */
    TOO_LONG,
    /** Refused, nothing was taken: the connection is closed or its output is shut down. */
    CLOSED;

    /**
     * Tells whether the frame was accepted.
     *
     * @return true for {@link #SENT}
     */
    public boolean accepted() {
        return this == SENT;
    }
}
