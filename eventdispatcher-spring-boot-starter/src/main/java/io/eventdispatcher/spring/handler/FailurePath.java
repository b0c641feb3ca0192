package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.message.Commands;
import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.LogText;
import io.eventdispatcher.messenger.ConnectionExchange;
import io.eventdispatcher.spring.handler.HandlerObserver.Outcome;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way of all failures of one handler, synchronous or not: exception handlers of its bean, those of advice beans, error
 * handlers, and at last the default, which tells the peer.
 *
 * <p>Threading: any thread.
 */
final class FailurePath {

    private static final Logger log = LoggerFactory.getLogger(FailurePath.class);

    /** Answers that are never answered: two services would go on for ever. */
    private static final Set<String> NEVER_ANSWERED = Set.of(Commands.INVALID, Commands.UNKNOWN, Commands.ERROR);

    private final HandlerDescriptor handler;
    private final List<FailureStage> own;
    private final HandlerPipelines pipelines;

    FailurePath(HandlerDescriptor handler, List<FailureStage> own, HandlerPipelines pipelines) {
        this.handler = handler;
        this.own = own;
        this.pipelines = pipelines;
    }

    static Outcome outcome(Exchange exchange, Throwable failure) {
        if (failure instanceof HandlerTimeoutException) {
            return Outcome.TIMEOUT;
        }
        return isFaultOfTheMessage(exchange, failure) ? Outcome.INVALID : Outcome.ERROR;
    }

    private static boolean isFaultOfTheMessage(Exchange exchange, Throwable failure) {
        return failure instanceof InvalidArgumentException
                || failure instanceof InvalidMessageException e && e.isAbout(exchange.message());
    }

    /** What a stage failed with, without what {@code CompletableFuture} wraps around it. */
    static Throwable unwrap(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    /**
     * Takes care of a failure.
     *
     * @return null when that is done, or what an asynchronous exception handler is still working on
     * @throws Exception the failure itself, when nobody handled it and there is no connection to report it on
     */
    @Nullable
    CompletionStage<?> handle(Exchange exchange, Throwable failure) throws Exception {
        return handle(0, exchange, failure);
    }

    private @Nullable CompletionStage<?> handle(int from, Exchange exchange, Throwable failure) throws Exception {
        FailureStage[] common = pipelines.stages();
        for (int i = from; i < own.size() + common.length; i++) {
            FailureStage stage = i < own.size() ? own.get(i) : common[i - own.size()];
            try {
                Object result = stage.handle(handler, exchange, failure);
                if (result instanceof CompletionStage<?> working) {
                    return finish(working, stage, i + 1, exchange, failure);
                }
                if (result == null) {
                    return null;
                }
            } catch (Exception | Error e) {
                Fatal.rethrow(e);
                report(stage, e);
            }
        }
        byDefault(exchange, failure);
        return null;
    }

    private CompletionStage<?> finish(
            CompletionStage<?> working, FailureStage stage, int next, Exchange exchange, Throwable failure) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        working.whenComplete((value, broken) -> {
            if (broken == null) {
                done.complete(null);
                return;
            }
            try {
                report(stage, unwrap(broken));
                follow(handle(next, exchange, failure), done);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    /** Ends a promise as a stage does, at once when there is none. */
    static void follow(@Nullable CompletionStage<?> stage, CompletableFuture<@Nullable Void> promise) {
        if (stage == null) {
            promise.complete(null);
            return;
        }
        stage.whenComplete((value, broken) -> {
            if (broken == null) {
                promise.complete(null);
            } else {
                promise.completeExceptionally(broken);
            }
        });
    }

    private void byDefault(Exchange exchange, Throwable failure) throws Exception {
        if (isFaultOfTheMessage(exchange, failure)) {
            invalid(exchange, String.valueOf(failure.getMessage()));
        } else if (exchange instanceof ConnectionExchange received) {
            received.fail(failure);
        } else if (failure instanceof Error error) {
            throw error;
        } else {
            throw (Exception) failure;
        }
    }

    private static void invalid(Exchange exchange, String text) {
        String command = LogText.clip(exchange.message().command());
        log.debug("message refused: entry={} command={} problem={}", exchange.entry(), command, text);
        if (!NEVER_ANSWERED.contains(command)) {
            exchange.reply(exchange.message()
                    .reply(Commands.INVALID)
                    .param("command", command)
                    .param("message", text)
                    .build());
        }
    }

    private void report(FailureStage stage, Throwable failure) {
        log.warn("exception handler failed, the next one is asked: handler={} stage={}", handler.id(), stage, failure);
    }
}
