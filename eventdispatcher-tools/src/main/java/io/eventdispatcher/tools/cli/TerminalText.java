package io.eventdispatcher.tools.cli;

/**
 * Makes text of peers and files harmless for a terminal.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class TerminalText {

    private TerminalText() {}

    /**
     * Writes control, format and separator characters, except tab, as <code>&#92;u</code> and four hexadecimal digits.
     * Nothing is cut off.
     *
     * @param text any text
     * @return safe text on one line
     */
    public static String safe(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair && !isDangerous(Character.toCodePoint(c, text.charAt(i + 1)))) {
                safe.append(c).append(text.charAt(++i));
            } else if (c != '\t' && isDangerous(c)) {
                safe.append(String.format("\\u%04x", (int) c));
            } else {
                safe.append(c);
            }
        }
        return safe.toString();
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
}
