package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.dispatch.Reply;
import io.eventdispatcher.message.Message;

/**
 * The way back of one exchange.
 *
 * <p>Threading: any thread.
 *
 * @param exchange whose sender gets the replies
 */
record ExchangeReplySender(Exchange exchange) implements ReplySender {

    @Override
    public boolean send(String command) {
        return exchange.reply(command);
    }

    @Override
    public boolean send(Message reply) {
        return exchange.reply(reply);
    }

    @Override
    public Reply begin(String command) {
        return exchange.answer(command);
    }
}
