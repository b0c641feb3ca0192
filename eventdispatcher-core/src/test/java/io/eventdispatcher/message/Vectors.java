package io.eventdispatcher.message;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** What the original did with thousands of inputs, recorded; strings hold one byte per character. */
final class Vectors {
    /**
     * One recorded line.
     *
     * @param ok whether the original accepted the input
     * @param fields what it read; null when it refused
     * @param text what it wrote from these fields; null when it could not
     */
    record Vector(
            String in,
            boolean ok,
            OriginalDecoder.@Nullable Fields fields,
            @Nullable String text) {}

    private Vectors() {}

    static List<Vector> read(String file) {
        try (InputStream in = Objects.requireNonNull(Vectors.class.getResourceAsStream("/vectors/" + file), file);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            List<Vector> vectors = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                vectors.add(vector(line));
            }
            return vectors;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Vector vector(String line) {
        TreeMap<String, String> texts = new TreeMap<>();
        TreeMap<String, String> parameters = new TreeMap<>();
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = json.currentName();
                JsonToken value = json.nextToken();
                if (value == JsonToken.START_OBJECT) {
                    // also {"exception": ...} in place of a text
                    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                        String name = json.currentName();
                        json.nextToken();
                        if (key.equals("parameters")) {
                            parameters.put(name, json.getString());
                        }
                    }
                } else {
                    texts.put(key, json.getString());
                }
            }
        }
        boolean ok = texts.get("ok").equals("true");
        OriginalDecoder.Fields fields = ok
                ? new OriginalDecoder.Fields(
                        texts.get("sent_from_server"),
                        texts.get("sent_from_service"),
                        texts.get("server"),
                        texts.get("service"),
                        texts.get("command"),
                        parameters)
                : null;
        return new Vector(texts.get("in"), ok, fields, texts.get("to_string"));
    }
}
