package io.eventdispatcher.transport.tls;

/**
 * Watches handshakes, for example to count them.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface HandshakeObserver {

    /** Watches nothing. */
    HandshakeObserver NONE = outcome -> {};

    /**
     * A handshake has ended. Attempts that were cancelled on this side are not told.
     *
     * <p>Threading: called on the loop thread, must not block. What it throws is logged and ignored.
     *
     * @param outcome how
     * @since 0.1
     */
    void onHandshake(HandshakeOutcome outcome);
}
