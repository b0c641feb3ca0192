package io.eventdispatcher.framing;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

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

    /** The longest delimiter: 64 bytes. */
    int MAX_DELIMITER_BYTES = 64;

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
     * Says whether each line feed ends a frame, so that there is none inside.
     *
     * @return false unless a framing knows better
     */
    default boolean splitsAtLineFeeds() {
        return false;
    }

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

    /**
     * Frames that end with a delimiter. A frame may be empty; the bytes behind the last delimiter are no frame. A frame that
     * is sent must not contain the delimiter; it is not searched for one. In contrast to {@link #lines} empty frames are
     * handed out, so that nothing is lost of data that is not made of messages.
     *
     * @param delimiter what ends a frame, 1 to {@link #MAX_DELIMITER_BYTES} bytes; copied
     * @param maxFrameBytes the longest frame accepted, without its delimiter; 1 to {@link #MAX_FRAME_BYTES}
     * @return the framing
     * @throws IllegalArgumentException if the delimiter or the limit is out of range
     */
    static Framing delimiter(byte[] delimiter, int maxFrameBytes) {
        return new DelimiterFraming(delimiter, maxFrameBytes);
    }

    /**
     * Frames that end with a delimiter, given as text: see {@link #delimiter(byte[], int)}.
     *
     * @param delimiter what ends a frame; its UTF-8 has 1 to {@link #MAX_DELIMITER_BYTES} bytes
     * @param maxFrameBytes the longest frame accepted, without its delimiter; 1 to {@link #MAX_FRAME_BYTES}
     * @return the framing
     * @throws IllegalArgumentException if the delimiter or the limit is out of range
     */
    static Framing delimiter(String delimiter, int maxFrameBytes) {
        return new DelimiterFraming(delimiter.getBytes(StandardCharsets.UTF_8), maxFrameBytes);
    }

    /**
     * Frames that all have the same size. A shorter frame that is sent is filled up with NUL bytes; the receiver gets it in
     * full size. A text message ends at a NUL, so messages come through as they are.
     *
     * @param frameBytes size of each frame; 1 to {@link #MAX_FRAME_BYTES}
     * @return the framing
     * @throws IllegalArgumentException if the size is out of range
     */
    static Framing fixed(int frameBytes) {
        return new FixedFraming(frameBytes);
    }

    /**
     * Reads a framing from configuration.
     *
     * <table>
     * <caption>The texts understood; names in any case</caption>
     * <tr><th>text</th><th>framing</th></tr>
     * <tr><td>{@code lines}</td><td>{@link #lines}</td></tr>
     * <tr><td>{@code raw}</td><td>{@link #raw}</td></tr>
     * <tr><td>{@code fixed:128}</td><td>{@link #fixed}, not above the limit</td></tr>
     * <tr><td>{@code delimiter:\r\n}</td><td>{@link #delimiter(byte[], int)}; escapes <code>\0 \t \n \r \\</code> and
     *     <code>\xHH</code>, all other characters mean their UTF-8, white space too</td></tr>
     * <tr><td>{@code length:1}, {@code length:2}, {@code length:4}</td><td>{@link #lengthPrefix}, the most significant
     *     byte first, or with {@code be} behind the number; with {@code le} ({@code length:4le}) the least significant byte
     *     first</td></tr>
     * </table>
     *
     * @param text the text
     * @param maxFrameBytes the longest frame accepted, 1 to {@link #MAX_FRAME_BYTES}; for {@code length:1} and {@code
     *     length:2} at most what the number can say, whatever is given here
     * @return the framing
     * @throws IllegalArgumentException if the text is not understood, or a value is out of range
     */
    static Framing parse(String text, int maxFrameBytes) {
        return FramingText.parse(text, maxFrameBytes);
    }
}
