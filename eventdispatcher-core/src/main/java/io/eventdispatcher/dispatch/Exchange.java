package io.eventdispatcher.dispatch;

import io.eventdispatcher.message.Message;
import java.util.Map;

/**
 * One message on its way through one handler: the message, what the pattern found in it, and the way back.
 *
 * <p>Threading: any thread. May be kept after the handler returned, for a later reply.
 *
 * @since 0.1
 */
public interface Exchange {
    /**
     * Returns the received message.
     *
     * @return the message
     * @since 0.1
     */
    Message message();

    /**
     * Returns the values of the variables of the pattern that matched.
     *
     * @return name to value in the order of the pattern; unmodifiable, empty for exact names, predicates and the
     *     catch-all
     * @since 0.1
     */
    Map<String, String> variables();

    /**
     * Returns the entry that matched.
     *
     * @return the entry whose handler is called
     * @since 0.1
     */
    DispatchEntry entry();

    /**
     * Sends a message to where this one came from. May be called any number of times.
     *
     * @param reply sent as it is, but for {@link Message#CORRELATION} of the received message, which is added where there is
     *     none; {@link Message#reply(String)} of the received message fills in the destination
     * @return whether it was accepted for sending; {@code false} when the way back is closed or full, nothing was
     *     sent then. Accepted is not delivered
     * @since 0.1
     */
    boolean reply(Message reply);

    /**
     * Sends a reply without parameters.
     *
     * @param command the command of the reply, for example {@code "PONG"}
     * @return as {@link #reply(Message)}
     * @throws io.eventdispatcher.message.InvalidMessageException if it is not a valid command name
     * @since 0.1
     */
    default boolean reply(String command) {
        return reply(message().reply(command).build());
    }

    /**
     * Begins a reply, which {@link Reply#send} ends:
     *
     * <pre>{@code
     * exchange.answer("PONG").param("serial", serial).send();
     * }</pre>
     *
     * @param command the command of the reply
     * @return the reply, with the destination that {@link Message#reply(String)} fills in; nothing happens until it is sent
     * @throws io.eventdispatcher.message.InvalidMessageException if it is not a valid command name
     * @since 0.1
     */
    default Reply answer(String command) {
        return new BuiltReply(this, message().reply(command));
    }
}
