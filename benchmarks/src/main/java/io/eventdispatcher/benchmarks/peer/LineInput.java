package io.eventdispatcher.benchmarks.peer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines from a stream and tells when the next one would block. {@link java.io.BufferedReader} can do neither that nor
 * limit the length of a line.
 *
 * <p>Threading: one thread at a time.
 */
final class LineInput {

    private static final int FIRST_SIZE = 8_192;

    private final InputStream source;
    private byte[] buffer = new byte[FIRST_SIZE];
    private int from;
    private int searched;
    private int to;

    LineInput(InputStream source) {
        this.source = source;
    }

    /**
     * Returns the next line that is already here.
     *
     * @return the line without its end; null when {@link #read} is necessary
     * @throws IOException if it is longer than {@link LineProtocol#MAX_LINE_BYTES}
     */
    @Nullable
    String next() throws IOException {
        int feed = LineSearch.next(buffer, searched, to);
        searched = feed;
        if (feed == to) {
            return null;
        }
        checkLength(feed - from);
        int end = feed > from && buffer[feed - 1] == '\r' ? feed - 1 : feed;
        String line = new String(buffer, from, end - from, StandardCharsets.UTF_8);
        from = feed + 1;
        searched = from;
        return line;
    }

    /**
     * Waits for more input.
     *
     * @return false at its end
     * @throws IOException if the stream fails, or a line is longer than {@link LineProtocol#MAX_LINE_BYTES}
     */
    boolean read() throws IOException {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        searched -= from;
        from = 0;
        checkLength(to);
        if (to == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * to);
        }
        int read = source.read(buffer, to, buffer.length - to);
        to += Math.max(read, 0);
        return read >= 0;
    }

    private static void checkLength(int length) throws IOException {
        if (length > LineProtocol.MAX_LINE_BYTES) {
            throw new IOException("line too long: length=" + length + " max=" + LineProtocol.MAX_LINE_BYTES);
        }
    }
}
