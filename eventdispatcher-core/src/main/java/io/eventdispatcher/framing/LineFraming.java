package io.eventdispatcher.framing;

/**
 * Lines ended by LF (spec 1.9).
 *
 * <p>Threading: immutable.
 */
final class LineFraming implements Framing {

    private static final FrameEncoder ENCODER = new Encoder();

    private final int maxLineBytes;

    LineFraming(int maxLineBytes) {
        this.maxLineBytes = FrameLimit.check("maxLineBytes", maxLineBytes);
    }

    @Override
    public FrameDecoder newDecoder() {
        return new LineDecoder(maxLineBytes);
    }

    @Override
    public FrameEncoder encoder() {
        return ENCODER;
    }

    @Override
    public boolean splitsAtLineFeeds() {
        return true;
    }

    @Override
    public int maxFrameBytes() {
        return maxLineBytes;
    }

    @Override
    public String toString() {
        return "lines(" + maxLineBytes + ")";
    }

    private static final class Encoder implements FrameEncoder {

        @Override
        public int encodedLength(int frameLength) {
            return frameLength + 1;
        }

        @Override
        public int header(byte[] target, int offset, int frameLength) {
            return 0;
        }

        @Override
        public void trailer(byte[] target, int offset, int frameLength) {
            target[offset] = '\n';
        }
    }
}
