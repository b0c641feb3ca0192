package io.eventdispatcher.dispatch;

import io.eventdispatcher.message.Message;

/**
 * Where the replies to a message go.
 *
 * <p>Threading: called on the thread of the handler that replies.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ReplyPort {
    /**
     * Sends a reply.
     *
     * @param reply the complete message
     * @return whether it was accepted for sending
     * @since 0.1
     */
    boolean send(Message reply);

    /**
     * Returns a port that accepts nothing, for messages that nobody waits for.
     *
     * @return a port whose {@code send} returns {@code false}
     * @since 0.1
     */
    static ReplyPort none() {
        return reply -> false;
    }
}
