package io.eventdispatcher.bytes;

import java.util.Objects;

/**
 * The bytes of one array.
 *
 * <p>Threading: immutable (nobody writes to the array any more).
 */
final class ArrayBytes implements ByteSource {
    private final byte[] bytes;

    ArrayBytes(byte[] bytes) {
        this.bytes = Objects.requireNonNull(bytes, "bytes");
    }

    @Override
    public int length() {
        return bytes.length;
    }

    @Override
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
    }

    @Override
    public String toString() {
        return "ByteSource[length=" + bytes.length + "]";
    }
}
