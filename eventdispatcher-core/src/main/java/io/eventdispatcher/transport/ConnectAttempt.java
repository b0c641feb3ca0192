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
}
