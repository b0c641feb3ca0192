package io.eventdispatcher.transport;

/**
 * Gets the streams that an {@link Acceptor} accepts.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface AcceptHandler {

    /**
     * A peer has connected. The receiver owns the stream: it must {@linkplain StreamTransport#attach attach} or close
     * it, at once or later, here or on the loop to which it {@linkplain StreamTransport#moveTo moves} it.
     *
     * <p>Threading: called on the acceptor's loop thread; must not block. If it throws, the stream is closed and the
     * loop logs and counts the failure.
     *
     * @param transport the open stream, not attached yet
     * @since 0.1
     */
    void onAccept(StreamTransport transport);
}
