package io.eventdispatcher.framing;

import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Frames with their length in front.
 *
 * <p>Threading: immutable; its decoder has no state and is shared.
 */
final class LengthPrefixFraming implements Framing, FrameDecoder, FrameEncoder {

    private final int prefixBytes;
    private final ByteOrder order;
    private final int maxFrameBytes;

    LengthPrefixFraming(int prefixBytes, ByteOrder order, int maxFrameBytes) {
        if (prefixBytes != 1 && prefixBytes != 2 && prefixBytes != 4) {
            throw new IllegalArgumentException("a length is written in 1, 2 or 4 bytes: prefixBytes=" + prefixBytes);
        }
        this.prefixBytes = prefixBytes;
        this.order = Objects.requireNonNull(order, "order");
        this.maxFrameBytes = FrameLimit.check("maxFrameBytes", maxFrameBytes);
        if (prefixBytes < 4 && maxFrameBytes >= 1 << 8 * prefixBytes) {
            throw new IllegalArgumentException("the length does not fit into its bytes: maxFrameBytes=" + maxFrameBytes
                    + " prefixBytes=" + prefixBytes + " max=" + ((1 << 8 * prefixBytes) - 1));
        }
    }

    @Override
    public FrameDecoder newDecoder() {
        return this;
    }

    @Override
    public FrameEncoder encoder() {
        return this;
    }

    @Override
    public int maxFrameBytes() {
        return maxFrameBytes;
    }

    @Override
    public int decode(byte[] bytes, int offset, int length, FrameSink sink) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int consumed = 0;
        boolean more = true;
        while (more && length - consumed >= prefixBytes) {
            long frameLength = lengthAt(bytes, offset + consumed);
            if (frameLength > maxFrameBytes) {
                return TOO_LONG;
            }
            if (frameLength > length - consumed - prefixBytes) {
                return consumed;
            }
            more = sink.onFrame(bytes, offset + consumed + prefixBytes, (int) frameLength);
            consumed += prefixBytes + (int) frameLength;
        }
        return consumed;
    }

    private long lengthAt(byte[] bytes, int offset) {
        long value = 0;
        for (int i = 0; i < prefixBytes; i++) {
            int index = order == ByteOrder.BIG_ENDIAN ? i : prefixBytes - 1 - i;
            value = value << 8 | bytes[offset + index] & 0xFF;
        }
        return value;
    }

    @Override
    public int encodedLength(int frameLength) {
        return prefixBytes + frameLength;
    }

    @Override
    public int header(byte[] target, int offset, int frameLength) {
        for (int i = 0; i < prefixBytes; i++) {
            int index = order == ByteOrder.BIG_ENDIAN ? prefixBytes - 1 - i : i;
            target[offset + index] = (byte) (frameLength >>> 8 * i);
        }
        return prefixBytes;
    }

    @Override
    public void trailer(byte[] target, int offset, int frameLength) {
        // The length in front says it all.
    }

    @Override
    public String toString() {
        return "length-prefix(" + prefixBytes + ", " + order + ", " + maxFrameBytes + ")";
    }
}
