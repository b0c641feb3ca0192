package io.eventdispatcher.tools.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads lines as bytes, with a bound: of a longer line only its length is known. A last line without line feed counts.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 *
 * @since 0.1
 */
public final class LineReader {

    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private final int maxBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;
    private byte[] line = new byte[256];
    private long length;

    /**
     * Makes a reader.
     *
     * @param in read in pieces of 64 KiB
     * @param maxBytes longest line kept, without its line feed, 1 or more
     */
    public LineReader(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /**
     * Goes to the next line.
     *
     * @return false at the end of the input
     * @throws IOException if reading fails
     */
    public boolean next() throws IOException {
        length = 0;
        boolean any = false;
        while (at < end || fill()) {
            any = true;
            int stop = at;
            while (stop < end && buffer[stop] != '\n') {
                stop++;
            }
            keep(at, stop - at);
            at = Math.min(end, stop + 1);
            if (stop < end) {
                return true;
            }
        }
        return any;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    private void keep(int from, int count) {
        long total = length + count;
        if (total <= maxBytes) {
            if (total > line.length) {
                line = Arrays.copyOf(line, (int) Math.min(maxBytes, Math.max(2L * line.length, total)));
            }
            System.arraycopy(buffer, from, line, (int) length, count);
        }
        length = total;
    }

    /**
     * Whether bytes of the next line were read already.
     *
     * @return true when {@link #next} need not wait for the first byte
     */
    public boolean hasMore() {
        return at < end;
    }

    /**
     * Whether the line is longer than kept.
     *
     * @return true then; {@link #bytes} is of no use
     */
    public boolean isTooLong() {
        return length > maxBytes;
    }

    /**
     * The length of the line.
     *
     * @return bytes, without line feed
     */
    public long length() {
        return length;
    }

    /**
     * The bytes of the line.
     *
     * @return the first {@link #length} count; overwritten by {@link #next}
     */
    public byte[] bytes() {
        return line;
    }
}
