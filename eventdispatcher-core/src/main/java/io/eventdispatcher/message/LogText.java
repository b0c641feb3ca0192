package io.eventdispatcher.message;

import java.nio.charset.StandardCharsets;

/**
 * Makes text that came from a peer safe for a log and a terminal.
 *
 * <p>Control characters (C0, C1, DEL), format characters (all bidirectional controls among them), line and paragraph
 * separators and unpaired surrogates become <code>&#92;u</code> and four hexadecimal digits for each UTF-16 unit; the
 * result is at most {@value #MAX_CHARS} characters long and ends with {@code ...} when something was cut off. A backslash
 * of the text itself stays as it is: the result is for reading, not for decoding.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class LogText {
    /**
     * Most characters of a result.
     *
     * @since 0.1
     */
    public static final int MAX_CHARS = 256;

    private static final String CUT = "...";
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private LogText() {}

    /**
     * Escapes and clips a text.
     *
     * @param wireText any text
     * @return safe text, the same object when nothing had to change
     * @since 0.1
     */
    public static String clip(String wireText) {
        return clip(wireText, MAX_CHARS);
    }

    /**
     * Escapes and clips bytes; malformed UTF-8 becomes U+FFFD.
     *
     * @param bytes holds the text
     * @param offset its first byte
     * @param length its number of bytes, 0 or more
     * @return safe text
     * @throws IndexOutOfBoundsException if the range is not inside the array
     * @since 0.1
     */
    public static String clip(byte[] bytes, int offset, int length) {
        // four bytes make at least one character (a surrogate pair makes two), so these are enough to fill the result
        int enough = Math.min(length, 4 * MAX_CHARS + 4);
        return clip(new String(bytes, offset, enough, StandardCharsets.UTF_8));
    }

    /**
     * Escapes and clips a text at another length.
     *
     * @param text any text
     * @param maxChars most characters of the result, 4 or more
     * @return safe text, the same object when nothing had to change
     * @since 0.1
     */
    public static String clip(String text, int maxChars) {
        int safe = 0;
        while (safe < text.length() && safe < maxChars && isPlain(text.charAt(safe))) {
            safe++;
        }
        if (safe == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(Math.min(maxChars, text.length() + 16)).append(text, 0, safe);
        int lastWhole = out.length();
        for (int i = safe; i < text.length(); ) {
            if (out.length() <= maxChars - CUT.length()) {
                lastWhole = out.length();
            }
            int codePoint = text.codePointAt(i);
            append(out, codePoint);
            i += Character.charCount(codePoint);
            if (out.length() > maxChars) {
                break;
            }
        }
        if (out.length() > maxChars) {
            out.setLength(Math.min(lastWhole, maxChars - CUT.length()));
            out.append(CUT);
        }
        return out.toString();
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x7f;
    }

    private static void append(StringBuilder out, int codePoint) {
        if (!isDangerous(codePoint)) {
            out.appendCodePoint(codePoint);
        } else if (Character.isBmpCodePoint(codePoint)) {
            appendEscape(out, (char) codePoint);
        } else {
            appendEscape(out, Character.highSurrogate(codePoint));
            appendEscape(out, Character.lowSurrogate(codePoint));
        }
    }

    private static boolean isDangerous(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    private static void appendEscape(StringBuilder out, char c) {
        out.append("\\u")
                .append(HEX[c >> 12])
                .append(HEX[c >> 8 & 0xf])
                .append(HEX[c >> 4 & 0xf])
                .append(HEX[c & 0xf]);
    }
}
