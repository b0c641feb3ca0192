package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.DispatchHandler;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.message.Commands;
import io.eventdispatcher.message.LogText;
import io.eventdispatcher.spring.handler.HandlerObserver.Outcome;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands around every handler, annotated or registered in code: counts, observers, and the {@code INVALID} reply.
 * All other failures go on to the messenger, the one place that logs them under a short id and answers {@code ERROR}
 * with it.
 *
 * <p>Threading: any thread.
 */
final class GuardedHandler implements DispatchHandler {

    private static final Logger log = LoggerFactory.getLogger(GuardedHandler.class);

    /** Answers that are never answered: two services would go on for ever. */
    private static final Set<String> NEVER_ANSWERED = Set.of(Commands.INVALID, Commands.UNKNOWN, Commands.ERROR);

    private final DispatchHandler delegate;
    private final CallRecorder calls;

    GuardedHandler(DispatchHandler delegate, CallRecorder calls) {
        this.delegate = delegate;
        this.calls = calls;
    }

    @Override
    public @Nullable CompletionStage<?> handle(Exchange exchange) throws Exception {
        long started = calls.started(exchange);
        CompletionStage<?> stage;
        try {
            stage = delegate.handle(exchange);
        } catch (InvalidArgumentException e) {
            invalid(exchange, started, e);
            return null;
        } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
            calls.finished(exchange, started, Outcome.ERROR, e);
            throw e;
        }
        if (stage == null) {
            calls.finished(exchange, started, Outcome.SUCCESS, null);
            return null;
        }
        return stage.handle((value, failure) -> {
            completed(exchange, started, failure);
            return null;
        });
    }

    private void completed(Exchange exchange, long started, @Nullable Throwable failure) {
        Throwable wrapped = failure instanceof CompletionException ? failure.getCause() : null;
        Throwable cause = wrapped == null ? failure : wrapped;
        if (cause == null) {
            calls.finished(exchange, started, Outcome.SUCCESS, null);
        } else if (cause instanceof InvalidArgumentException e) {
            invalid(exchange, started, e);
        } else {
            calls.finished(exchange, started, Outcome.ERROR, cause);
            throw new CompletionException(cause);
        }
    }

    private void invalid(Exchange exchange, long started, InvalidArgumentException problem) {
        String command = LogText.clip(exchange.message().command());
        String text = problem.getMessage();
        log.debug("message refused: entry={} command={} problem={}", exchange.entry(), command, text);
        if (!NEVER_ANSWERED.contains(command)) {
            exchange.reply(exchange.message()
                    .reply(Commands.INVALID)
                    .param("command", command)
                    .param("message", text)
                    .build());
        }
        calls.finished(exchange, started, Outcome.INVALID, problem);
    }
}
