package io.eventdispatcher.message;

/**
 * Writes numbers in decimal without making a text of them. Two digits at a time, because each division waits for the one
 * before it.
 *
 * <p>Threading: immutable.
 */
final class DecimalText {

    /** Most bytes a number takes, the sign included. */
    static final int MAX_BYTES = 20;

    private static final long[] POWERS = new long[19];
    private static final byte[] PAIRS = new byte[200];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = 10 * POWERS[i - 1];
        }
        for (int i = 0; i < 100; i++) {
            PAIRS[2 * i] = (byte) ('0' + i / 10);
            PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
        }
    }

    private DecimalText() {}

    /** Writes a number and returns the index behind it; up to {@link #MAX_BYTES} must fit. */
    static int write(long value, byte[] target, int at) {
        if (value == Long.MIN_VALUE) {
            return BinaryStrings.copy(Long.toString(value), target, at);
        }
        if (value >= 0) {
            return writeDigits(value, target, at);
        }
        target[at] = '-';
        return writeDigits(-value, target, at + 1);
    }

    private static int writeDigits(long value, byte[] target, int at) {
        int end = at + digits(value);
        int i = end;
        long rest = value;
        while (rest > Integer.MAX_VALUE) {
            long hundredth = rest / 100;
            i = pair((int) (rest - 100 * hundredth), target, i);
            rest = hundredth;
        }
        int small = (int) rest;
        while (small >= 10) {
            int hundredth = small / 100;
            i = pair(small - 100 * hundredth, target, i);
            small = hundredth;
        }
        if (i > at) {
            target[i - 1] = (byte) ('0' + small);
        }
        return end;
    }

    private static int pair(int value, byte[] target, int end) {
        target[end - 1] = PAIRS[2 * value + 1];
        target[end - 2] = PAIRS[2 * value];
        return end - 2;
    }

    /** 1233 / 4096 is the number of decimal digits in a binary one. */
    private static int digits(long value) {
        int atMost = (64 - Long.numberOfLeadingZeros(value | 1)) * 1233 >> 12;
        return atMost < POWERS.length && value >= POWERS[atMost] ? atMost + 1 : Math.max(1, atMost);
    }
}
