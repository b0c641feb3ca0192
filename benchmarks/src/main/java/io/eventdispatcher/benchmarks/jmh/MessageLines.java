package io.eventdispatcher.benchmarks.jmh;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The same messages in both forms: {@code PING} with {@code serial=1234567}, {@code text=hello} and further parameters of
 * that size.
 *
 * <p>Threading: immutable.
 */
final class MessageLines {

    private MessageLines() {}

    /** Returns the message as text. */
    static byte[] text(int parameters) {
        String all = String.join(";", pairs(parameters, "%s=%s"));
        return ("PING" + (all.isEmpty() ? "" : " " + all)).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the message as JSON. */
    static byte[] json(int parameters) {
        String all = String.join(",", pairs(parameters, "\"%s\":\"%s\""));
        return ("{\"command\":\"PING\",\"parameters\":{" + all + "}}").getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> pairs(int parameters, String form) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < parameters; i++) {
            String name = i == 0 ? "serial" : i == 1 ? "text" : "name" + i;
            String value = i == 0 ? "1234567" : i == 1 ? "hello" : "value" + i;
            pairs.add(String.format(form, name, value));
        }
        return pairs;
    }
}
