package io.eventdispatcher.tools.command;

import java.util.Map;

/**
 * Writes one JSON object on one line.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class JsonLine {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final boolean asciiOnly;
    private final StringBuilder text = new StringBuilder(256);

    /** @param asciiOnly whether everything else is escaped; else only what is dangerous on a terminal */
    JsonLine(boolean asciiOnly) {
        this.asciiOnly = asciiOnly;
    }

    JsonLine start(boolean ok) {
        text.setLength(0);
        text.append("{\"ok\":").append(ok);
        return this;
    }

    /** Begins an object that is no answer to a line. */
    JsonLine start() {
        text.setLength(0);
        text.append('{');
        return this;
    }

    JsonLine number(String name, long value) {
        name(name);
        text.append(value);
        return this;
    }

    private void name(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        string(name);
        text.append(':');
    }

    JsonLine field(String name, String value) {
        name(name);
        string(value);
        return this;
    }

    JsonLine field(String name, Map<String, String> values) {
        name(name);
        text.append('{');
        String separator = "";
        for (Map.Entry<String, String> entry : values.entrySet()) {
            text.append(separator);
            string(entry.getKey());
            text.append(':');
            string(entry.getValue());
            separator = ",";
        }
        text.append('}');
        return this;
    }

    StringBuilder end() {
        return text.append("}\n");
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7f || !asciiOnly && c >= 0xa0 && isHarmless(c)) {
                text.append(c);
            } else {
                text.append("\\u")
                        .append(HEX[c >> 12])
                        .append(HEX[c >> 8 & 0xf])
                        .append(HEX[c >> 4 & 0xf])
                        .append(HEX[c & 0xf]);
            }
        }
        text.append('"');
    }

    /** Halves of surrogate pairs are escaped, too: both halves are, so they still make a pair. */
    private static boolean isHarmless(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
