package io.eventdispatcher.messenger;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.LogText;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Calls handlers, and takes care of how they end: at once or later, well or not.
 *
 * <p>Threading: any thread.
 */
final class HandlerCalls {

    private final Answers answers;
    private final MessageEvents events;

    HandlerCalls(Answers answers, MessageEvents events) {
        this.answers = answers;
        this.events = events;
    }

    /** Calls a handler; returns what it is still working on, null when it is done. */
    @Nullable
    CompletionStage<?> call(ConnectionExchange exchange) {
        CompletionStage<?> stage;
        try {
            stage = exchange.entry().handler().handle(exchange);
        } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
            ended(exchange, e);
            return null;
        }
        if (stage == null) {
            succeeded(exchange);
            return null;
        }
        CompletionStage<?> handled = stage.whenComplete((result, failure) -> {
            if (failure == null) {
                succeeded(exchange);
            } else {
                ended(exchange, unwrap(failure));
            }
        });
        return handled instanceof CompletableFuture<?> future && future.isDone() ? null : handled;
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    private void succeeded(ConnectionExchange exchange) {
        if (!exchange.receiver().hasFailedEarly(exchange)) {
            events.processed(exchange, Outcome.SUCCESS, null);
        }
    }

    /** The handler ended with a failure, which is reported unless that was done. */
    private void ended(ConnectionExchange exchange, Throwable failure) {
        if (!exchange.receiver().hasFailedEarly(exchange)) {
            failed(exchange, failure);
        }
    }

    /** Reports a failed handler: logs it under an id, and answers with the id. */
    void failed(ConnectionExchange exchange, Throwable failure) {
        if (failure instanceof InvalidMessageException problem && problem.isAbout(exchange.message())) {
            invalid(exchange, problem);
            return;
        }
        Connection connection = exchange.connection();
        String id = Answers.newId();
        events.line(
                Level.ERROR,
                connection,
                "{}: handler '{}' failed, id={} message={}",
                connection.id(),
                exchange.entry().name(),
                id,
                exchange.message(),
                LoggedFailure.of(failure));
        events.processed(exchange, Outcome.ERROR, failure);
        answers.error(exchange, id);
    }

    /** The peer's fault: a handler asked its message for something that is not there, or not what it should be. */
    private void invalid(ConnectionExchange exchange, InvalidMessageException problem) {
        Connection connection = exchange.connection();
        String reason = String.valueOf(problem.getMessage());
        events.line(
                Level.DEBUG,
                connection,
                "{}: message refused by handler '{}': {}",
                connection.id(),
                exchange.entry().name(),
                LogText.clip(reason));
        events.processed(exchange, Outcome.INVALID, problem);
        answers.refused(exchange, reason);
    }
}
