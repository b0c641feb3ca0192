package io.eventdispatcher.spring.exchange;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where in the code a plan is, for texts; and what resolves the texts there.
 *
 * <p>Threading: immutable.
 *
 * @param name the interface, or one of its methods with its parameters
 * @param placeholders resolves placeholders
 */
record ExchangePlace(String name, UnaryOperator<String> placeholders) {

    static ExchangePlace of(Class<?> type, UnaryOperator<String> placeholders) {
        return new ExchangePlace(type.getName(), placeholders);
    }

    ExchangePlace at(Method method) {
        String parameters = Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(","));
        return new ExchangePlace(name + "." + method.getName() + "(" + parameters + ")", placeholders);
    }

    String resolve(String text) {
        try {
            return placeholders.apply(text);
        } catch (IllegalArgumentException e) {
            throw invalid(
                    "the text '" + text + "' of its annotations cannot be resolved: " + e.getMessage(),
                    "set the property, or give a default: ${name:default}",
                    e);
        }
    }

    InvalidMessageExchangeException invalid(String problem, String action) {
        return invalid(problem, action, null);
    }

    InvalidMessageExchangeException invalid(String problem, String action, @Nullable Throwable cause) {
        return new InvalidMessageExchangeException(name, problem, action, cause);
    }
}
