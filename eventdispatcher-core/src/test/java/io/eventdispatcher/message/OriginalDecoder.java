package io.eventdispatcher.message;

import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The decoder of the C++ library, modelled step by step after its specification, as the judge of what an old peer reads.
 * Strings hold one byte per character. Shares no code with the decoder under test.
 */
final class OriginalDecoder {
    /** What was read. */
    record Fields(
            String sourceServer,
            String sourceService,
            String server,
            String service,
            String command,
            TreeMap<String, String> parameters) {

        /** The fields of a message. */
        static Fields of(Message message) {
            byte[] bytes = message.storage();
            int[] index = message.index();
            MessageAddress source = MessageIndex.source(bytes, index, StandardCharsets.ISO_8859_1);
            MessageAddress destination = MessageIndex.destination(bytes, index, StandardCharsets.ISO_8859_1);
            TreeMap<String, String> parameters = new TreeMap<>();
            for (int i = 0; i < MessageIndex.count(index); i++) {
                String name = latin1(bytes, MessageIndex.nameStart(index, i), MessageIndex.nameEnd(index, i));
                byte[] value = MessageIndex.rawValue(bytes, index, i);
                parameters.put(name, latin1(value, 0, value.length));
            }
            return new Fields(
                    source.server(),
                    source.service(),
                    destination.server(),
                    destination.service(),
                    latin1(bytes, index[1], index[2]),
                    parameters);
        }
    }

    static String latin1(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** What goes over the wire for a message. */
    static String wire(Message message) {
        byte[] bytes = new byte[message.length()];
        message.copyTo(bytes, 0);
        return latin1(bytes, 0, bytes.length);
    }

    private final String input;
    private int at;

    private OriginalDecoder(String input) {
        this.input = input;
    }

    /** Decodes one line; null when the original refuses it. */
    static Fields decode(String line) {
        String white = " \t\n\u000b\f\r";
        int from = 0;
        int to = line.length();
        while (from < to && white.indexOf(line.charAt(from)) >= 0) {
            from++;
        }
        while (from < to && white.indexOf(line.charAt(to - 1)) >= 0) {
            to--;
        }
        String trimmed = line.substring(from, to);
        if (trimmed.startsWith("{")) {
            return decodeJson(trimmed);
        }
        int nul = trimmed.indexOf(0);
        try {
            return new OriginalDecoder(nul < 0 ? trimmed : trimmed.substring(0, nul)).decode();
        } catch (Refused e) {
            return null;
        }
    }

    private Fields decode() {
        String sourceServer = "";
        String sourceService = "";
        if (peek() == '<') {
            at++;
            sourceServer = upTo(":", " ");
            at++;
            sourceService = upTo(" ", "");
            at++;
        }
        String server = "";
        String service = "";
        StringBuilder word = new StringBuilder();
        while (at < input.length() && peek() != ' ') {
            char c = input.charAt(at++);
            if (c == ':') {
                refuse(!server.isEmpty() || !service.isEmpty() || word.isEmpty());
                server = word.toString();
                word.setLength(0);
            } else if (c == '/') {
                refuse(!service.isEmpty() || word.isEmpty());
                service = word.toString();
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        refuse(word.isEmpty());
        TreeMap<String, String> parameters = new TreeMap<>();
        at++;
        while (at < input.length()) {
            String name = upTo("=", "");
            refuse(!name.matches("[A-Za-z_][A-Za-z0-9_]*"));
            at++;
            parameters.put(name, unescape(peek() == '"' ? quoted() : bare(), "\\nr", "\\\n\r"));
        }
        return new Fields(sourceServer, sourceService, server, service, word.toString(), parameters);
    }

    /** Good for valid JSON with strings only: unknown strings are ignored, values of parameters unescaped once more. */
    private static Fields decodeJson(String line) {
        TreeMap<String, String> fields = new TreeMap<>();
        TreeMap<String, String> parameters = new TreeMap<>();
        String text = new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            TreeMap<String, String> into = fields;
            json.nextToken();
            while (json.nextToken() != null) {
                switch (json.currentToken()) {
                    case START_OBJECT -> into = parameters;
                    case END_OBJECT -> into = fields;
                    case VALUE_STRING -> into.put(binary(json.currentName()), binary(json.getString()));
                    case PROPERTY_NAME -> {}
                    default -> throw new IllegalArgumentException("not a string: " + line);
                }
            }
        }
        parameters.replaceAll((name, value) -> unescape(value, "\\\"nr", "\\\"\n\r"));
        return new Fields(
                fields.getOrDefault("sent-from-server", ""),
                fields.getOrDefault("sent-from-service", ""),
                fields.getOrDefault("server", ""),
                fields.getOrDefault("service", ""),
                fields.getOrDefault("command", ""),
                parameters);
    }

    private static String binary(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private char peek() {
        return at < input.length() ? input.charAt(at) : 0;
    }

    private String upTo(String stop, String forbidden) {
        int start = at;
        while (at < input.length() && stop.indexOf(input.charAt(at)) < 0) {
            refuse(forbidden.indexOf(input.charAt(at)) >= 0);
            at++;
        }
        refuse(at == input.length());
        return input.substring(start, at);
    }

    private String bare() {
        int end = input.indexOf(';', at);
        String value = end < 0 ? input.substring(at) : input.substring(at, end);
        at = end < 0 ? input.length() : end + 1;
        return value;
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (peek() != '"') {
            refuse(at >= input.length());
            if (input.startsWith("\\\"", at)) {
                at++;
            }
            value.append(input.charAt(at++));
        }
        at++;
        refuse(at < input.length() && peek() != ';');
        at++;
        return value.toString();
    }

    private static String unescape(String value, String escapes, String plainOnes) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            int rule = value.charAt(i) == '\\' && i + 1 < value.length() ? escapes.indexOf(value.charAt(i + 1)) : -1;
            if (rule >= 0) {
                plain.append(plainOnes.charAt(rule));
                i++;
            } else {
                plain.append(value.charAt(i));
            }
        }
        return plain.toString();
    }

    private static void refuse(boolean when) {
        if (when) {
            throw new Refused();
        }
    }

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
