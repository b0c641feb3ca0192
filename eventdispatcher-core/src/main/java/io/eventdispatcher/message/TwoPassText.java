package io.eventdispatcher.message;

import java.util.Arrays;

/**
 * Reads the parameters of a line the way the C++ library does: quotes first, escapes second.
 *
 * <p>The last resort for lines written by hand such as {@code C a="x\\"y"}, which {@link TextScanner} refuses and the
 * original takes.
 *
 * <p>Threading: immutable.
 */
final class TwoPassText {
    private TwoPassText() {}

    /**
     * Reads parameters into a builder.
     *
     * @param from where the first name starts
     * @return whether the line can be read and has not too many parameters
     */
    static boolean read(byte[] line, int from, int maxParameters, MessageBuilder into) {
        int length = 0;
        while (length < line.length && line[length] != 0) {
            length++;
        }
        int count = 0;
        int i = from;
        while (i < length) {
            int nameStart = i;
            while (i < length && NameRules.isPart(line[i])) {
                i++;
            }
            boolean named = i > nameStart && NameRules.isStart(line[nameStart]);
            if (!named || i == length || line[i] != '=' || ++count > maxParameters) {
                return false;
            }
            String name = BinaryStrings.of(line, nameStart, i);
            int start = i + 1;
            boolean quoted = start < length && line[start] == '"';
            int end = quoted ? closingQuote(line, start + 1, length) : semicolon(line, start, length);
            i = quoted ? end + 1 : end;
            if (end < 0 || i < length && line[i] != ';') {
                return false;
            }
            byte[] value = quoted ? withoutEscapedQuotes(line, start + 1, end) : Arrays.copyOfRange(line, start, end);
            into.put(name, BinaryStrings.of(TextValue.decode(value, 0, value.length, false)));
            i++;
        }
        return true;
    }

    private static int semicolon(byte[] line, int from, int length) {
        int i = from;
        while (i < length && line[i] != ';') {
            i++;
        }
        return i;
    }

    /** The first quote that does not stand directly behind a backslash; -1 when there is none. */
    private static int closingQuote(byte[] line, int from, int length) {
        for (int i = from; i < length; i++) {
            if (line[i] == '"' && (i == from || line[i - 1] != '\\')) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] withoutEscapedQuotes(byte[] line, int from, int to) {
        byte[] value = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            if (line[i] == '\\' && i + 1 < to && line[i + 1] == '"') {
                i++;
            }
            value[length++] = line[i];
        }
        return Arrays.copyOf(value, length);
    }
}
