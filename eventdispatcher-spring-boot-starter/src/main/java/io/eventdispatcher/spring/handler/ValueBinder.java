package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Exchange;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One value read by name and converted.
 *
 * <p>Threading: immutable.
 *
 * @param name where to look
 * @param converter makes the value
 * @param absence what an absent parameter means
 * @param defaultText stands in for an absent parameter, or null
 */
record ValueBinder(
        ParameterName name,
        ValueConverter converter,
        Absence absence,
        @Nullable String defaultText) implements ArgumentBinder {

    /** What an absent parameter means. */
    enum Absence {
        /** The message is not valid. */
        MISSING,
        /** The argument is null. */
        NULL,
        /** The argument is an Optional, here an empty one. */
        EMPTY;

        @Nullable
        Object value() {
            return this == EMPTY ? Optional.empty() : null;
        }

        @Nullable
        Object wrap(@Nullable Object present) {
            return this == EMPTY ? Optional.ofNullable(present) : present;
        }
    }

    @Override
    public @Nullable Object bind(Exchange exchange, BindingProblems problems) {
        if (converter.isInteger()) {
            long number = name.findPlainInteger(exchange);
            Object value = number < 0 ? null : converter.convert(number);
            if (value != null) {
                return absence.wrap(value);
            }
        }
        String text = name.find(exchange);
        if (text == null) {
            text = defaultText;
        }
        if (text == null) {
            if (absence == Absence.MISSING) {
                problems.missing(name.shown());
            }
            return absence.value();
        }
        Object value = converter.convert(text);
        if (value == null) {
            problems.notConverted(name.shown(), text, converter.expected());
        }
        return absence.wrap(value);
    }

    @Override
    public String nameOf(String path) {
        return name.shown();
    }

    /** Whether there is anything to read. */
    boolean isPresent(Exchange exchange) {
        return name.find(exchange) != null;
    }
}
