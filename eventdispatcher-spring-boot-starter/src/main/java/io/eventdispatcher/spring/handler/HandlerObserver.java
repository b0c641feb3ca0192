package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Watches handlers at work; metrics and traces attach here. Time is measured only when the application has such a bean.
 *
 * <p>Threading: called on the thread of the handler, {@link #finished} of an asynchronous handler on the thread that
 * completed its stage; must not block. An exception is logged and ignored.
 *
 * @since 0.1
 */
public interface HandlerObserver {

    /**
     * How a call ended.
     *
     * @since 0.1
     */
    enum Outcome {
        /** The handler returned, and its stage, if any, completed normally. */
        SUCCESS,
        /** The message did not hold what the handler needs; the peer was told. */
        INVALID,
        /** The handler failed. */
        ERROR
    }

    /**
     * A handler begins with a message.
     *
     * @param handler which one
     * @param exchange the message; the same object as in {@link #finished}
     * @since 0.1
     */
    default void started(HandlerDescriptor handler, Exchange exchange) {}

    /**
     * A handler is done with a message.
     *
     * @param handler which one
     * @param exchange the message
     * @param outcome how it ended
     * @param failure what was thrown, null on success
     * @param nanos how long it took, from before the arguments were read until the reply was sent; 0 or more
     * @since 0.1
     */
    default void finished(
            HandlerDescriptor handler, Exchange exchange, Outcome outcome, @Nullable Throwable failure, long nanos) {}
}
