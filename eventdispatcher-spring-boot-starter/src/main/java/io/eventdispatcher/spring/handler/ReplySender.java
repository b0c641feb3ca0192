package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Reply;
import io.eventdispatcher.message.Message;

/**
 * Argument of a handler for replies at any time: several, after the method returned, from any thread. The replies are addressed to
 * the sender of the message and repeat its correlation, as a returned value does.
 *
 * <pre>{@code
 * @MessageHandler("WATCH")
 * void watch(String name, ReplySender replies) {
 *     prices.onChange(name, price -> replies.begin("PRICE").param("cents", price).send());
 * }
 * }</pre>
 *
 * <p>Threading: any thread; may be kept.
 *
 * @since 0.1
 */
public interface ReplySender {

    /**
     * Sends a reply without parameters.
     *
     * @param command its command
     * @return whether it was accepted for sending; {@code false} when the connection is closed or full, or the handler was not done
     *     in time
     * @throws io.eventdispatcher.message.InvalidMessageException if it is not a valid command name
     * @since 0.1
     */
    boolean send(String command);

    /**
     * Sends a message as it is.
     *
     * @param reply the message
     * @return as {@link #send(String)}
     * @since 0.1
     */
    boolean send(Message reply);

    /**
     * Begins a reply with parameters, which {@link Reply#send} ends.
     *
     * @param command its command
     * @return the reply
     * @throws io.eventdispatcher.message.InvalidMessageException if it is not a valid command name
     * @since 0.1
     */
    Reply begin(String command);
}
