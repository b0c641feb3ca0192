package io.eventdispatcher.spring.handler;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Points in time: {@code seconds[.fraction]} since 1970 as messages carry them, or ISO 8601.
 *
 * <p>Threading: immutable.
 */
final class TimeConverter implements ValueConverter {

    private static final String NINE_ZEROS = "000000000";

    @Override
    public @Nullable Object convert(String text) {
        try {
            return text.indexOf('T') > 0 ? Instant.parse(text) : seconds(text);
        } catch (DateTimeException e) {
            return null; // the JDK offers no check that does not throw
        }
    }

    @Override
    public String expected() {
        return "a time";
    }

    /** Nine digits of the fraction count; a time before 1970 has none, as for {@code Message.time}. */
    private static @Nullable Instant seconds(String text) {
        int point = text.indexOf('.');
        Long seconds = IntegerText.parse(point < 0 ? text : text.substring(0, point));
        if (seconds == null || point < 0) {
            return seconds == null ? null : Instant.ofEpochSecond(seconds);
        }
        String fraction = text.substring(point + 1);
        Long nanos = fraction.chars().allMatch(c -> c >= '0' && c <= '9') && !fraction.isEmpty()
                ? IntegerText.parse((fraction + NINE_ZEROS).substring(0, NINE_ZEROS.length()))
                : null;
        return nanos == null || text.startsWith("-") ? null : Instant.ofEpochSecond(seconds, nanos);
    }
}
