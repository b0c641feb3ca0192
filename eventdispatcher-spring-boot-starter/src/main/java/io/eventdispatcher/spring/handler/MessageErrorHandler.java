package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Exchange;

/**
 * Takes care of failures that no {@code @MessageExceptionHandler} method wanted. Beans of this type are asked in their {@code
 * @Order}; the first that says it handled the failure ends the search. What nobody handles is answered with {@code INVALID} when
 * the message was at fault, else logged at ERROR under an id and answered with {@code ERROR} and that id.
 *
 * <p>Threading: any thread, that of the handler; of an asynchronous handler the thread that completed its work. Must not block
 * where the handler must not.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface MessageErrorHandler {

    /**
     * Looks at a failure.
     *
     * @param handler whose
     * @param exchange the message and the way back
     * @param failure what was thrown by the handler, an interceptor, an argument or the reply; {@link
     *     InvalidArgumentException} when the message does not hold what the handler needs
     * @return whether it is handled: nothing is logged or sent then but what this method did
     * @throws Exception logged once; the next error handler is asked about the first failure
     * @since 0.1
     */
    boolean handle(HandlerDescriptor handler, Exchange exchange, Throwable failure) throws Exception;
}
