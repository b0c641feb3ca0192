package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What is inside of the pipeline: the call itself, and the reply made of what it returned. One class for annotated methods, one
 * for handlers registered in code.
 *
 * <p>Threading: immutable; called on the thread of the handler.
 */
interface HandlerInvocation {

    /**
     * Calls the handler.
     *
     * @return what it returned; a {@code CompletionStage} when it is still working
     */
    @Nullable
    Object invoke(Exchange exchange) throws Exception;

    /**
     * Sends the reply.
     *
     * @param value what the handler returned, or its stage completed with
     */
    void reply(Exchange exchange, @Nullable Object value);
}
