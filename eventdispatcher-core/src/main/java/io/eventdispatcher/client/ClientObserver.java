package io.eventdispatcher.client;

import io.eventdispatcher.bytes.ByteSource;
import java.io.IOException;
import java.time.Duration;

/**
 * Watches a {@link PermanentClient}; metrics and the journal of dropped frames attach here.
 *
 * <p>Threading: called on the loop thread unless a method says otherwise; must not block. An exception is logged and
 * ignored.
 *
 * @since 0.1
 */
public interface ClientObserver {

    /** Watches nothing. */
    ClientObserver NONE = new ClientObserver() {};

    /**
     * The state changed.
     *
     * @param snapshot how the client looks now
     */
    default void stateChanged(ClientSnapshot snapshot) {}

    /**
     * A whole round of attempts failed, or a connection was lost right after it was made.
     *
     * @param client name of the client
     * @param failure why; has no useful stack trace
     * @param pause until the next round; {@code Duration.ofNanos(Backoff.NEVER)} when there will be none by itself
     */
    default void attemptFailed(String client, IOException failure, Duration pause) {}

    /**
     * A frame that had been accepted will not be sent. Called once for each such frame, in their order, on the thread
     * that caused it: the loop thread, or the sender's when a new frame pushes an old one out.
     *
     * @param client name of the client
     * @param frame the frame, whole
     * @param reason why
     */
    default void dropped(String client, ByteSource frame, DropReason reason) {}
}
