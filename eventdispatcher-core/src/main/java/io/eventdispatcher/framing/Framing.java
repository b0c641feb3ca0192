package io.eventdispatcher.framing;

import java.nio.ByteOrder;

/**
 * How frames lie in a stream of bytes: makes one decoder for each connection and lends the encoder all of them share.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public interface Framing {

    /** Limit of a line used when nothing else is said: 64 KiB. The original C++ library has none. */
    int DEFAULT_MAX_LINE_BYTES = 65536;

    /** The largest limit any framing accepts: 1 GiB, so that a frame with its delimiter always fits into an array. */
    int MAX_FRAME_BYTES = 1 << 30;

    /**
     * Makes the decoder of one connection.
     *
     * @return a new decoder, never shared
     */
    FrameDecoder newDecoder();

    /**
     * Returns the encoder; it has no state and is shared by all connections.
     *
     * @return the encoder
     */
    FrameEncoder encoder();

    /**
     * Returns the length of the longest frame a decoder of this framing hands out.
     *
     * @return bytes, without header and trailer, at least 1
     */
    int maxFrameBytes();

    /**
     * Frames that end with a line feed, as in the original protocol: LF ends a line, CR is an ordinary byte, completely
     * empty lines are skipped silently. A frame that is sent must not contain an LF; it is not searched for one.
     *
     * @param maxLineBytes the longest line accepted, in bytes, without its LF; 1 to {@link #MAX_FRAME_BYTES}
     * @return the framing
     * @throws IllegalArgumentException if the limit is out of range
     */
    static Framing lines(int maxLineBytes) {
        return new LineFraming(maxLineBytes);
    }

    /**
     * No framing: bytes are handed out as they arrive, in pieces that say nothing about how the peer wrote them.
     *
     * @param maxChunkBytes the largest piece handed out at a time, in bytes; 1 to {@link #MAX_FRAME_BYTES}
     * @return the framing
     * @throws IllegalArgumentException if the limit is out of range
     */
    static Framing raw(int maxChunkBytes) {
        return new RawFraming(maxChunkBytes);
    }

    /**
     * Frames with their length in front, as an unsigned number of 1, 2 or 4 bytes that counts the frame alone. A frame may
     * be empty.
     *
     * @param prefixBytes size of the number: 1, 2 or 4
     * @param order which of its bytes comes first
     * @param maxFrameBytes the longest frame accepted; 1 to {@link #MAX_FRAME_BYTES}, and to what the number can say
     * @return the framing
     * @throws IllegalArgumentException if the size is another, or the limit is out of range
     */
    static Framing lengthPrefix(int prefixBytes, ByteOrder order, int maxFrameBytes) {
        return new LengthPrefixFraming(prefixBytes, order, maxFrameBytes);
    }
}
