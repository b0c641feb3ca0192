package io.eventdispatcher.spring.exchange;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A client interface cannot work as it is written: the application does not start.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class InvalidMessageExchangeException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** The interface, or one of its methods. */
    private final String place;

    /** What is wrong. */
    private final String problem;

    /** What to change. */
    private final String action;

    InvalidMessageExchangeException(String place, String problem, String action, @Nullable Throwable cause) {
        super("message exchange " + place + " cannot be used: " + problem + "; " + action, cause);
        this.place = place;
        this.problem = problem;
        this.action = action;
    }

    /**
     * Returns where the mistake is.
     *
     * @return the interface, or one of its methods
     */
    public String place() {
        return place;
    }

    /**
     * Returns what is wrong.
     *
     * @return the problem
     */
    public String problem() {
        return problem;
    }

    /**
     * Returns what to change.
     *
     * @return the fix
     */
    public String action() {
        return action;
    }
}
