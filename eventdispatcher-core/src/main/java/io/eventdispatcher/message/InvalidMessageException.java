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

    private final transient @Nullable Message subject;

    /**
     * Creates the exception.
     *
     * @param text what is wrong, with the values involved
     * @since 0.1
     */
    public InvalidMessageException(String text) {
        this(text, null);
    }

    /**
     * Creates the exception for a message that does not hold what was asked of it.
     *
     * @param text what is wrong, with the values involved
     * @param cause what was thrown while reading the value, or null
     * @param subject the message that was read
     */
    InvalidMessageException(String text, @Nullable Throwable cause, Message subject) {
        super(text, cause);
        this.subject = subject;
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
        this.subject = null;
    }

    /**
     * Tells whether a message did not hold what was asked of it: whoever sent it is at fault then, not the code that asked.
     *
     * @param message a message
     * @return whether reading this very object failed
     * @since 0.1
     */
    public boolean isAbout(Message message) {
        return subject == message;
    }
}
