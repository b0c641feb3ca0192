package io.eventdispatcher.spring.handler;

import java.io.Serial;

/**
 * A placeholder in an annotation has no value; becomes an {@link InvalidHandlerException} where the method is known.
 */
final class UnresolvedTextException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String text;

    UnresolvedTextException(String text, RuntimeException cause) {
        super(cause.getMessage(), cause);
        this.text = text;
    }

    String text() {
        return text;
    }
}
