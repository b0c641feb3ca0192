package io.eventdispatcher.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Collects the fields of one JSON object.
 *
 * <p>Threading: one thread at a time (confined to its reader).
 */
final class JsonFields {
    private final int maxParameters;
    private final List<String> pairs = new ArrayList<>(); // names and values in turn, values as they stand there
    private String sourceServer = "";
    private String sourceService = "";
    private String server = "";
    private String service = "";
    private String command = "";
    private boolean escapedTwice;

    JsonFields(int maxParameters) {
        this.maxParameters = maxParameters;
    }

    /**
     * Takes one key; the parser stands on the first token of its value, and on the last afterwards.
     *
     * @return what is wrong with it, empty when nothing
     */
    String accept(String key, JsonParser parser) {
        switch (key) {
            case "sent-from-server", "sent-from-service", "server", "service", "command", JsonText.ESCAPED_KEY -> {
                if (parser.currentToken() == JsonToken.VALUE_STRING) {
                    String value = parser.getString();
                    String problem = BinaryStrings.problem(value);
                    set(key, BinaryStrings.of(value));
                    return problem.isEmpty() ? "" : "JSON: " + key + ": " + problem;
                }
                if (key.equals(JsonText.ESCAPED_KEY)) {
                    parser.skipChildren();
                    return "";
                }
                return "JSON: " + key + " is not a string";
            }
            case "parameters" -> {
                return parser.currentToken() == JsonToken.START_OBJECT
                        ? acceptParameters(parser)
                        : "JSON: parameters is not an object";
            }
            default -> {
                parser.skipChildren();
                return "";
            }
        }
    }

    private void set(String key, String value) {
        switch (key) {
            case "sent-from-server" -> sourceServer = value;
            case "sent-from-service" -> sourceService = value;
            case "server" -> server = value;
            case "service" -> service = value;
            case "command" -> command = value;
            default -> escapedTwice = value.equals(JsonText.ESCAPED_TWICE);
        }
    }

    private String acceptParameters(JsonParser parser) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            int number = pairs.size() / 2 + 1;
            if (number > maxParameters) {
                return "too many parameters: max=" + maxParameters;
            }
            String name = parser.currentName();
            String value = scalar(parser, parser.nextToken());
            if (value == null) {
                return "parameter " + number + ": JSON value is not a scalar";
            }
            String problem = BinaryStrings.problem(name) + BinaryStrings.problem(value);
            if (!problem.isEmpty()) {
                return "parameter " + number + ": " + problem;
            }
            pairs.add(BinaryStrings.of(name));
            pairs.add(BinaryStrings.of(value));
        }
        return "";
    }

    /** The text of a scalar; null when it is none. Numbers keep their source text. */
    private static @Nullable String scalar(JsonParser parser, @Nullable JsonToken token) {
        if (token == null) {
            return null;
        }
        return switch (token) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> parser.getString();
            case VALUE_NULL -> "";
            default -> null;
        };
    }

    /** Number of parameters, repeated ones included. */
    int size() {
        return pairs.size() / 2;
    }

    /** The message; null when there was no command. */
    @Nullable
    Message message() {
        if (command.isEmpty()) {
            return null;
        }
        MessageBuilder builder = new MessageBuilder(command)
                .addresses(new MessageAddress(sourceServer, sourceService), new MessageAddress(server, service));
        for (int i = 0; i < pairs.size(); i += 2) {
            builder.put(pairs.get(i), escapedTwice ? unescaped(pairs.get(i + 1)) : pairs.get(i + 1));
        }
        return builder.build();
    }

    private static String unescaped(String value) {
        return BinaryStrings.of(TextValue.decode(BinaryStrings.bytes(value), 0, value.length(), true));
    }
}
