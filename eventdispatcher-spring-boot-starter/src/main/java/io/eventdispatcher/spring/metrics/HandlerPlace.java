package io.eventdispatcher.spring.metrics;

import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.dispatch.MessagePattern;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.spring.annotation.Execution;
import io.eventdispatcher.spring.handler.HandlerDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Where and by what messages are handled; bounded by what the application registers and configures.
 *
 * <p>Threading: immutable.
 *
 * @param operation the pattern as it was registered, never the command that matched it
 * @param endpoint name of the listener or client
 * @param transport scheme of the endpoint
 * @param loop that of the connection, null without one
 * @param onLoop whether the handler runs there
 */
record HandlerPlace(
        String operation,
        String endpoint,
        String transport,
        @Nullable EventLoop loop,
        boolean onLoop) {

    static HandlerPlace of(
            HandlerDescriptor handler, Exchange exchange, String endpoint, String transport, @Nullable EventLoop loop) {
        MessagePattern pattern = exchange.entry().pattern();
        String operation = pattern == null ? handler.patterns().get(0) : pattern.toString();
        return new HandlerPlace(operation, endpoint, transport, loop, handler.execution() == Execution.LOOP);
    }
}
