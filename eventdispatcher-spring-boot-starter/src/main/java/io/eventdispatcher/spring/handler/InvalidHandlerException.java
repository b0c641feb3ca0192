package io.eventdispatcher.spring.handler;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A handler cannot be used as it is written: the application does not start.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class InvalidHandlerException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** The bean and the method, or the id. */
    private final String handler;

    /** What is wrong. */
    private final String problem;

    /** What to change. */
    private final String action;

    /**
     * Creates the exception.
     *
     * @param handler the bean and the method, or the id
     * @param problem what is wrong
     * @param action what to change
     * @param cause what was thrown, or null
     * @since 0.1
     */
    public InvalidHandlerException(String handler, String problem, String action, @Nullable Throwable cause) {
        super("message handler " + handler + " cannot be used: " + problem + "; " + action, cause);
        this.handler = handler;
        this.problem = problem;
        this.action = action;
    }

    /**
     * Returns which handler.
     *
     * @return the bean and the method, or the id
     * @since 0.1
     */
    public String handler() {
        return handler;
    }

    /**
     * Returns what is wrong.
     *
     * @return the problem
     * @since 0.1
     */
    public String problem() {
        return problem;
    }

    /**
     * Returns what to change.
     *
     * @return the fix
     * @since 0.1
     */
    public String action() {
        return action;
    }
}
