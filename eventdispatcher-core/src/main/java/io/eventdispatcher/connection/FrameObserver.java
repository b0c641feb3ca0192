package io.eventdispatcher.connection;

import io.eventdispatcher.bytes.ByteSource;

/**
 * Watches the frames of connections it is given to with {@link Connection#observeFrames}; traces attach here.
 *
 * <p>Threading: called on the loop thread, about refused frames on the thread that sends; must not block. An exception is logged
 * and ignored.
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
     * A frame is written next, or was refused. Frames that are written come in the order of the wire, and before anything
     * that the peer says to them is {@linkplain #received received}; one that another thread sends is seen when the loop
     * takes it, and never if the connection ends before.
     *
     * @param connection where it goes
     * @param frame content without framing
     * @param result whether it was accepted
     * @since 0.1
     */
    void sent(Connection connection, ByteSource frame, SendResult result);
}
