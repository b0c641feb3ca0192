package io.eventdispatcher.spring.handler;

import java.io.Serial;

/**
 * Two handlers want the same messages: the application does not start.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class DuplicateHandlerException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** The pattern both have. */
    private final String pattern;

    private final transient HandlerDescriptor first;
    private final transient HandlerDescriptor second;

    /**
     * Creates the exception.
     *
     * @param pattern the pattern both have; when names of variables differ, both texts with an equals sign between
     * @param first the handler that has it already
     * @param second the handler that wants it too
     * @since 0.1
     */
    public DuplicateHandlerException(String pattern, HandlerDescriptor first, HandlerDescriptor second) {
        super("two handlers for '" + pattern + "': " + first.location() + " and " + second.location());
        this.pattern = pattern;
        this.first = first;
        this.second = second;
    }

    /**
     * Returns the pattern.
     *
     * @return the pattern both have; when names of variables differ, both texts with an equals sign between
     * @since 0.1
     */
    public String pattern() {
        return pattern;
    }

    /**
     * Returns one handler.
     *
     * @return the handler that was there first
     * @since 0.1
     */
    public HandlerDescriptor first() {
        return first;
    }

    /**
     * Returns the other handler.
     *
     * @return the handler that came second
     * @since 0.1
     */
    public HandlerDescriptor second() {
        return second;
    }
}
