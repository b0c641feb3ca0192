package io.eventdispatcher.spring.handler;

import java.io.Serial;
import java.time.Duration;

/**
 * A handler was not done in time. Its stack trace is what the handler's thread did then, if it had not returned.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class HandlerTimeoutException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Duration timeout;

    /**
     * Creates the exception.
     *
     * @param handler the id of the handler
     * @param timeout how long it could have taken
     * @param stack what its thread did; empty when it had returned and its result did not come
     * @since 0.1
     */
    public HandlerTimeoutException(String handler, Duration timeout, StackTraceElement[] stack) {
        super("handler not done in time: handler=" + handler + " timeout=" + timeout
                + (stack.length == 0 ? "; its result did not come" : "; its thread was interrupted here"));
        this.timeout = timeout;
        setStackTrace(stack);
    }

    /**
     * Returns the limit.
     *
     * @return how long the handler could have taken
     * @since 0.1
     */
    public Duration timeout() {
        return timeout;
    }
}
