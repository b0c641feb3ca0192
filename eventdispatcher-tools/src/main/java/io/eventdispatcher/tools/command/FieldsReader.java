package io.eventdispatcher.tools.command;

import io.eventdispatcher.message.InvalidMessageException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads what {@code ed-message format} is given: JSON objects or fields separated by tabs.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class FieldsReader {

    private static final Pattern BYTE = Pattern.compile("\\\\x([0-9A-Fa-f]{2})");

    private final JsonFactory factory = new JsonFactory();
    private final boolean latin1;

    FieldsReader(boolean latin1) {
        this.latin1 = latin1;
    }

    /**
     * Reads one line.
     *
     * @throws InvalidMessageException if it is neither; the message says why
     */
    MessageFields read(byte[] line, int length) {
        String text = new String(line, 0, length, StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            throw new InvalidMessageException("empty");
        }
        return text.startsWith("{")
                ? json(text)
                // not UTF-8 necessarily: here a byte may stand as it is
                : fields(new String(line, 0, length, StandardCharsets.ISO_8859_1), UnaryOperator.identity());
    }

    private MessageFields json(String text) {
        MessageFields fields = new MessageFields();
        String in = null;
        try (JsonParser json = factory.createParser(ObjectReadContext.empty(), text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("parameters") && value == JsonToken.START_OBJECT) {
                    parameters(json, fields);
                } else if (value == JsonToken.VALUE_STRING) {
                    in = name.equals("in") ? json.getString() : in;
                    fields.set(name, binary(json.getString()));
                } else {
                    json.skipChildren();
                }
            }
            if (json.nextToken() != null) {
                throw new InvalidMessageException("not one JSON object: something follows it");
            }
        } catch (JacksonException e) {
            throw new InvalidMessageException("not JSON: " + e.getOriginalMessage(), e);
        }
        return fields.command.isEmpty() && in != null ? fields(in, this::binary) : fields;
    }

    private void parameters(JsonParser json, MessageFields fields) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            if (!json.nextToken().isScalarValue()) {
                throw new InvalidMessageException("parameter '" + name + "' is neither text nor a number");
            }
            fields.parameters.put(name, binary(String.valueOf(json.getString())));
        }
    }

    private MessageFields fields(String text, UnaryOperator<String> toBinary) {
        MessageFields fields = new MessageFields();
        for (String field : text.split("\t")) {
            int equals = field.indexOf('=');
            if (equals < 0) {
                throw new InvalidMessageException("field without '=': '" + field + "'");
            }
            String name = field.substring(0, equals);
            String value = field.substring(equals + 1);
            if (name.startsWith("p:")) {
                fields.parameters.put(name.substring(2), unescaped(value, toBinary));
            } else if (name.startsWith("i:")) {
                fields.parameters.put(name.substring(2), integer(name, value));
            } else if (!fields.set(name, unescaped(value, toBinary))) {
                throw new InvalidMessageException(
                        "unknown field: '" + name + "'; command, server, service, sfs, p:NAME and i:NAME are known");
            }
        }
        return fields;
    }

    private static String integer(String name, String value) {
        try {
            return Long.toString(Long.parseLong(value));
        } catch (NumberFormatException e) {
            throw new InvalidMessageException("field '" + name + "' is not a 64-bit integer: '" + value + "'", e);
        }
    }

    /** The bytes of a value with \xHH resolved. */
    private static String unescaped(String value, UnaryOperator<String> toBinary) {
        Matcher bytes = BYTE.matcher(toBinary.apply(value));
        return bytes.replaceAll(FieldsReader::character);
    }

    private static String character(MatchResult hex) {
        return Matcher.quoteReplacement(Character.toString(Integer.parseInt(hex.group(1), 16)));
    }

    private String binary(@Nullable String text) {
        String value = text == null ? "" : text;
        if (!latin1) {
            checkPairs(value);
            return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) > 0xff) {
                throw new InvalidMessageException(
                        "not Latin-1: U+" + Integer.toHexString(value.charAt(i)) + " at index " + i);
            }
        }
        return value;
    }

    /** What UTF-8 cannot write would become a question mark. */
    private static void checkPairs(String value) {
        int index = 0;
        while (index < value.length()) {
            int codePoint = value.codePointAt(index);
            if (Character.getType(codePoint) == Character.SURROGATE) {
                throw new InvalidMessageException("unpaired surrogate at index " + index);
            }
            index += Character.charCount(codePoint);
        }
    }
}
