package io.eventdispatcher.connection;

import org.jspecify.annotations.Nullable;

/**
 * Acts on what happens to one connection. One handler object serves one connection.
 *
 * <p>Threading: all methods are called on the loop thread of the connection and must not block. An exception is logged,
 * counted and closes the connection with {@link CloseReason#ERROR}; the loop goes on.
 *
 * @since 0.1
 */
public interface ConnectionHandler {

    /**
     * The connection is open; called before any frame, and the only callback that is followed by reading.
     *
     * @param connection may be kept
     */
    default void onOpen(Connection connection) {}

    /**
     * A complete frame arrived.
     *
     * @param connection the connection
     * @param bytes shared buffer; copy what is needed, it is overwritten after the call
     * @param offset first byte of the frame
     * @param length bytes of the frame
     */
    void onFrame(Connection connection, byte[] bytes, int offset, int length);

    /**
     * All complete frames of one read were handed over; what was sent meanwhile leaves right after this call in one write.
     *
     * @param connection the connection
     */
    default void onBatchEnd(Connection connection) {}

    /**
     * A frame is longer than the framing allows. After this call, which may send one short answer, the connection drains
     * and closes with {@link CloseReason#TOO_LONG}.
     *
     * @param connection the connection
     * @param maxFrameBytes the limit
     */
    default void onTooLong(Connection connection, int maxFrameBytes) {}

    /**
     * The peer finished sending. An unfinished last frame was dropped and counted, never handed over. The connection
     * closes by itself once nothing is {@linkplain Connection#hold held} and all is written.
     *
     * @param connection the connection
     */
    default void onEnd(Connection connection) {}

    /**
     * The write queue fell to the low-water mark after it had been above the high-water mark.
     *
     * @param connection the connection
     */
    default void onWritable(Connection connection) {}

    /**
     * The connection is gone. Called exactly once, as the last callback; without {@link #onOpen} if it could not be set up.
     *
     * @param connection the connection
     * @param reason why
     * @param cause the failure behind it, if there was one
     */
    default void onClosed(Connection connection, CloseReason reason, @Nullable Throwable cause) {}
}
