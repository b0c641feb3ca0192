package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.messenger.ConnectionExchange;
import org.jspecify.annotations.Nullable;

/**
 * Knows where the message of an exchange came in. The handler model needs it for {@code Connection} arguments and for
 * handlers of certain listeners or clients.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface OriginResolver {

    /**
     * Returns the origin. Called for each message of a handler that needs it, on the loop thread; must not block.
     *
     * @param exchange the exchange
     * @return the origin, or {@code null} when the message came from nowhere known; handlers of certain listeners or
     *     clients do not get it then
     * @since 0.1
     */
    @Nullable
    Origin origin(Exchange exchange);

    /**
     * The resolver for messages that a {@code Messenger} received: they come in on a connection.
     *
     * @return a resolver that knows nothing about other exchanges
     * @since 0.1
     */
    static OriginResolver ofMessenger() {
        return exchange -> exchange instanceof ConnectionExchange received ? Origin.of(received.connection()) : null;
    }
}
