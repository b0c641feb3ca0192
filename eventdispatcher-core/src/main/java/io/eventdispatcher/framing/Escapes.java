package io.eventdispatcher.framing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Bytes as text that can be typed: {@code \0 \t \n \r \\} and {@code \xHH}; all other characters mean their UTF-8.
 *
 * <p>Threading: immutable.
 */
final class Escapes {

    private static final String LETTERS = "0tnr\\";
    private static final byte[] VALUES = {0, '\t', '\n', '\r', '\\'};

    private Escapes() {}

    /**
     * Returns the bytes that a text means.
     *
     * @throws IllegalArgumentException if it holds a backslash with something else behind it, or ends with one
     */
    static byte[] read(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int index = 0;
        while (index < text.length()) {
            int backslash = text.indexOf('\\', index);
            int end = backslash < 0 ? text.length() : backslash;
            bytes.writeBytes(text.substring(index, end).getBytes(StandardCharsets.UTF_8));
            index = backslash < 0 ? end : readEscape(text, backslash, bytes);
        }
        return bytes.toByteArray();
    }

    private static int readEscape(String text, int backslash, ByteArrayOutputStream bytes) {
        char letter = backslash + 1 < text.length() ? text.charAt(backslash + 1) : ' ';
        int known = LETTERS.indexOf(letter);
        if (known >= 0) {
            bytes.write(VALUES[known]);
            return backslash + 2;
        }
        if (letter == 'x' && backslash + 4 <= text.length()) {
            int high = Character.digit(text.charAt(backslash + 2), 16);
            int low = Character.digit(text.charAt(backslash + 3), 16);
            if (high >= 0 && low >= 0) {
                bytes.write(high << 4 | low);
                return backslash + 4;
            }
        }
        throw new IllegalArgumentException("unknown escape: text='" + text + "' position=" + backslash
                + "; known are \\0 \\t \\n \\r \\\\ and \\xHH with two hexadecimal digits");
    }

    /** Returns a text that {@link #read} turns into the bytes. */
    static String write(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            int known = indexOf(b);
            if (known >= 0) {
                text.append('\\').append(LETTERS.charAt(known));
            } else if (b >= ' ' && b < 0x7F) {
                text.append((char) b);
            } else {
                text.append(String.format("\\x%02X", b));
            }
        }
        return text.toString();
    }

    private static int indexOf(byte value) {
        for (int i = 0; i < VALUES.length; i++) {
            if (VALUES[i] == value) {
                return i;
            }
        }
        return -1;
    }
}
