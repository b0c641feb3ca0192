package io.eventdispatcher.benchmarks.load;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Serial numbers of exactly eight digits, kept as their ASCII text in a {@code long}: counting up is one addition in nine
 * of ten cases, writing and comparing one access. After 99999999 comes 10000000.
 *
 * <p>Threading: immutable.
 */
final class Serials {

    static final int DIGITS = 8;
    private static final long FIRST = 10_000_000;
    private static final long COUNT = 90_000_000;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Serials() {}

    /** The text of a number, counted from the smallest serial; neighbours differ by one. */
    static long text(long number) {
        long rest = FIRST + number % COUNT;
        long text = 0;
        for (int i = 0; i < DIGITS; i++) {
            text |= ('0' + rest % 10) << 8 * i;
            rest /= 10;
        }
        return text;
    }

    /** The text of the next number. */
    static long next(long text) {
        long next = text + 1;
        return (next & 0xF) <= 9 ? next : carry(next);
    }

    private static long carry(long overflown) {
        long text = overflown;
        for (int i = 0; i < DIGITS; i++) {
            if ((text >>> 8 * i & 0xFF) <= '9') {
                return text;
            }
            text -= 10L << 8 * i;
            if (i < DIGITS - 1) {
                text += 1L << 8 * (i + 1);
            }
        }
        return text(0);
    }

    /** Reads eight bytes as a text. */
    static long get(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /** Writes a text as eight bytes. */
    static void put(byte[] bytes, int at, long text) {
        LONGS.set(bytes, at, text);
    }
}
