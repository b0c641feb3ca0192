package io.eventdispatcher.transport;

import java.io.IOException;

/**
 * Hears how an attempt to connect ended: exactly one of the methods is called, once.
 *
 * <p>Threading: called on the loop thread, never from inside {@link StreamTransportFactory#connect}; must not block. If
 * {@link #onConnected} throws, the stream is closed and the loop logs and counts the failure.
 *
 * @since 0.1
 */
public interface ConnectHandler {

    /**
     * The stream is established. The receiver owns it: it must {@linkplain StreamTransport#attach attach} or close it.
     *
     * @param transport the open stream, not attached yet
     * @since 0.1
     */
    void onConnected(StreamTransport transport);

    /**
     * There is no stream.
     *
     * @param failure why, naming the address
     * @since 0.1
     */
    void onConnectFailed(IOException failure);
}
