package io.eventdispatcher.message;

import java.io.Serial;

/**
 * A line is neither the text form nor the JSON form of a message.
 *
 * <p>Thrown only by {@link Message#parse(String)}; what arrives from a peer goes through {@link MessageDecoder}, which
 * does not throw.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class MessageFormatException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param text what is wrong and where
     * @since 0.1
     */
    public MessageFormatException(String text) {
        super(text);
    }
}
