package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.DispatchHandler;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.spring.handler.HandlerObserver.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What stands around every handler, annotated or registered in code: observers, interceptors, the reply, and the one path of all
 * failures. For a handler that returns a value, nothing is allocated here as long as there are no interceptors.
 *
 * <p>Threading: any thread.
 */
final class HandlerPipeline implements DispatchHandler {

    private final HandlerDescriptor handler;
    private final HandlerInvocation invocation;
    private final CallRecorder calls;
    private final FailurePath failures;
    private final HandlerPipelines pipelines;

    HandlerPipeline(
            HandlerDescriptor handler,
            HandlerInvocation invocation,
            CallRecorder calls,
            FailurePath failures,
            HandlerPipelines pipelines) {
        this.handler = handler;
        this.invocation = invocation;
        this.calls = calls;
        this.failures = failures;
        this.pipelines = pipelines;
    }

    @Override
    public @Nullable CompletionStage<?> handle(Exchange exchange) throws Exception {
        HandlerCall call = calls.begin(exchange);
        long started = calls.now(call);
        MessageInterceptor[] interceptors = pipelines.interceptors();
        Passage passage = interceptors.length == 0 ? null : new Passage(interceptors, handler, exchange);
        CompletionStage<?> pending = null;
        try {
            if (passage == null || passage.before()) {
                Object returned = invocation.invoke(exchange);
                if (returned instanceof CompletionStage<?> stage) {
                    pending = stage;
                    if (isDone(stage)) {
                        returned = ((CompletableFuture<?>) stage).join();
                        pending = null;
                    }
                }
                if (pending == null) {
                    reply(exchange, passage, returned);
                }
            } else {
                passage.after();
            }
        } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
            Throwable failure = pending == null ? e : FailurePath.unwrap(e);
            return failed(exchange, call, started, passage, failure);
        }
        calls.leave(call);
        if (pending != null) {
            return new PendingCall(exchange, call, started, passage).waitFor(pending);
        }
        calls.finished(call, started, Outcome.SUCCESS, null);
        return null;
    }

    private static boolean isDone(CompletionStage<?> stage) {
        return stage instanceof CompletableFuture<?> future && future.isDone();
    }

    private void reply(Exchange exchange, @Nullable Passage passage, @Nullable Object value) throws Exception {
        if (passage != null) {
            passage.after();
        }
        invocation.reply(exchange, value);
    }

    /** Takes care of a failure on the thread it was seen on, and ends the call; returns what is still to be waited for. */
    private @Nullable CompletionStage<?> failed(
            Exchange exchange, @Nullable HandlerCall call, long started, @Nullable Passage passage, Throwable failure)
            throws Exception {
        CompletionStage<?> handling = null;
        try {
            if (passage != null) {
                passage.onError(failure);
            }
            handling = failures.handle(exchange, failure);
        } finally {
            calls.leave(call);
            if (handling == null) {
                calls.finished(call, started, FailurePath.outcome(failure), failure);
            }
        }
        return handling == null
                ? null
                : handling.whenComplete(
                        (value, broken) -> calls.finished(call, started, FailurePath.outcome(failure), failure));
    }

    /**
     * A call that goes on after the handler returned.
     *
     * <p>Threading: one thread at a time, that of the handler, then the one that completes its stage.
     */
    private final class PendingCall {

        private final Exchange exchange;
        private final @Nullable HandlerCall call;
        private final long started;
        private final @Nullable Passage passage;
        private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

        PendingCall(Exchange exchange, @Nullable HandlerCall call, long started, @Nullable Passage passage) {
            this.exchange = exchange;
            this.call = call;
            this.started = started;
            this.passage = passage;
        }

        CompletionStage<?> waitFor(CompletionStage<?> stage) {
            try {
                stage.whenComplete(this::arrived);
            } catch (RuntimeException e) {
                arrived(null, e);
            }
            return done;
        }

        private void arrived(@Nullable Object value, @Nullable Throwable failure) {
            try {
                end(value, failure);
            } catch (Throwable e) {
                done.completeExceptionally(e); // the connection must not wait for ever
            }
        }

        private void end(@Nullable Object value, @Nullable Throwable failure) throws Exception {
            calls.enter(call);
            Throwable cause = failure == null ? null : FailurePath.unwrap(failure);
            if (cause == null) {
                try {
                    reply(exchange, passage, value);
                } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
                    cause = e;
                }
            }
            if (cause == null) {
                calls.leave(call);
                calls.finished(call, started, Outcome.SUCCESS, null);
                done.complete(null);
                return;
            }
            FailurePath.follow(failed(exchange, call, started, passage, cause), done);
        }
    }
}
