package io.eventdispatcher.spring.handler;

import io.eventdispatcher.message.LogText;
import java.io.Serial;

/**
 * A received message does not hold what a handler needs: answered with {@code INVALID}, never logged as an error.
 * Handlers and {@link MessageArgumentResolver}s may throw it too.
 *
 * <p>It has no stack trace: the fault is the peer's.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class InvalidArgumentException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception with the text {@code parameter: problem}.
     *
     * @param parameter the name of the parameter, as on the wire
     * @param problem what is wrong with it; both texts go to the peer, control characters escaped and cut after 256
     *     characters
     * @since 0.1
     */
    public InvalidArgumentException(String parameter, String problem) {
        this(LogText.clip(parameter) + ": " + LogText.clip(problem));
    }

    InvalidArgumentException(String text) {
        super(text, null, false, false);
    }

    /**
     * Returns what the peer is told.
     *
     * @return one or more problems, each after the name of its parameter
     * @since 0.1
     */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
