package io.eventdispatcher.raw;

import java.io.IOException;

/**
 * A peer has sent more than may be waited for.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class InputTooLongException extends IOException {

    private static final long serialVersionUID = 1L;

    InputTooLongException(String message) {
        super(message);
    }
}
