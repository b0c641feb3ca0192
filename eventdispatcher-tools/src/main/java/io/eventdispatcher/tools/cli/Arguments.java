package io.eventdispatcher.tools.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits the content of an environment variable into arguments, as a shell would, without expanding anything: blanks
 * separate, single quotes keep everything, double quotes keep all but {@code \"} and {@code \\}, a backslash outside
 * quotes keeps the next character.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class Arguments {

    private Arguments() {}

    /**
     * Splits a text.
     *
     * @param name of the variable, for the error
     * @param text its content
     * @return the arguments, perhaps none
     * @throws ToolException if a quote is not closed
     */
    public static List<String> split(String name, String text) throws ToolException {
        List<String> arguments = new ArrayList<>();
        StringBuilder argument = new StringBuilder();
        boolean started = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escape = c == '\\' && quote != '\'' && i + 1 < text.length();
            if (escape && (quote == 0 || text.charAt(i + 1) == '"' || text.charAt(i + 1) == '\\')) {
                argument.append(text.charAt(++i));
                started = true;
            } else if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    argument.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                started = true;
            } else if (Character.isWhitespace(c)) {
                if (started) {
                    arguments.add(argument.toString());
                    argument.setLength(0);
                    started = false;
                }
            } else {
                argument.append(c);
                started = true;
            }
        }
        if (quote != 0) {
            throw new ToolException(ExitCode.USAGE, "environment variable " + name + ": a " + quote + " is not closed");
        }
        if (started) {
            arguments.add(argument.toString());
        }
        return arguments;
    }
}
