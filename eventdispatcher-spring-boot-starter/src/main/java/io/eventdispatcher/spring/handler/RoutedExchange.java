package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.DispatchEntry;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.message.Message;
import java.util.Map;

/**
 * An exchange handed on to a later entry, with the variables of that entry's pattern.
 *
 * <p>Threading: any thread.
 *
 * @param original what the messenger made
 * @param entry the later entry
 * @param variables of its pattern
 */
record RoutedExchange(Exchange original, DispatchEntry entry, Map<String, String> variables) implements Exchange {

    /** The exchange that the messenger made. */
    static Exchange original(Exchange exchange) {
        return exchange instanceof RoutedExchange routed ? routed.original() : exchange;
    }

    @Override
    public Message message() {
        return original.message();
    }

    @Override
    public boolean reply(Message reply) {
        return original.reply(reply);
    }
}
