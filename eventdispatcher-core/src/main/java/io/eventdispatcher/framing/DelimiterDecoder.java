package io.eventdispatcher.framing;

import java.util.Objects;

/**
 * Splits bytes at a delimiter.
 *
 * <p>Threading: one thread at a time (confined to its connection).
 */
final class DelimiterDecoder implements FrameDecoder {

    private final byte[] delimiter;
    private final int maxFrameBytes;

    /** Bytes at the beginning of the next call's input where no delimiter begins. */
    private int scanned;

    DelimiterDecoder(byte[] delimiter, int maxFrameBytes) {
        this.delimiter = delimiter;
        this.maxFrameBytes = maxFrameBytes;
    }

    @Override
    public int decode(byte[] bytes, int offset, int length, FrameSink sink) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int end = offset + length;
        int start = offset;
        int from = offset + Math.min(scanned, length);
        scanned = 0;
        while (true) {
            int found = indexOf(bytes, from, end);
            // Without a delimiter the last bytes may be the beginning of one: they do not count as frame yet.
            int certain = found < 0 ? Math.max(from, end - delimiter.length + 1) : found;
            if (certain - start > maxFrameBytes) {
                return TOO_LONG;
            }
            if (found < 0) {
                scanned = certain - start;
                return start - offset;
            }
            int next = found + delimiter.length;
            if (!sink.onFrame(bytes, start, found - start)) {
                return next - offset;
            }
            start = next;
            from = next;
        }
    }

    private int indexOf(byte[] bytes, int from, int end) {
        byte first = delimiter[0];
        for (int i = from; i <= end - delimiter.length; i++) {
            if (bytes[i] == first && isDelimiterAt(bytes, i)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isDelimiterAt(byte[] bytes, int index) {
        for (int i = 1; i < delimiter.length; i++) {
            if (bytes[index + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }
}
