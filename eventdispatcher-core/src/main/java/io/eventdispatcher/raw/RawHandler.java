package io.eventdispatcher.raw;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Acts on one channel of the raw level.
 *
 * <p>Threading: called on the loop thread; must not block.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface RawHandler {

    /**
     * Called when the channel is ready for something it was waiting for, or its time is over.
     *
     * <p>Readiness is level-triggered: what is left unread is told again in the next turn, and so is the end of a stream.
     *
     * @param channel the channel; may be kept
     * @param ready what has happened: bits of {@link Interest} that were asked for, or {@link Interest#TIMEOUT}
     * @return what to wait for next: {@link Interest#READ}, {@code WRITE}, {@code CONNECT}, {@code ACCEPT} or several of
     *     them; {@link Interest#NONE} to be left alone until {@link RawChannel#resume()}; {@link Interest#CLOSE} for the
     *     end
     * @throws IOException the peer's fault: the channel is closed, which is logged at debug level. After any other
     *     exception it is closed, too, and the loop logs and counts the failure
     */
    int onReady(RawChannel channel, int ready) throws IOException;

    /**
     * Called once, after the channel was closed. It is not called if the loop itself is closed before. What it throws is
     * logged.
     *
     * @param channel the channel
     * @param cause what {@link #onReady} threw, or null if it was closed without a failure
     */
    default void onClosed(RawChannel channel, @Nullable Throwable cause) {}
}
