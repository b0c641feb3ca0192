package io.eventdispatcher.framing;

/**
 * Writes what surrounds a frame; the frame's own bytes are put between header and trailer by the caller.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public interface FrameEncoder {

    /**
     * Returns the number of bytes a frame takes in the stream.
     *
     * @param frameLength bytes of the frame, not negative
     * @return bytes of header, frame and trailer together
     */
    int encodedLength(int frameLength);

    /**
     * Writes what goes before the frame.
     *
     * @param target takes the header
     * @param offset where the header begins
     * @param frameLength bytes of the frame that follows
     * @return bytes written; the frame begins at {@code offset} plus this number; 0 when there is no header
     */
    int header(byte[] target, int offset, int frameLength);

    /**
     * Writes what goes behind the frame.
     *
     * @param target takes the trailer
     * @param offset where the trailer begins, directly behind the frame
     * @param frameLength bytes of the frame before it
     */
    void trailer(byte[] target, int offset, int frameLength);
}
