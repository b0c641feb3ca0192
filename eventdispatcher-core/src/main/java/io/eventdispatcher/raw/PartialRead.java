package io.eventdispatcher.raw;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that have been read but not taken: keeps them between the calls of a handler until there are exactly as many as
 * are wanted, or until a delimiter has come.
 *
 * <p>The pieces handed out are views, valid until the next {@link #readFrom}. The buffer is empty at first and grows up to
 * the limit, in steps.
 *
 * <p>Threading: one thread at a time.
 *
 * @since 0.1
 */
public final class PartialRead {

    private static final int SMALL = 1_024;
    private static final int READ_AT_ONCE = 65_536;
    private static final int MAX = 1 << 30;
    private static final int MAX_DELIMITER_BYTES = 64;

    private final int maxPieceBytes;
    private final int maxCapacity;
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    private boolean filled;

    /** Where the last search has ended without success, counted from the first byte not taken. */
    private int scanned;

    private String scannedFor = "";

    /**
     * Makes an empty one.
     *
     * @param maxPieceBytes the longest piece that can be taken, 1..2<sup>30</sup> bytes, without its delimiter; it never
     *     holds more than this or 64 KiB, whichever is more
     * @throws IllegalArgumentException if the limit is out of range
     */
    public PartialRead(int maxPieceBytes) {
        if (maxPieceBytes < 1 || maxPieceBytes > MAX) {
            throw new IllegalArgumentException(
                    "limit out of range: maxPieceBytes=" + maxPieceBytes + " min=1 max=" + MAX);
        }
        this.maxPieceBytes = maxPieceBytes;
        this.maxCapacity = Math.max(maxPieceBytes + MAX_DELIMITER_BYTES, READ_AT_ONCE);
    }

    /**
     * Reads once.
     *
     * @param source a non-blocking channel
     * @return bytes read; 0 if there is nothing now; -1 at the end of the stream, when pieces may be left to be taken
     * @throws IOException if reading fails
     * @throws IllegalStateException if it is full: pieces have to be taken before
     */
    public int readFrom(ReadableByteChannel source) throws IOException {
        makeRoom();
        int taken = buffer.position();
        buffer.position(buffer.limit()).limit(buffer.capacity());
        try {
            return source.read(buffer);
        } finally {
            filled = !buffer.hasRemaining();
            buffer.limit(buffer.position()).position(taken);
        }
    }

    /**
     * Returns how many bytes can be taken.
     *
     * @return bytes, 0 or more
     */
    public int available() {
        return buffer.remaining();
    }

    /**
     * Looks at the next bytes without taking them.
     *
     * @param bytes how many, 0 to the limit
     * @return a view of exactly so many bytes; null if they have not come yet
     * @throws IllegalArgumentException if there will never be so many
     */
    public @Nullable ByteBuffer peek(int bytes) {
        if (bytes < 0 || bytes > maxPieceBytes) {
            throw new IllegalArgumentException("piece out of range: bytes=" + bytes + " min=0 max=" + maxPieceBytes
                    + "; check a length that comes from a peer first");
        }
        return bytes > buffer.remaining() ? null : view(bytes);
    }

    /**
     * Takes the next bytes.
     *
     * @param bytes how many, 0 to the limit
     * @return a view of exactly so many bytes; null if they have not come yet, nothing is taken then
     * @throws IllegalArgumentException if there will never be so many
     */
    public @Nullable ByteBuffer take(int bytes) {
        ByteBuffer piece = peek(bytes);
        if (piece != null) {
            skip(bytes);
        }
        return piece;
    }

    /**
     * Takes the bytes before the next delimiter, and the delimiter itself.
     *
     * @param delimiter what ends a piece, such as {@code "\n"}; its UTF-8 has 1 to 64 bytes
     * @return a view of the bytes before it, maybe none; null if it has not come yet, nothing is taken then
     * @throws InputTooLongException if there are more bytes than the limit before it, whether it has come or not
     * @throws IllegalArgumentException if the delimiter is out of range
     */
    public @Nullable ByteBuffer takeUntil(String delimiter) throws InputTooLongException {
        byte[] wanted = delimiter.getBytes(StandardCharsets.UTF_8);
        if (wanted.length < 1 || wanted.length > MAX_DELIMITER_BYTES) {
            throw new IllegalArgumentException(
                    "delimiter out of range: length=" + wanted.length + " min=1 max=" + MAX_DELIMITER_BYTES);
        }
        int at = scannedFor.equals(delimiter) ? scanned : 0;
        int last = buffer.remaining() - wanted.length;
        while (at <= last && at <= maxPieceBytes && !isAt(at, wanted)) {
            at++;
        }
        if (at > maxPieceBytes) {
            throw new InputTooLongException("no delimiter in time: bytes=" + available() + " max=" + maxPieceBytes);
        }
        if (at > last) {
            scanned = at;
            scannedFor = delimiter;
            return null;
        }
        ByteBuffer piece = view(at);
        skip(at + wanted.length);
        return piece;
    }

    private boolean isAt(int index, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (buffer.get(buffer.position() + index + i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private ByteBuffer view(int bytes) {
        return buffer.slice(buffer.position(), bytes).asReadOnlyBuffer();
    }

    private void skip(int bytes) {
        buffer.position(buffer.position() + bytes);
        scanned = 0;
    }

    private void makeRoom() {
        int left = buffer.remaining();
        if (left >= maxCapacity) {
            throw new IllegalStateException("no room to read: available=" + left + " max=" + maxCapacity
                    + "; take what is there, or do not wait for READ meanwhile");
        }
        int capacity = buffer.capacity();
        if (capacity < maxCapacity && (filled || left >= capacity / 2)) {
            int grown = (int) Math.min(maxCapacity, Math.max(SMALL, 2L * capacity));
            buffer = ByteBuffer.allocate(grown).put(buffer).flip();
        } else {
            buffer.compact().flip();
        }
    }
}
