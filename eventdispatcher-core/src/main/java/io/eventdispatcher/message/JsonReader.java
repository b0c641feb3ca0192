package io.eventdispatcher.message;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Decodes the JSON form, with limits far below those of the library: three levels, numbers of up to 1,000 characters.
 *
 * <p>As the C++ library, it takes raw control characters inside strings (a carriage return becomes a line feed), merges
 * several {@code parameters} objects, and keeps the last of equal keys. It differs in keeping the source text of numbers,
 * ignoring unknown keys of any type, requiring a command, and repairing the missing comma behind a service name that the
 * C++ library writes.
 *
 * <p>Threading: one thread at a time (confined to its decoder).
 */
final class JsonReader {
    private static final int MAX_DEPTH = 3;
    private static final int MAX_NUMBER_CHARS = 1000;
    private static final String SERVICE = "\"service\":\"";
    private static final String COMMAND = "\"command\":\"";

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_CHARS)
                    .maxStringLength(Integer.MAX_VALUE) // the line has a limit already
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            // names come from peers: neither kept nor shared
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();

    private final int maxParameters;
    private String problem = "";
    private int parametersRead;

    JsonReader(int maxParameters) {
        this.maxParameters = maxParameters;
    }

    /** Why the last call gave null. */
    String problem() {
        return problem;
    }

    /** How many parameters the last message had, repeated ones included. */
    int parametersRead() {
        return parametersRead;
    }

    /**
     * Decodes a line.
     *
     * @param line starts with a brace
     * @return null when it is not a message
     */
    @Nullable
    Message read(byte[] line) {
        String text = new String(line, StandardCharsets.UTF_8);
        if (text.indexOf('\r') >= 0) {
            text = text.replace("\r\n", "\n").replace('\r', '\n');
        }
        try {
            return parse(text);
        } catch (JacksonException e) {
            problem = problem(e.getLocation());
        }
        String repaired = repair(text);
        if (repaired != null) {
            try {
                return parse(repaired);
            } catch (JacksonException e) {
                return null; // keep the first reason
            }
        }
        return null;
    }

    private static String problem(@Nullable TokenStreamLocation location) {
        return location == null
                ? "JSON nested too deep or number too long: maxDepth=" + MAX_DEPTH + " maxDigits=" + MAX_NUMBER_CHARS
                : "JSON not valid near character " + location.getCharOffset();
    }

    /** Inserts what the C++ library forgets behind the name of the service; null when that is not what is wrong. */
    private static @Nullable String repair(String text) {
        int service = text.indexOf(SERVICE);
        int end = service < 0 ? -1 : text.indexOf('"', service + SERVICE.length());
        if (end < 0 || !text.startsWith(COMMAND, end)) {
            return null;
        }
        return text.substring(0, end) + "\"," + text.substring(end);
    }

    private @Nullable Message parse(String text) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            JsonFields fields = new JsonFields(maxParameters);
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                String wrong = fields.accept(key, parser);
                if (!wrong.isEmpty()) {
                    problem = wrong;
                    return null;
                }
            }
            if (parser.nextToken() != null) {
                problem = "JSON: more behind the object";
                return null;
            }
            parametersRead = fields.size();
            Message message = fields.message();
            if (message == null) {
                problem = "JSON: no command";
            }
            return message;
        }
    }
}
