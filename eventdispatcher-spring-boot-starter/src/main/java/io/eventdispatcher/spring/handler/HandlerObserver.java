package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Watches handlers at work; metrics, observations and log contexts attach here. Time is measured only when an observer is
 * interested in the call.
 *
 * <p>Threading: any thread, that of the handler; must not block. An exception is logged and ignored.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface HandlerObserver {

    /**
     * How a call ended.
     *
     * @since 0.1
     */
    enum Outcome {
        /** The handler returned, its stage, if any, completed normally, and the reply was made. */
        SUCCESS,
        /** The message did not hold what the handler needs. */
        INVALID,
        /** The handler, an interceptor or the reply failed, whoever took care of it. */
        ERROR,
        /** The handler was not done in time. */
        TIMEOUT
    }

    /**
     * A handler is about to get a message. Called on the thread of the handler, before interceptors and arguments.
     *
     * @param handler which one
     * @param exchange the message
     * @return is told about this call; may be the same object for many calls, and must be then for any thread; {@code null}
     *     when this call is of no interest
     * @since 0.1
     */
    @Nullable
    HandlerCall started(HandlerDescriptor handler, Exchange exchange);
}
