package io.eventdispatcher.messenger;

import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.message.Message;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Stands around what a {@link MessageClient} sends: may watch it, replace the message, or not send it. Traces attach here.
 *
 * <p>Threading: any thread, that of the sender; must not block. What it throws goes to the sender.
 *
 * @since 0.1
 */
public interface SendInterceptor {

    /** Sends everything as it is. */
    SendInterceptor NONE = new SendInterceptor() {};

    /**
     * A message is to be sent.
     *
     * @param client by whom
     * @param message the message
     * @param next sends a message, that one or another
     * @return what {@code next} returned, or why nothing was sent
     */
    default Delivery send(MessageClient client, Message message, Function<Message, Delivery> next) {
        return next.apply(message);
    }

    /**
     * A request is to be sent. Not called for the same message: {@link #send}.
     *
     * @param client by whom
     * @param request the message
     * @param next sends a message, that one or another, and tells its answer
     * @return what {@code next} returned: cancelling that future gives the request up
     */
    default CompletableFuture<Message> request(
            MessageClient client, Message request, Function<Message, CompletableFuture<Message>> next) {
        return next.apply(request);
    }

    /**
     * Combines interceptors.
     *
     * @param all the first one is the outermost
     * @return one that does what all of them do
     */
    static SendInterceptor of(List<? extends SendInterceptor> all) {
        SendInterceptor combined = NONE;
        for (int i = all.size() - 1; i >= 0; i--) {
            combined = combined == NONE ? all.get(i) : new NestedInterceptor(all.get(i), combined);
        }
        return combined;
    }
}
