package io.eventdispatcher.framing;

/**
 * Frames that end with a delimiter of one or more bytes.
 *
 * <p>Threading: immutable.
 */
final class DelimiterFraming implements Framing {

    private final byte[] delimiter;
    private final int maxFrameBytes;
    private final FrameEncoder encoder;

    DelimiterFraming(byte[] delimiter, int maxFrameBytes) {
        if (delimiter.length < 1 || delimiter.length > MAX_DELIMITER_BYTES) {
            throw new IllegalArgumentException(
                    "delimiter out of range: length=" + delimiter.length + " min=1 max=" + MAX_DELIMITER_BYTES);
        }
        this.delimiter = delimiter.clone();
        this.maxFrameBytes = FrameLimit.check("maxFrameBytes", maxFrameBytes);
        this.encoder = new Encoder(this.delimiter);
    }

    @Override
    public FrameDecoder newDecoder() {
        return new DelimiterDecoder(delimiter, maxFrameBytes);
    }

    @Override
    public FrameEncoder encoder() {
        return encoder;
    }

    @Override
    public int maxFrameBytes() {
        return maxFrameBytes;
    }

    @Override
    public String toString() {
        return "delimiter(" + Escapes.write(delimiter) + ", " + maxFrameBytes + ")";
    }

    private record Encoder(byte[] delimiter) implements FrameEncoder {

        @Override
        public int encodedLength(int frameLength) {
            return frameLength + delimiter.length;
        }

        @Override
        public int header(byte[] target, int offset, int frameLength) {
            return 0;
        }

        @Override
        public void trailer(byte[] target, int offset, int frameLength) {
            System.arraycopy(delimiter, 0, target, offset, delimiter.length);
        }
    }
}
