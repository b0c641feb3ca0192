package io.eventdispatcher.spring.handler;

import org.jspecify.annotations.Nullable;

/**
 * Integers as the wire writes them: optional sign, optional prefix {@code 0x 0o 0b 0d} in any case, digits. The same
 * syntax as {@code Message.integer}, for texts that are not parameters too, and without an exception for a peer's
 * mistake.
 *
 * <p>Threading: immutable.
 */
final class IntegerText {

    private IntegerText() {}

    /** The value, or {@code null} when the text is not an integer or does not fit 64 bits. */
    static @Nullable Long parse(String text) {
        int length = text.length();
        int at = 0;
        boolean negative = false;
        if (length > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+')) {
            negative = text.charAt(0) == '-';
            at = 1;
        }
        int radix = 10;
        if (length - at > 2 && text.charAt(at) == '0') {
            int prefix = radixOf(text.charAt(at + 1));
            if (prefix != 0) {
                radix = prefix;
                at += 2;
            }
        }
        return at == length ? null : digits(text, at, radix, negative);
    }

    private static int radixOf(char prefix) {
        return switch (prefix) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            case 'd', 'D' -> 10;
            default -> 0;
        };
    }

    /** Counts downwards, because the negative range is the larger one. */
    private static @Nullable Long digits(String text, int from, int radix, boolean negative) {
        long smallest = negative ? Long.MIN_VALUE : -Long.MAX_VALUE;
        long beforeShift = smallest / radix;
        long value = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, radix) : -1;
            if (digit < 0 || value < beforeShift || value * radix < smallest + digit) {
                return null;
            }
            value = value * radix - digit;
        }
        return negative ? value : -value;
    }
}
