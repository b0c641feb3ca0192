package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * An application's error handler as a stage.
 *
 * <p>Threading: immutable.
 *
 * @param handler of the application
 */
record ErrorHandlerStage(MessageErrorHandler handler) implements FailureStage {

    @Override
    public @Nullable Object handle(HandlerDescriptor failed, Exchange exchange, Throwable failure) throws Exception {
        return handler.handle(failed, exchange, failure) ? null : NOT_HANDLED;
    }
}
