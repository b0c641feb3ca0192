package io.eventdispatcher.message;

import java.util.Arrays;

/**
 * The text form of one parameter value: bare or in quotes, with four escapes.
 *
 * <p>Differs from the C++ library in quoting values that start or end with white space, which the trimming of a line
 * would damage.
 *
 * <p>Threading: immutable.
 */
final class TextValue {
    private TextValue() {}

    /** White space that trimming removes and that stands raw in a value (line feed and carriage return do not). */
    static boolean isBlank(int c) {
        return c == ' ' || c == '\t' || c == 0x0b || c == '\f';
    }

    private static boolean isQuoted(String value, boolean semicolon) {
        if (value.isEmpty()) {
            return false;
        }
        char first = value.charAt(0);
        char last = value.charAt(value.length() - 1);
        // behind a backslash the original misses the closing quote, so blanks at the start alone do not count there
        return semicolon || first == '"' || last != '\\' && (isBlank(first) || isBlank(last));
    }

    /** Whether the original decoder misses the closing quote of this value. */
    static boolean confusesOldDecoder(String value) {
        return value.endsWith("\\") && isQuoted(value, value.indexOf(';') >= 0);
    }

    /** Bytes of the text form of a binary string. */
    static int encodedLength(String value) {
        int length = value.length();
        boolean semicolon = false;
        int escapes = 0;
        int quotes = 0;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c > '\\') {
                continue;
            }
            if (c == '\\' || c == '\n' || c == '\r') {
                escapes++;
            } else if (c == '"') {
                quotes++;
            } else if (c == ';') {
                semicolon = true;
            }
        }
        return length + escapes + (isQuoted(value, semicolon) ? quotes + 2 : 0);
    }

    /** Whether the text form holds a backslash, given its length. */
    static boolean isEscaped(String value, int encodedLength) {
        int more = encodedLength - value.length();
        return more != 0 && (more != 2 || !isQuoted(value, value.indexOf(';') >= 0));
    }

    /** Writes the text form, whose length differs from that of the value. */
    static void encode(String value, byte[] target, int at) {
        boolean quoted = isQuoted(value, value.indexOf(';') >= 0);
        int to = at;
        if (quoted) {
            target[to++] = '"';
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            byte escape = escape(c, quoted);
            if (escape == 0) {
                target[to++] = (byte) c;
            } else {
                target[to++] = '\\';
                target[to++] = escape;
            }
        }
        if (quoted) {
            target[to] = '"';
        }
    }

    private static byte escape(char c, boolean quoted) {
        return switch (c) {
            case '\\' -> '\\';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '"' -> (byte) (quoted ? '"' : 0);
            default -> 0;
        };
    }

    /** The value bytes of a bare text form, or of what stands between the quotes of a quoted one. */
    static byte[] decode(byte[] bytes, int from, int to, boolean quoted) {
        byte[] value = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '\\' && i + 1 < to) {
                byte plain = unescape(bytes[i + 1], quoted);
                if (plain != 0) {
                    b = plain;
                    i++;
                }
            }
            value[length++] = b;
        }
        return length == value.length ? value : Arrays.copyOf(value, length);
    }

    private static byte unescape(byte b, boolean quoted) {
        return switch (b) {
            case '\\' -> '\\';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case '"' -> (byte) (quoted ? '"' : 0);
            default -> 0;
        };
    }
}
