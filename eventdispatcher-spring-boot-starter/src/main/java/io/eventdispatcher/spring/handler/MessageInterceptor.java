package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Exchange;

/**
 * Stands around every handler of the application: limits, checks, contexts. Beans of this type are called in their {@code
 * @Order}, those added by an {@link EventDispatcherConfigurer} before them.
 *
 * <p>After {@link #before} returned normally, exactly one of {@link #after} and {@link #onError} is called on the same
 * interceptor, in reverse order of the interceptors. An exception of {@code before} or {@code after} is treated as if the
 * handler had thrown it: error handlers, else {@code INVALID} for an {@link InvalidArgumentException}, else {@code ERROR}.
 *
 * <p>Threading: any thread, that of the handler; {@code after} and {@code onError} of an asynchronous handler on the thread that
 * completed its work. On the loop thread for handlers that run there, where it must not block.
 *
 * @since 0.1
 */
public interface MessageInterceptor {

    /**
     * A message is about to reach its handler; no argument has been read yet.
     *
     * @param handler which one
     * @param exchange the message and the way back
     * @return {@code false} to let it go no further; whether the peer gets an answer is then up to this interceptor
     * @throws Exception to refuse it; treated as a failure of the handler
     * @since 0.1
     */
    default boolean before(HandlerDescriptor handler, Exchange exchange) throws Exception {
        return true;
    }

    /**
     * The handler is done, asynchronous work included; what it returned has not been sent yet.
     *
     * @param handler which one
     * @param exchange the message and the way back
     * @throws Exception treated as a failure of the handler: what it returned is not sent
     * @since 0.1
     */
    default void after(HandlerDescriptor handler, Exchange exchange) throws Exception {}

    /**
     * The handler, another interceptor or the reply failed; error handlers come afterwards.
     *
     * @param handler which one
     * @param exchange the message and the way back
     * @param failure what was thrown
     * @throws Exception logged and ignored: the first failure is the one that is handled
     * @since 0.1
     */
    default void onError(HandlerDescriptor handler, Exchange exchange, Throwable failure) throws Exception {}
}
