package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Exchange;

/**
 * Replies with what a handler returned. Planned at start by {@link ReplyPlanner}, one class per kind.
 *
 * <p>Threading: immutable; called on the thread of the handler.
 */
@FunctionalInterface
interface ReplyWriter {

    /**
     * Makes the reply and sends it.
     *
     * @param exchange the message handled, and the way back
     * @param value what the handler returned, or its stage completed with; not null
     * @throws io.eventdispatcher.message.InvalidMessageException if the value makes no valid message: a fault of the
     *     handler; nothing is sent then
     */
    void write(Exchange exchange, Object value);
}
