package io.eventdispatcher.message;

import java.nio.charset.StandardCharsets;

/**
 * Integers as the C++ library reads them: an optional sign, an optional prefix {@code 0x 0b 0o 0d} in any case, digits.
 *
 * <p>Differs from it by an exact check of the range.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class IntegerText {
    /** So many decimal digits always fit. */
    private static final int SAFE_DIGITS = 18;

    private IntegerText() {}

    /**
     * Reads a signed 64-bit integer, as {@link Message#integer(String)} does, from a text that is not a parameter.
     *
     * @param text all of it is the integer
     * @return the value
     * @throws NumberFormatException saying what is wrong
     * @since 0.1
     */
    public static long parse(String text) {
        int length = text.length();
        if (length > 0 && length <= SAFE_DIGITS && (text.charAt(0) != '0' || length == 1)) {
            long value = 0;
            int at = 0;
            for (int digit; at < length && (digit = text.charAt(at) - '0') >= 0 && digit <= 9; at++) {
                value = 10 * value + digit;
            }
            if (at == length) {
                return value;
            }
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return signed(bytes, 0, bytes.length);
    }

    /**
     * Reads a signed 64-bit integer.
     *
     * @throws NumberFormatException saying what is wrong
     */
    static long signed(byte[] bytes, int from, int to) {
        boolean negative = from < to && bytes[from] == '-';
        long magnitude = magnitude(bytes, skipSign(bytes, from, to), to);
        if (magnitude < 0 && !(negative && magnitude == Long.MIN_VALUE)) {
            throw new NumberFormatException("out of range -2^63..2^63-1");
        }
        return negative ? -magnitude : magnitude;
    }

    /**
     * Reads an unsigned 64-bit integer.
     *
     * @throws NumberFormatException saying what is wrong
     */
    static long unsigned(byte[] bytes, int from, int to) {
        long magnitude = magnitude(bytes, skipSign(bytes, from, to), to);
        if (magnitude != 0 && bytes[from] == '-') {
            throw new NumberFormatException("negative, range is 0..2^64-1");
        }
        return magnitude;
    }

    private static int skipSign(byte[] bytes, int from, int to) {
        return from < to && (bytes[from] == '-' || bytes[from] == '+') ? from + 1 : from;
    }

    private static long magnitude(byte[] bytes, int from, int to) {
        long value = plain(bytes, from, to, -1);
        return value >= 0 ? value : anyMagnitude(bytes, from, to);
    }

    /** Reads a decimal number without sign and leading zeros, so short that it always fits; anything else is otherwise. */
    static long plain(byte[] bytes, int from, int to, long otherwise) {
        int digits = to - from;
        if (digits <= 0 || digits > SAFE_DIGITS || bytes[from] == '0' && digits > 1) {
            return otherwise;
        }
        int last = to < EightDigits.COUNT ? 0 : Math.min(digits, EightDigits.COUNT);
        long value = 0;
        for (int at = from; at < to - last; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                return otherwise;
            }
            value = 10 * value + digit;
        }
        if (last == 0) {
            return value;
        }
        int rest = EightDigits.read(bytes, to, last);
        return rest < 0
                ? otherwise
                : value * EightDigits.LIMIT + rest; // without more than eight digits, the value is 0
    }

    private static long anyMagnitude(byte[] bytes, int from, int to) {
        int radix = 10;
        int at = from;
        if (to - from > 1 && bytes[from] == '0') {
            int prefixed = radix(bytes[from + 1]);
            if (prefixed != 0) {
                radix = prefixed;
                at += 2;
            }
        }
        if (at == to) {
            throw new NumberFormatException("no digits");
        }
        long limit = Long.divideUnsigned(-1, radix);
        long value = 0;
        for (; at < to; at++) {
            int digit = bytes[at] < 0 ? -1 : Character.digit(bytes[at], radix);
            if (digit < 0) {
                throw new NumberFormatException("no digit at index " + at);
            }
            if (Long.compareUnsigned(value, limit) > 0) {
                throw new NumberFormatException("more than 64 bits");
            }
            value = value * radix + digit;
            if (Long.compareUnsigned(value, digit) < 0) {
                throw new NumberFormatException("more than 64 bits");
            }
        }
        return value;
    }

    private static int radix(byte prefix) {
        return switch (prefix) {
            case 'x', 'X' -> 16;
            case 'b', 'B' -> 2;
            case 'o', 'O' -> 8;
            case 'd', 'D' -> 10;
            default -> 0;
        };
    }
}
