package io.eventdispatcher.spring.handler;

import io.eventdispatcher.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Makes the reply from what a handler returned. Planned at start by {@link ReplyPlanner}, one class per kind.
 *
 * <p>Threading: immutable; called on the thread of the handler.
 */
@FunctionalInterface
interface ReplyWriter {

    /**
     * Makes the reply.
     *
     * @param request the message handled
     * @param value what the handler returned, or its stage completed with; not null
     * @return the reply, or {@code null} for none
     * @throws io.eventdispatcher.message.InvalidMessageException if the value makes no valid message: a fault of the
     *     handler
     */
    @Nullable
    Message write(Message request, Object value);
}
