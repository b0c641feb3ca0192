package io.eventdispatcher.framing;

/**
 * Finds the frames in the bytes of one connection.
 *
 * <p>A decoder owns no bytes. It remembers only how far it has looked, so that a line arriving in many pieces is
 * scanned once and not again with every piece.
 *
 * <p>Threading: one thread at a time (confined to its connection).
 *
 * @since 0.1
 */
public interface FrameDecoder {

    /** Result of {@link #decode}: the next frame exceeds the limit, whether or not its end has been seen. */
    int TOO_LONG = -1;

    /**
     * Hands complete frames to the sink, in order, until none is left or the sink says stop.
     *
     * <p>The bytes of the next call must begin with the bytes this call did not consume, followed by what has arrived
     * since; they may lie at another offset or in another array. When the sink says stop, the frames behind the last
     * one are found by the next call, even when nothing new has arrived.
     *
     * <p>If the sink throws, the exception passes through; neither that decoder nor its connection can be used any
     * more.
     *
     * @param bytes holds the bytes to decode, unchanged during the call
     * @param offset of the first byte
     * @param length number of bytes; 0 is allowed and consumes nothing
     * @param sink takes the frames
     * @return the number of bytes consumed (whole frames with all that belongs to them, and skipped empty lines), or
     *     {@link #TOO_LONG}, after which the decoder must not be used again; frames before the long one have been
     *     handed out then
     * @throws IndexOutOfBoundsException if offset and length do not lie inside the array
     */
    int decode(byte[] bytes, int offset, int length, FrameSink sink);
}
