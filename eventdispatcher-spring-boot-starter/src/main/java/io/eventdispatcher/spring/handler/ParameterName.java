package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.message.Message;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names under which one value is looked up, in order: a Java name first as it is, then in snake case; a name given
 * by {@code @Param} only as it is. Variables of the pattern come before parameters of the message, so that a peer
 * cannot replace what its command says.
 *
 * <p>Threading: immutable.
 */
final class ParameterName {

    private final List<String> names;

    private ParameterName(List<String> names) {
        this.names = names;
    }

    static ParameterName exact(String name) {
        return new ParameterName(List.of(name));
    }

    static ParameterName ofJava(String name) {
        String snake = snakeCase(name);
        return new ParameterName(snake.equals(name) ? List.of(name) : List.of(name, snake));
    }

    /** The first name: the one used in replies and in what the peer is told. */
    String shown() {
        return names.get(0);
    }

    /** The value as a number of 0 or more; -1 when it is not written as a plain one, not there, or a variable. */
    long findPlainInteger(Exchange exchange) {
        if (!exchange.variables().isEmpty()) {
            return -1;
        }
        Message message = exchange.message();
        return names.size() == 1 || message.has(names.get(0)) ? message.plainInteger(names.get(0), -1) : -1;
    }

    @Nullable
    String find(Exchange exchange) {
        Map<String, String> variables = exchange.variables();
        if (!variables.isEmpty()) {
            for (String name : names) {
                String value = variables.get(name);
                if (value != null) {
                    return value;
                }
            }
        }
        Message message = exchange.message();
        for (String name : names) {
            String value = message.param(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /** Whether a message can carry a parameter of this name: {@code [A-Za-z_][A-Za-z0-9_]*}. */
    static boolean isValid(String name) {
        if (name.isEmpty() || isDigit(name.charAt(0))) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isDigit(c) && !isUpper(c) && !isLower(c) && c != '_') {
                return false;
            }
        }
        return true;
    }

    /** {@code unitPrice} to {@code unit_price}, {@code httpURLPath} to {@code http_url_path}. */
    static String snakeCase(String name) {
        StringBuilder snake = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isUpper(c)) {
                snake.append(c);
                continue;
            }
            if (i > 0 && startsWord(name, i)) {
                snake.append('_');
            }
            snake.append((char) (c - 'A' + 'a'));
        }
        return snake.toString();
    }

    private static boolean startsWord(String name, int upper) {
        char before = name.charAt(upper - 1);
        boolean lastOfCapitals = isUpper(before) && upper + 1 < name.length() && isLower(name.charAt(upper + 1));
        return isLower(before) || isDigit(before) || lastOfCapitals;
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    @Override
    public String toString() {
        return String.join(" or ", names);
    }
}
