package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.DispatchHandler;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.messenger.ConnectionExchange;
import io.eventdispatcher.spring.handler.HandlerObserver.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands around every handler, annotated or registered in code: observers, interceptors, the time-out, the reply, and the one
 * path of all failures. For a handler that runs on the loop and returns a value nothing is allocated here as long as there are no
 * interceptors.
 *
 * <p>Threading: any thread.
 */
final class HandlerPipeline implements DispatchHandler {

    private static final Logger log = LoggerFactory.getLogger(HandlerPipeline.class);

    private final HandlerDescriptor handler;
    private final HandlerInvocation invocation;
    private final CallRecorder calls;
    private final FailurePath failures;
    private final HandlerPipelines pipelines;
    private final CallTimeouts timeouts;
    private final long timeoutNanos;

    /** Whether its thread may be interrupted: on the loop it may not. */
    private final boolean interruptible;

    HandlerPipeline(
            PlannedHandler planned,
            CallRecorder calls,
            FailurePath failures,
            HandlerPipelines pipelines,
            CallTimeouts timeouts) {
        this.handler = planned.descriptor();
        this.invocation = planned.invocation();
        this.calls = calls;
        this.failures = failures;
        this.pipelines = pipelines;
        this.timeouts = timeouts;
        this.timeoutNanos = handler.timeout().toNanos();
        this.interruptible = planned.executor() != null && timeoutNanos > 0;
    }

    @Override
    public @Nullable CompletionStage<?> handle(Exchange exchange) throws Exception {
        HandlerCall call = calls.begin(exchange);
        long started = calls.now(call);
        MessageInterceptor[] interceptors = pipelines.interceptors();
        Passage passage = interceptors.length == 0 ? null : new Passage(interceptors, handler, exchange);
        TimedCall timed = null;
        CompletionStage<?> pending = null;
        Throwable failure = null;
        try {
            if (passage == null || passage.before()) {
                timed = interruptible ? timed(exchange, call, started, passage, Thread.currentThread()) : null;
                Object returned = invocation.invoke(exchange);
                if (returned instanceof CompletionStage<?> stage) {
                    pending = stage;
                    if (isDone(stage)) {
                        returned = ((CompletableFuture<?>) stage).join();
                        pending = null;
                    }
                }
                if (pending == null && (timed == null || end(timed))) {
                    timed = null;
                    reply(exchange, passage, returned);
                }
            } else {
                passage.after();
            }
        } catch (Exception | Error e) {
            failure = pending == null ? e : FailurePath.unwrap(e);
            pending = null;
            if (timed != null && end(timed)) {
                timed = null;
            }
            Fatal.rethrow(e); // not before its time-out is over, which would interrupt whatever this thread does then
        }
        if (timed != null && (pending == null || !timed.goOn(pending))) {
            return late(call, timed, pending, failure);
        }
        if (failure != null) {
            return failed(exchange, call, started, passage, failure, true);
        }
        calls.leave(call);
        if (pending != null) {
            return new PendingCall(exchange, call, started, passage, timed).waitFor(pending);
        }
        calls.finished(call, started, Outcome.SUCCESS, null);
        return null;
    }

    private @Nullable TimedCall timed(
            Exchange exchange,
            @Nullable HandlerCall call,
            long started,
            @Nullable Passage passage,
            @Nullable Thread thread) {
        if (!(exchange instanceof ConnectionExchange received)) {
            return null;
        }
        TimedCall timed = new TimedCall(this, received, call, started, passage, timeoutNanos, thread);
        timeouts.add(timed);
        return timed;
    }

    /** Ends a call in time; false when it has expired. */
    private boolean end(TimedCall timed) {
        if (timed.end()) {
            timeouts.remove(timed);
            return true;
        }
        return false;
    }

    /** The handler returned after its time: what it says is of no interest any more. */
    private CompletionStage<?> late(
            @Nullable HandlerCall call,
            TimedCall timed,
            @Nullable CompletionStage<?> pending,
            @Nullable Throwable failure) {
        if (pending instanceof TimedCall.GivenUp ours) {
            ours.giveUp();
        }
        CompletionStage<?> answered = timed.answered();
        boolean interrupted = Thread.interrupted();
        calls.late();
        calls.leave(call);
        log.debug("handler returned after its time: handler={} interrupted={}", handler.id(), interrupted, failure);
        return answered;
    }

    /** Answers for a call that took too long; called by the thread that found it. */
    void timedOut(
            ConnectionExchange exchange,
            @Nullable HandlerCall call,
            long started,
            @Nullable Passage passage,
            boolean running,
            StackTraceElement[] stack,
            CompletableFuture<@Nullable Void> answered) {
        try {
            Throwable failure = new HandlerTimeoutException(handler.id(), handler.timeout(), stack);
            if (!running) {
                calls.enter(call);
            }
            FailurePath.follow(failed(exchange, call, started, passage, failure, !running), answered);
        } catch (Throwable e) {
            answered.completeExceptionally(e); // the connection must not wait for ever
        }
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
            Exchange exchange,
            @Nullable HandlerCall call,
            long started,
            @Nullable Passage passage,
            Throwable failure,
            boolean entered)
            throws Exception {
        Outcome outcome = FailurePath.outcome(exchange, failure);
        CompletionStage<?> handling = null;
        try {
            if (passage != null) {
                passage.onError(failure);
            }
            handling = failures.handle(exchange, failure);
        } finally {
            if (entered) {
                calls.leave(call);
            }
            if (handling == null) {
                calls.finished(call, started, outcome, failure);
            }
        }
        return handling == null
                ? null
                : handling.whenComplete((value, broken) -> calls.finished(call, started, outcome, failure));
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
        private final @Nullable TimedCall timed;
        private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

        PendingCall(
                Exchange exchange,
                @Nullable HandlerCall call,
                long started,
                @Nullable Passage passage,
                @Nullable TimedCall before) {
            this.exchange = exchange;
            this.call = call;
            this.started = started;
            this.passage = passage;
            this.timed = before != null || timeoutNanos == 0 ? before : timed(exchange, call, started, passage, null);
        }

        CompletionStage<?> waitFor(CompletionStage<?> stage) {
            if (timed != null) {
                timed.goOn(stage); // a second time when it did so before, which changes nothing
                FailurePath.follow(timed.whenAnswered(), done);
                if (stage instanceof TimedCall.GivenUp ours) {
                    ours.onEach(timed::again);
                }
            }
            try {
                stage.whenComplete(this::arrived);
            } catch (RuntimeException e) {
                arrived(null, e);
            }
            return done;
        }

        private void arrived(@Nullable Object value, @Nullable Throwable failure) {
            if (timed != null && !end(timed)) {
                calls.late();
                return;
            }
            try {
                finish(value, failure);
            } catch (Throwable e) {
                done.completeExceptionally(e); // the connection must not wait for ever
            }
        }

        private void finish(@Nullable Object value, @Nullable Throwable failure) throws Exception {
            calls.enter(call);
            Throwable cause = failure == null ? null : FailurePath.unwrap(failure);
            if (cause == null) {
                try {
                    reply(exchange, passage, value);
                } catch (Exception | Error e) {
                    Fatal.rethrow(e);
                    cause = e;
                }
            }
            if (cause == null) {
                calls.leave(call);
                calls.finished(call, started, Outcome.SUCCESS, null);
                done.complete(null);
                return;
            }
            FailurePath.follow(failed(exchange, call, started, passage, cause, true), done);
        }
    }
}
