package io.eventdispatcher.spring.exchange;

import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.messenger.MessageClient;
import io.eventdispatcher.messenger.RequestException;
import io.eventdispatcher.spring.lifecycle.EventLoops;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Where the calls of one method go.
 *
 * <p>Threading: any thread.
 *
 * @param place for texts: the method
 * @param client sends the messages
 * @param loops none of which may be made to wait
 * @param reply command of answers that do not repeat the id; empty for the usual one
 * @param timeout of a request
 */
record ExchangeCall(String place, MessageClient client, EventLoops loops, String reply, Duration timeout) {

    /** A request ends by its own time-out; this is for a loop that does not run any more. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    String describe() {
        return place;
    }

    Delivery send(Message message) {
        return client.send(message);
    }

    CompletableFuture<@Nullable Object> request(Message message, AnswerReader reader) {
        CompletableFuture<Message> request = ask(message);
        CompletableFuture<@Nullable Object> result = request.thenApply(reader::read);
        var unused = result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                request.cancel(false); // makes room for others
            }
        });
        return result;
    }

    @Nullable
    Object await(Message message, AnswerReader reader) {
        checkMayWait();
        CompletableFuture<Message> request = ask(message);
        try {
            return reader.read(request.get(timeout.plus(MARGIN).toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (TimeoutException e) {
            request.cancel(false);
            throw new MessageExchangeException(
                    place + ": nobody looked at the time-out, because the event loop does not run", null, e);
        } catch (InterruptedException e) {
            request.cancel(false);
            Thread.currentThread().interrupt();
            throw new MessageExchangeException(
                    place + ": interrupted while it waited for the answer; the peer may have carried it out", null, e);
        }
    }

    private static RuntimeException failure(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof RequestException known) {
            return known.forCaller();
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
    }

    private CompletableFuture<Message> ask(Message message) {
        return reply.isEmpty() ? client.request(message, timeout) : client.request(message, reply, timeout);
    }

    private void checkMayWait() {
        for (EventLoop loop : loops.all()) {
            if (loop.inLoop()) {
                throw new IllegalStateException(place + " must not be called on the thread of event loop '"
                        + loop.name() + "': it waits for an answer, and meanwhile no connection of that loop would be"
                        + " served, the client's own included; return CompletableFuture, or let the caller run"
                        + " elsewhere (for a handler: Execution.EXECUTOR or VIRTUAL)");
            }
        }
    }
}
