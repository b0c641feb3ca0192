package io.eventdispatcher.bytes;

import java.nio.charset.StandardCharsets;

/**
 * Bytes that can be copied out; their number and content do not change.
 *
 * <p>A frame to be sent is a byte source: the sender asks for the length, makes room, and has the bytes copied straight
 * to where they leave from, so that no intermediate array is needed.
 *
 * <p>Threading: immutable. Implementations can be read by several threads at a time.
 *
 * @since 0.1
 */
public interface ByteSource {

    /**
     * The number of bytes.
     *
     * @return bytes, 0 or more; always the same
     * @since 0.1
     */
    int length();

    /**
     * Copies all bytes.
     *
     * @param target where to write; its bytes outside {@code offset .. offset + length() - 1} are left alone
     * @param offset index of the first byte written, 0 or more
     * @throws IndexOutOfBoundsException if {@code length()} bytes do not fit at {@code offset}; nothing is written then
     * @since 0.1
     */
    void copyTo(byte[] target, int offset);

    /**
     * A source over an array, without copying it.
     *
     * @param bytes the content; the caller gives the array away and must not write to it any more
     * @return the source
     * @since 0.1
     */
    static ByteSource of(byte[] bytes) {
        return new ArrayBytes(bytes);
    }

    /**
     * A source holding the UTF-8 form of a text.
     *
     * @param text any text; an unpaired surrogate becomes {@code ?}
     * @return the source
     * @since 0.1
     */
    static ByteSource utf8(String text) {
        return new ArrayBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
