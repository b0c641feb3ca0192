package io.eventdispatcher.spring.handler;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a value of one type from the text of a parameter.
 *
 * <p>Threading: immutable.
 */
interface ValueConverter {

    /**
     * Converts.
     *
     * @param text what was received
     * @return the value, or {@code null} when the text is not one
     */
    @Nullable
    Object convert(String text);

    /**
     * Converts a whole number, without a text of it.
     *
     * @param number 0 or more
     * @return what {@link #convert} makes of its decimal form, or {@code null} when that has to be asked
     */
    default @Nullable Object convert(long number) {
        return null;
    }

    /** Whether {@link #convert(long)} is worth a call. */
    default boolean isInteger() {
        return false;
    }

    /** What the text should have been, with its article: "an int", "one of RED, GREEN". */
    String expected();

    static ValueConverter of(String expected, Function<String, @Nullable Object> conversion) {
        return new ValueConverter() {
            @Override
            public @Nullable Object convert(String text) {
                return conversion.apply(text);
            }

            @Override
            public String expected() {
                return expected;
            }
        };
    }
}
