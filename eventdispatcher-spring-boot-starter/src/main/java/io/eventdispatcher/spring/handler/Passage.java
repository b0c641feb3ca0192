package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far one message got through the interceptors, so that each one it passed is told once how it ended.
 *
 * <p>Threading: one thread at a time (confined to one call).
 */
final class Passage {

    private static final Logger log = LoggerFactory.getLogger(Passage.class);

    private final MessageInterceptor[] interceptors;
    private final HandlerDescriptor handler;
    private final Exchange exchange;
    private int passed;

    Passage(MessageInterceptor[] interceptors, HandlerDescriptor handler, Exchange exchange) {
        this.interceptors = interceptors;
        this.handler = handler;
        this.exchange = exchange;
    }

    /** Returns whether all let the message go on. */
    boolean before() throws Exception {
        while (passed < interceptors.length) {
            boolean goOn = interceptors[passed].before(handler, exchange);
            if (!goOn) {
                return false;
            }
            passed++;
        }
        return true;
    }

    void after() throws Exception {
        while (passed > 0) {
            interceptors[--passed].after(handler, exchange);
        }
    }

    /** Tells those that were not told yet. */
    void onError(Throwable failure) {
        while (passed > 0) {
            MessageInterceptor interceptor = interceptors[--passed];
            try {
                interceptor.onError(handler, exchange, failure);
            } catch (Exception | Error e) {
                Fatal.rethrow(e);
                log.warn("interceptor failed, ignored: handler={} interceptor={}", handler.id(), interceptor, e);
            }
        }
    }
}
