package io.eventdispatcher.message;

/**
 * Writes numbers in decimal without making a text of them.
 *
 * <p>Threading: immutable.
 */
final class DecimalText {

    /** Most bytes a number takes, the sign included. */
    static final int MAX_BYTES = 20;

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
        if (value < EightDigits.LIMIT) {
            return EightDigits.write((int) value, target, at);
        }
        long high = value / EightDigits.LIMIT;
        int end = writeDigits(high, target, at);
        return EightDigits.writeAll((int) (value - high * EightDigits.LIMIT), target, end);
    }
}
