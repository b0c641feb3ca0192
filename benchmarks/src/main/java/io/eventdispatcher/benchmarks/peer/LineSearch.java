package io.eventdispatcher.benchmarks.peer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds line feeds eight bytes at a time.
 *
 * <p>Threading: immutable.
 */
final class LineSearch {

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long LINE_FEEDS = '\n' * ONES;

    private LineSearch() {}

    /**
     * Searches a range.
     *
     * @param bytes searched
     * @param from first index
     * @param to end of the range
     * @return index of the first line feed, or {@code to} when there is none
     */
    static int next(byte[] bytes, int from, int to) {
        int i = from;
        while (i <= to - Long.BYTES) {
            long differences = (long) WORDS.get(bytes, i) ^ LINE_FEEDS;
            long found = differences - ONES & ~differences & HIGH_BITS;
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
            i += Long.BYTES;
        }
        while (i < to && bytes[i] != '\n') {
            i++;
        }
        return i;
    }
}
