package io.eventdispatcher.framing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks for LF eight bytes at a time.
 *
 * <p>Threading: immutable.
 */
final class LineFeedSearch {

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LINE_FEEDS = 0x0A0A0A0A0A0A0A0AL;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private LineFeedSearch() {}

    /**
     * Returns the index of the first LF.
     *
     * @param from first index looked at
     * @param to first index not looked at; nothing behind it is read
     * @return the index, or -1 when there is none
     */
    static int indexOf(byte[] bytes, int from, int to) {
        int index = from;
        for (int lastWord = to - Long.BYTES; index <= lastWord; index += Long.BYTES) {
            // After the XOR an LF is a zero byte. The subtraction borrows into the high bit of the lowest zero byte;
            // it may mark bytes above that one wrongly, never one below, so the lowest mark is exact.
            long word = (long) WORDS.get(bytes, index) ^ LINE_FEEDS;
            long marks = (word - ONES) & ~word & HIGH_BITS;
            if (marks != 0) {
                return index + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
        }
        for (; index < to; index++) {
            if (bytes[index] == '\n') {
                return index;
            }
        }
        return -1;
    }
}
