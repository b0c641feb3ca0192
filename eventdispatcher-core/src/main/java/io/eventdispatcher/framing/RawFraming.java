package io.eventdispatcher.framing;

import java.util.Objects;

/**
 * Bytes as they come.
 *
 * <p>Threading: immutable; its decoder has no state and is shared.
 */
final class RawFraming implements Framing, FrameDecoder, FrameEncoder {

    private final int maxChunkBytes;

    RawFraming(int maxChunkBytes) {
        this.maxChunkBytes = FrameLimit.check("maxChunkBytes", maxChunkBytes);
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
        return maxChunkBytes;
    }

    @Override
    public int decode(byte[] bytes, int offset, int length, FrameSink sink) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int consumed = 0;
        boolean more = true;
        while (more && consumed < length) {
            int chunk = Math.min(maxChunkBytes, length - consumed);
            more = sink.onFrame(bytes, offset + consumed, chunk);
            consumed += chunk;
        }
        return consumed;
    }

    @Override
    public int encodedLength(int frameLength) {
        return frameLength;
    }

    @Override
    public int header(byte[] target, int offset, int frameLength) {
        return 0;
    }

    @Override
    public void trailer(byte[] target, int offset, int frameLength) {
        // Nothing surrounds raw bytes.
    }

    @Override
    public String toString() {
        return "raw(" + maxChunkBytes + ")";
    }
}
