package io.eventdispatcher.spring.logging;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.dispatch.DispatchEntry;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.dispatch.MessagePattern;
import io.eventdispatcher.message.LogText;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.handler.HandlerCall;
import io.eventdispatcher.spring.handler.HandlerDescriptor;
import io.eventdispatcher.spring.handler.HandlerObserver;
import io.eventdispatcher.spring.handler.Origin;
import io.eventdispatcher.spring.handler.OriginResolver;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Puts what a handler works on into the log context (MDC) of its thread: everything that is logged by interceptors, handler,
 * error handlers and the reply carries it.
 *
 * <p>What a peer has chosen is put there as {@link LogText}: without control characters, and short.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class HandlerLogContext implements HandlerObserver {

    /** Key of the id of the connection, such as {@code main-42}. */
    public static final String CONNECTION = "eventdispatcher.connection.id";

    /** Key of the name of the listener or client. */
    public static final String ENDPOINT = "eventdispatcher.endpoint";

    /** Key of the command as it was received. */
    public static final String COMMAND = "eventdispatcher.command";

    /** Key of the id that the answer repeats, if the message has one. */
    public static final String CONVERSATION = "messaging.message.conversation_id";

    private static final int KEPT = 64; // a power of two

    private final OriginResolver origins;

    /**
     * What was put last for a connection with this number, less those bits that lead here. Messages come in bursts of the same
     * command, and making the texts anew takes more time than comparing. Races do no harm: one burst or the other is found.
     */
    private final @Nullable Kept[] kept = new Kept[KEPT];

    /**
     * The texts of a message without conversation that one connection sent for an entry of an exact name.
     *
     * @param connection number of the connection
     * @param call with the owner of the connection
     */
    private record Kept(long connection, DispatchEntry entry, Call call) {

        boolean isFor(Connection from, DispatchEntry wanted) {
            return connection == from.number()
                    && entry == wanted
                    && from.owner().equals(call.endpoint());
        }
    }

    /**
     * Creates the observer.
     *
     * @param origins tells where messages came in
     */
    public HandlerLogContext(OriginResolver origins) {
        this.origins = origins;
    }

    @Override
    public HandlerCall started(HandlerDescriptor handler, Exchange exchange) {
        Origin origin = origins.origin(exchange);
        Connection connection = origin == null ? null : origin.connection();
        String conversation = exchange.message().param(Message.CORRELATION);
        Call call = connection == null || conversation != null
                ? call(origin, exchange, conversation)
                : keptCall(connection, origin, exchange);
        call.enter();
        return call;
    }

    private Call keptCall(Connection connection, @Nullable Origin origin, Exchange exchange) {
        DispatchEntry entry = exchange.entry();
        int slot = (int) connection.number() & KEPT - 1;
        Kept last = kept[slot];
        if (last != null && last.isFor(connection, entry)) {
            return last.call();
        }
        Call call = call(origin, exchange, null);
        MessagePattern pattern = entry.pattern();
        if (pattern != null && pattern.isExact()) {
            kept[slot] = new Kept(connection.number(), entry, call);
        }
        return call;
    }

    private static Call call(@Nullable Origin origin, Exchange exchange, @Nullable String conversation) {
        Connection connection = origin == null ? null : origin.connection();
        return new Call(
                connection == null ? null : connection.id(),
                origin == null ? null : origin.owner(),
                LogText.clip(exchange.message().command()),
                conversation == null ? null : LogText.clip(conversation));
    }

    /**
     * The values of one call.
     *
     * @param connection id, null without a connection
     * @param endpoint listener or client, null if it is not known
     * @param command safe for logs
     * @param conversation safe for logs, null if there is none
     */
    private record Call(
            @Nullable String connection,
            @Nullable String endpoint,
            String command,
            @Nullable String conversation) implements HandlerCall {

        @Override
        public void enter() {
            put(CONNECTION, connection);
            put(ENDPOINT, endpoint);
            put(COMMAND, command);
            put(CONVERSATION, conversation);
        }

        @Override
        public void leave() {
            remove(CONNECTION, connection);
            remove(ENDPOINT, endpoint);
            remove(COMMAND, command);
            remove(CONVERSATION, conversation);
        }

        private static void put(String key, @Nullable String value) {
            if (value != null) {
                MDC.put(key, value);
            }
        }

        private static void remove(String key, @Nullable String value) {
            if (value != null) {
                MDC.remove(key);
            }
        }
    }
}
