package io.eventdispatcher.loop;

/**
 * Acts on the readiness of one registered channel.
 *
 * <p>Threading: called on the loop thread; must not block.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface IoHandler {
    /**
     * Called when the channel is ready for at least one operation of the registration's interest.
     *
     * <p>Readiness is level-triggered: a handler that leaves the condition as it is (unread bytes, an unnoticed end of
     * stream) is called again in the next turn. It may cancel, disable or change any registration, also its own, and
     * may register others; those are looked at from the next turn on.
     *
     * @param registration the registration that became ready; may be kept
     * @param readyOps the ready operations ({@link java.nio.channels.SelectionKey} bits) that are still of interest;
     *     never 0
     * @throws Exception any failure; it is logged, counted and handed to {@link #onFailure}, and the loop goes on
     */
    void onReady(IoRegistration registration, int readyOps) throws Exception;

    /**
     * Called after {@link #onReady} has thrown. Cancels the registration unless overridden: a channel whose handler
     * failed usually stays ready, and would fail again at full speed in every turn.
     *
     * <p>If this method throws as well, that is logged and counted, and the registration is cancelled.
     *
     * @param registration the registration whose handler failed
     * @param failure what {@code onReady} threw; errors that end the loop (see {@link EventLoop#runOnce}) never arrive
     *     here
     */
    default void onFailure(IoRegistration registration, Throwable failure) {
        registration.cancel();
    }
}
