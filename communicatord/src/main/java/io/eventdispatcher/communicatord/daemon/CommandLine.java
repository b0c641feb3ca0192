package io.eventdispatcher.communicatord.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Understands the options of the original, on the command line and in the environment variable {@code COMMUNICATORD}: {@code
 * --local-listen 127.0.0.1:4040} as well as {@code --local_listen=127.0.0.1:4040}. Other arguments are left to Spring Boot.
 *
 * <p>Threading: immutable.
 */
final class CommandLine {

    /** The environment variable that holds options; those on the command line win. */
    static final String VARIABLE = "COMMUNICATORD";

    private static final Set<String> WITH_VALUE = Set.of(
            "ca-certificate",
            "certificate",
            "data-path",
            "local-listen",
            "max-connections",
            "my-address",
            "neighbors",
            "private-key",
            "remote-listen",
            "secure-listen",
            "server-name",
            "services",
            "signal",
            "signal-secret",
            "unix-group",
            "unix-listen");

    /** What the original has and this daemon has not, with the reason. */
    private static final Map<String, String> NOT_HERE = Map.of(
            "communicator-plugin-paths", "there are no plugins; load and clock are built in",
            "group-name", "a Java process cannot change its group; start it as that group (systemd: Group=)",
            "max-gossip-timeout",
                    "neighbors are asked to dial as often as they are dialled: communicatord.mesh.retry-max",
            "max-pending-connections", "up to 1024 connections wait",
            "path-to-message-definitions", "the daemon checks its own messages itself",
            "timedate-wait-command", "the clock is looked at without a command",
            "user-name", "a Java process cannot change its user; start it as that user (systemd: User=)");

    private static final String DEBUG_ALL = "debug-all-messages";

    /** The options of Spring Boot that have no dot in their name. */
    private static final Set<String> SPRING_BOOT = Set.of("debug", "trace");

    private CommandLine() {}

    /** Returns the names of all options. */
    static Set<String> options() {
        Set<String> all = new TreeSet<>(WITH_VALUE);
        all.add(DEBUG_ALL);
        return all;
    }

    /**
     * Translates arguments.
     *
     * @param arguments as on a command line
     * @return what Spring Boot understands
     * @throws IllegalArgumentException if an option has no value, is not known, or is one of the original that this daemon
     *     does not have
     */
    static List<String> translate(List<String> arguments) {
        List<String> translated = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String option = option(equals < 0 ? argument : argument.substring(0, equals));
            if (NOT_HERE.containsKey(option)) {
                throw new IllegalArgumentException(
                        "option --" + option + " of the original is not here: " + NOT_HERE.get(option));
            }
            if (option.equals(DEBUG_ALL)) {
                translated.add("--communicatord.check-commands=true");
            } else if (!WITH_VALUE.contains(option)) {
                translated.add(known(argument, option));
            } else if (equals >= 0) {
                translated.add("--communicatord." + option + argument.substring(equals));
            } else if (i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("--")) {
                i++;
                translated.add("--communicatord." + option + "=" + arguments.get(i));
            } else {
                throw new IllegalArgumentException("option --" + option + " needs a value: --" + option + "=...");
            }
        }
        return translated;
    }

    /** A mistyped option must not be taken for a property that nobody reads. */
    private static String known(String argument, String option) {
        if (!argument.startsWith("--") || option.indexOf('.') < 0 && !SPRING_BOOT.contains(option)) {
            throw new IllegalArgumentException(
                    "unknown option: " + argument + "; properties are written as --name.of.property=value");
        }
        return argument;
    }

    /** Dashes and underscores are the same in names of options. */
    private static String option(String argument) {
        return argument.startsWith("--")
                ? argument.substring(2).toLowerCase(Locale.ROOT).replace('_', '-')
                : "";
    }

    /**
     * Splits options as they stand in a variable: at blanks, but not inside quotes.
     *
     * @param text any text
     * @return the arguments
     */
    static List<String> split(String text) {
        List<String> arguments = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        boolean inside = false;
        char quote = 0;
        for (char c : text.toCharArray()) {
            if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
                inside = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (inside) {
                    arguments.add(current.toString());
                    current.setLength(0);
                    inside = false;
                }
            } else {
                current.append(c);
                inside = true;
            }
        }
        if (inside) {
            arguments.add(current.toString());
        }
        return arguments;
    }
}
