package io.eventdispatcher.framing;

import java.util.Arrays;
import java.util.Objects;

/**
 * Frames that all have the same size.
 *
 * <p>Threading: immutable; its decoder has no state and is shared.
 */
final class FixedFraming implements Framing, FrameDecoder, FrameEncoder {

    private final int frameBytes;

    FixedFraming(int frameBytes) {
        this.frameBytes = FrameLimit.check("frameBytes", frameBytes);
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
        return frameBytes;
    }

    @Override
    public int decode(byte[] bytes, int offset, int length, FrameSink sink) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int consumed = 0;
        boolean more = true;
        while (more && length - consumed >= frameBytes) {
            more = sink.onFrame(bytes, offset + consumed, frameBytes);
            consumed += frameBytes;
        }
        return consumed;
    }

    @Override
    public int encodedLength(int frameLength) {
        return frameBytes;
    }

    @Override
    public int header(byte[] target, int offset, int frameLength) {
        return 0;
    }

    @Override
    public void trailer(byte[] target, int offset, int frameLength) {
        Arrays.fill(target, offset, offset + frameBytes - frameLength, (byte) 0);
    }

    @Override
    public String toString() {
        return "fixed(" + frameBytes + ")";
    }
}
