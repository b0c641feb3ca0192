package io.eventdispatcher.messenger;

import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.message.Message;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * An interceptor around another one.
 *
 * <p>Threading: as its parts.
 *
 * @param outer asked first
 * @param inner sees what the outer one lets through
 */
record NestedInterceptor(SendInterceptor outer, SendInterceptor inner) implements SendInterceptor {

    @Override
    public Delivery send(MessageClient client, Message message, Function<Message, Delivery> next) {
        return outer.send(client, message, let -> inner.send(client, let, next));
    }

    @Override
    public CompletableFuture<Message> request(
            MessageClient client, Message request, Function<Message, CompletableFuture<Message>> next) {
        return outer.request(client, request, let -> inner.request(client, let, next));
    }
}
