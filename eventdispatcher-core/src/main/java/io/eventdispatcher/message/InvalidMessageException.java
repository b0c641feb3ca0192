package io.eventdispatcher.message;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A message cannot be built from the given values, or does not hold what was asked of it.
 *
 * <p>The text names the command, the field and the rule that was broken; it never repeats more than 256 characters of a
 * value and is safe for a log. Called {@code invalid_message} in the C++ library.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class InvalidMessageException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param text what is wrong, with the values involved
     * @since 0.1
     */
    public InvalidMessageException(String text) {
        super(text);
    }

    /**
     * Creates the exception with what led to it.
     *
     * @param text what is wrong, with the values involved
     * @param cause what was thrown while reading the value, or null
     * @since 0.1
     */
    public InvalidMessageException(String text, @Nullable Throwable cause) {
        super(text, cause);
    }
}
