package io.eventdispatcher.framing;

import java.util.Objects;

/**
 * Splits bytes at LF.
 *
 * <p>Threading: one thread at a time (confined to its connection).
 */
final class LineDecoder implements FrameDecoder {

    private final int maxLineBytes;

    /** Bytes at the beginning of the next call's input that are known to hold no LF. */
    private int scanned;

    LineDecoder(int maxLineBytes) {
        this.maxLineBytes = maxLineBytes;
    }

    @Override
    public int decode(byte[] bytes, int offset, int length, FrameSink sink) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int end = offset + length;
        int start = offset;
        int from = offset + Math.min(scanned, length);
        scanned = 0;
        while (true) {
            int lineFeed = LineFeedSearch.indexOf(bytes, from, end);
            int lineLength = (lineFeed < 0 ? end : lineFeed) - start;
            if (lineLength > maxLineBytes) {
                return TOO_LONG;
            }
            if (lineFeed < 0) {
                scanned = lineLength;
                return start - offset;
            }
            int next = lineFeed + 1;
            if (lineLength > 0 && !sink.onFrame(bytes, start, lineLength)) {
                return next - offset;
            }
            start = next;
            from = next;
        }
    }
}
