package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.DispatchHandler;
import io.eventdispatcher.dispatch.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * A handler registered in code: it sends its replies itself.
 *
 * <p>Threading: immutable.
 *
 * @param handler what is called
 */
record CodeInvocation(DispatchHandler handler) implements HandlerInvocation {

    @Override
    public @Nullable Object invoke(Exchange exchange) throws Exception {
        return handler.handle(exchange);
    }

    @Override
    public void reply(Exchange exchange, @Nullable Object value) {}
}
