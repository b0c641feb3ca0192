package io.eventdispatcher.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Skips ordinary characters of a value eight at a time.
 *
 * <p>Threading: immutable.
 */
final class PlainRun {

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LINE_FEEDS = '\n' * ONES;
    private static final long RETURNS = '\r' * ONES;
    private static final long QUOTES = '"' * ONES;
    private static final long SEMICOLONS = ';' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;

    private PlainRun() {}

    /**
     * Returns where a run of ordinary characters of a bare value ends: at a semicolon, backslash, line feed, carriage return
     * or NUL, or so close to the end of the line that no eight bytes are left.
     */
    static int ofBare(byte[] line, int from) {
        int i = from;
        for (int lastWord = line.length - Long.BYTES; i <= lastWord; i += Long.BYTES) {
            long marks = stops((long) WORDS.get(line, i)) & HIGH_BITS;
            if (marks != 0) {
                return i + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
        }
        return i;
    }

    /** As {@link #ofBare}, of what stands in quotes: a quote ends the run too. */
    static int ofQuoted(byte[] line, int from) {
        int i = from;
        for (int lastWord = line.length - Long.BYTES; i <= lastWord; i += Long.BYTES) {
            long word = (long) WORDS.get(line, i);
            long marks = (stops(word) | zeros(word ^ QUOTES)) & HIGH_BITS;
            if (marks != 0) {
                return i + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
        }
        return i;
    }

    private static long stops(long word) {
        return zeros(word)
                | zeros(word ^ LINE_FEEDS)
                | zeros(word ^ RETURNS)
                | zeros(word ^ SEMICOLONS)
                | zeros(word ^ BACKSLASHES);
    }

    /**
     * Sets the high bit of the lowest zero byte. Bytes above that one may be marked wrongly, none below it, so the lowest
     * mark is exact, also of several words of marks together.
     */
    private static long zeros(long word) {
        return (word - ONES) & ~word;
    }
}
