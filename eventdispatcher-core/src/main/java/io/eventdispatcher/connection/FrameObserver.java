package io.eventdispatcher.connection;

import io.eventdispatcher.bytes.ByteSource;

/**
 * Watches the frames of connections it is given to with {@link Connection#observeFrames}; traces attach here.
 *
 * <p>Threading: {@link #received} is called on the loop thread, {@link #sent} on the thread that sends; must not block. An
 * exception is logged and ignored.
 *
 * @since 0.1
 */
public interface FrameObserver {

    /**
     * A complete frame was received. Called before the handler of the connection.
     *
     * @param connection where it came from
     * @param bytes holds the frame; must not be changed or kept
     * @param offset its first byte
     * @param length its number of bytes, 0 or more
     * @since 0.1
     */
    void received(Connection connection, byte[] bytes, int offset, int length);

    /**
     * Somebody wanted to send a frame.
     *
     * @param connection where it goes
     * @param frame content without framing
     * @param result whether it was accepted
     * @since 0.1
     */
    void sent(Connection connection, ByteSource frame, SendResult result);
}
