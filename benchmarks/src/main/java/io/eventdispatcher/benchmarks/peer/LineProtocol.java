package io.eventdispatcher.benchmarks.peer;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of the measured servers on Strings, for the peers whose libraries hand out lines as Strings: parses a line
 * into command and parameters, looks the command up and gives the reply.
 *
 * <p>Threading: immutable.
 */
final class LineProtocol {

    /** Longest line accepted, in bytes without its line feed. */
    static final int MAX_LINE_BYTES = 65_536;

    private static final int COUNTING_COMMANDS = 19;

    private final Map<String, Function<Map<String, String>, String>> commands = new HashMap<>();
    private final String end;

    /**
     * Registers the commands.
     *
     * @param end what follows each reply: a line feed, or nothing when the library adds it
     */
    LineProtocol(String end) {
        this.end = end;
        commands.put("PING", this::pong);
        for (int i = 0; i < COUNTING_COMMANDS; i++) {
            String reply = "C" + i + "_REPLY count=";
            commands.put("C" + i, parameters -> reply + parameters.size() + end);
        }
    }

    /**
     * Handles one line.
     *
     * @param line without its line feed
     * @return the reply
     */
    String answer(String line) {
        int space = line.indexOf(' ');
        String command = space < 0 ? line : line.substring(0, space);
        Map<String, String> parameters = parameters(line, space < 0 ? line.length() : space + 1);
        if (command.isEmpty()) {
            return "INVALID message=the command is missing" + end;
        }
        if (parameters == null) {
            return "INVALID command=" + command + ";message=a parameter has no name or no value" + end;
        }
        Function<Map<String, String>, String> handler = commands.get(command);
        return handler == null ? "UNKNOWN command=" + command + end : handler.apply(parameters);
    }

    /** Reads {@code name=value;name=value}; null when it is something else. */
    private static @Nullable Map<String, String> parameters(String line, int from) {
        Map<String, String> parameters = new HashMap<>();
        int start = from;
        while (start < line.length()) {
            int semicolon = line.indexOf(';', start);
            int stop = semicolon < 0 ? line.length() : semicolon;
            int equals = line.indexOf('=', start);
            if (equals <= start || equals > stop) {
                return null;
            }
            parameters.put(line.substring(start, equals), line.substring(equals + 1, stop));
            start = stop + 1;
        }
        return parameters;
    }

    private String pong(Map<String, String> parameters) {
        String serial = parameters.get("serial");
        return serial == null ? "INVALID command=PING;message=serial is missing" + end : "PONG serial=" + serial + end;
    }
}
