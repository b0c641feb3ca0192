package io.eventdispatcher.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads and writes up to eight decimal digits at once, one in each byte of a word, first digit in the lowest byte. Digit by
 * digit, each step would wait for the multiplication or division before it.
 *
 * <p>Threading: immutable.
 */
final class EightDigits {

    static final int COUNT = Long.BYTES;

    /** The first number that needs more. */
    static final long LIMIT = 100_000_000;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ZEROS = 0x3030303030303030L;
    private static final long HIGH_HALVES = 0xF0F0F0F0F0F0F0F0L;

    private EightDigits() {}

    /**
     * Reads the digits that end at an index.
     *
     * @param end at least 8; what stands before the digits is of no interest
     * @param count 1 to 8
     * @return 0 or more; -1 if one of them is no digit
     */
    static int read(byte[] bytes, int end, int count) {
        int other = Byte.SIZE * (COUNT - count); // bits before the digits, read as zeros
        long text = (long) WORDS.get(bytes, end - COUNT) >>> other << other | ZEROS & ~(-1L << other);
        long digits = text ^ ZEROS;
        if (((digits | digits + 0x0606060606060606L) & HIGH_HALVES) != 0) {
            return -1;
        }
        long pairs = digits * 10 + (digits >>> 8); // in every other byte; the others hold what overflowed
        long high = (pairs & 0x000000FF000000FFL) * (100 + (1_000_000L << 32));
        long low = (pairs >>> 16 & 0x000000FF000000FFL) * (1 + (10_000L << 32));
        return (int) (high + low >>> 32);
    }

    /**
     * Writes a number without leading zeros.
     *
     * @param value 0 or more, less than {@link #LIMIT}
     * @param target has room for eight bytes from {@code at} on, whatever the number
     * @return the index behind the last digit
     */
    static int write(int value, byte[] target, int at) {
        long digits = digits(value);
        int leading = Math.min(COUNT - 1, Long.numberOfTrailingZeros(digits) >>> 3);
        WORDS.set(target, at, (digits | ZEROS) >>> (Byte.SIZE * leading));
        return at + COUNT - leading;
    }

    /**
     * Writes a number with its leading zeros.
     *
     * @return the index behind the last digit
     */
    static int writeAll(int value, byte[] target, int at) {
        WORDS.set(target, at, digits(value) | ZEROS);
        return at + COUNT;
    }

    /** Divides by 10,000, then both halves by 100, then all quarters by 10; the latter by multiplying and shifting. */
    private static long digits(int value) {
        int high = value / 10_000;
        long fours = high | (long) (value - 10_000 * high) << 32;
        long hundreds = (fours * 10_486 >>> 20) & 0x0000007F0000007FL;
        long twos = hundreds | fours - 100 * hundreds << 16;
        long tens = (twos * 103 >>> 10) & 0x000F000F000F000FL;
        return tens | twos - 10 * tens << 8;
    }
}
