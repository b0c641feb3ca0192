package io.eventdispatcher.transport;

/**
 * A connection being made.
 *
 * <p>Threading: loop thread only.
 *
 * @since 0.1
 */
public interface ConnectAttempt {

    /**
     * Gives up: closes what there is, and the handler is not called any more. Does nothing when the handler was called
     * already, and the second time.
     *
     * @since 0.1
     */
    void cancel();

    /**
     * Gives up for now: as {@link #cancel}, but another attempt to the same address is going to follow, so what waits for
     * the peer may be kept for that, for a limited time. A {@code cancel()} later drops what was kept; it is due when
     * the other attempt is over, or is not going to be made.
     *
     * @return whether something may have been kept
     * @since 0.1
     */
    default boolean postpone() {
        cancel();
        return false;
    }
}
