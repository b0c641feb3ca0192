package io.eventdispatcher.message.definition;

import java.io.Serial;

/**
 * A definition of a message cannot be read; the text names the file and the line.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class DefinitionException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param text what is wrong and where
     * @since 0.1
     */
    public DefinitionException(String text) {
        super(text);
    }

    /**
     * Creates the exception with what led to it.
     *
     * @param text what is wrong and where
     * @param cause what was thrown while reading
     * @since 0.1
     */
    public DefinitionException(String text, Throwable cause) {
        super(text, cause);
    }
}
