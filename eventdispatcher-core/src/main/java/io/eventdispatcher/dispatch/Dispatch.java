package io.eventdispatcher.dispatch;

import io.eventdispatcher.message.LogText;
import io.eventdispatcher.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks the route of a message on the calling thread, without loop, connection or queue.
 *
 * <p>Handlers that return a stage that is not complete yet, and entries with an executor, are supported by the
 * messenger only: here both are reported as an {@link UnsupportedOperationException} of that entry. A handler with an
 * executor is not called; one with an unfinished stage has been. Observers that fail do not end the dispatch; a handler
 * that fails ends it, as it would have by succeeding.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class Dispatch {
    private static final Logger log = LoggerFactory.getLogger(Dispatch.class);

    private Dispatch() {}

    /**
     * Dispatches a message and logs the failures of handlers at ERROR.
     *
     * @param dispatcher where the entries are
     * @param message the message
     * @param replies where handlers reply to
     * @return whether any entry matched; {@code false} means that the caller has to do something about the message
     * @since 0.1
     */
    public static boolean dispatch(Dispatcher dispatcher, Message message, ReplyPort replies) {
        DispatchOutcome outcome = run(dispatcher, message, replies);
        for (DispatchOutcome.Failure failure : outcome.failures()) {
            log.error(
                    "handler failed: command={} entry={}",
                    LogText.clip(message.command()),
                    failure.entry(),
                    failure.cause());
        }
        return outcome.processed();
    }

    /**
     * Dispatches a message and hands the failures of handlers to the caller. Nothing a handler throws escapes, except
     * errors after which the process cannot go on, such as out of memory.
     *
     * @param dispatcher where the entries are
     * @param message the message
     * @param replies where handlers reply to
     * @return what happened
     * @since 0.1
     */
    public static DispatchOutcome run(Dispatcher dispatcher, Message message, ReplyPort replies) {
        Route route = dispatcher.route(message);
        List<DispatchOutcome.Failure> failures = new ArrayList<>(0);
        boolean processed = false;
        for (int i = 0; i < route.size(); i++) {
            DispatchEntry entry = route.entry(i);
            if (entry.isCatchAll() && processed) {
                break;
            }
            Map<String, String> variables = route.matches(i, message);
            if (variables == null) {
                continue;
            }
            Exchange exchange = new DirectExchange(message, variables, entry, replies);
            if (!entry.accepts(exchange)) {
                continue;
            }
            processed = true;
            Throwable failure = call(exchange);
            if (failure != null) {
                failures.add(new DispatchOutcome.Failure(entry, failure));
            }
            if (!entry.isObserver()) {
                break;
            }
        }
        return new DispatchOutcome(processed, failures);
    }

    private static @Nullable Throwable call(Exchange exchange) {
        DispatchEntry entry = exchange.entry();
        if (entry.executor() != null) {
            return new UnsupportedOperationException("entry has an executor, which needs a messenger: entry=" + entry
                    + "; build it without executor to dispatch synchronously");
        }
        try {
            CompletionStage<?> stage = entry.handler().handle(exchange);
            return stage == null ? null : result(entry, stage.toCompletableFuture());
        } catch (Throwable e) {
            Isolation.rethrowFatal(e);
            return e;
        }
    }

    private static @Nullable Throwable result(DispatchEntry entry, CompletableFuture<?> stage) {
        if (!stage.isDone()) {
            return new UnsupportedOperationException("handler is still working, which needs a messenger: entry=" + entry
                    + "; complete the stage before returning it to dispatch synchronously");
        }
        return stage.handle((value, failure) -> failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure)
                .join();
    }

    private record DirectExchange(
            Message message, Map<String, String> variables, DispatchEntry entry, ReplyPort replies)
            implements Exchange {
        @Override
        public boolean reply(Message reply) {
            return replies.send(reply.answering(message));
        }
    }
}
