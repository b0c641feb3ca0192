package io.eventdispatcher.message;

import java.util.Map;

/**
 * Writes the JSON form: one line, no spaces, every value a string, all control characters escaped.
 *
 * <p>Threading: immutable.
 */
final class JsonText {
    /**
     * Key that announces parameter values escaped once more. The original decoder unescapes parameter values twice
     * always, and ignores a key it does not know, so that both read the same values.
     */
    static final String ESCAPED_KEY = "escaped";

    static final String ESCAPED_TWICE = "twice";

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private JsonText() {}

    /**
     * Writes a message.
     *
     * @param forOldPeers whether to escape values twice, and say so, when the original decoder would change one otherwise
     */
    static String write(Message message, boolean forOldPeers) {
        Map<String, String> parameters = message.parameters();
        boolean twice = forOldPeers && parameters.values().stream().anyMatch(JsonText::changesWhenUnescaped);
        StringBuilder json = new StringBuilder(64 + 2 * message.textLength()).append('{');
        MessageAddress source = message.source();
        MessageAddress destination = message.destination();
        optional(json, "sent-from-server", source.server());
        optional(json, "sent-from-service", source.service());
        optional(json, "server", destination.server());
        optional(json, "service", destination.service());
        string(json, "command").append(':');
        string(json, message.command());
        if (twice) {
            json.append(',');
            string(json, ESCAPED_KEY).append(':');
            string(json, ESCAPED_TWICE);
        }
        if (!parameters.isEmpty()) {
            json.append(",\"parameters\":");
            char separator = '{';
            for (Map.Entry<String, String> parameter : parameters.entrySet()) {
                string(json.append(separator), parameter.getKey()).append(':');
                string(json, twice ? parameter.getValue().replace("\\", "\\\\") : parameter.getValue());
                separator = ',';
            }
            json.append('}');
        }
        return json.append('}').toString();
    }

    /** Whether the second unescaping of the original decoder changes a value. */
    private static boolean changesWhenUnescaped(String value) {
        for (int i = value.indexOf('\\'); i >= 0 && i + 1 < value.length(); i = value.indexOf('\\', i + 1)) {
            if ("\\nr\"".indexOf(value.charAt(i + 1)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static void optional(StringBuilder json, String key, String value) {
        if (!value.isEmpty()) {
            string(json, key).append(':');
            string(json, value).append(',');
        }
    }

    private static StringBuilder string(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ' || c >= 0x7f && c < 0xa0) {
                        json.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 0xf]);
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        return json.append('"');
    }
}
