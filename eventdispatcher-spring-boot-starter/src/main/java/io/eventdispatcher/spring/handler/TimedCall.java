package io.eventdispatcher.spring.handler;

import io.eventdispatcher.messenger.ConnectionExchange;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One call that may take so long only. {@code RUNNING} on its thread, then, if the handler is asynchronous, {@code PENDING}, then
 * {@code DONE}; or out of the first two {@code EXPIRING} and {@code EXPIRED}. Who takes it out of the first two owns the answer.
 *
 * <p>Threading: any thread.
 */
final class TimedCall extends AtomicInteger {

    private static final long serialVersionUID = 1L;

    private static final int RUNNING = 0;
    private static final int PENDING = 1;
    private static final int DONE = 2;
    private static final int EXPIRING = 3;
    private static final int EXPIRED = 4;
    private static final StackTraceElement[] NO_STACK = {};

    private final transient HandlerPipeline pipeline;
    private final transient ConnectionExchange exchange;
    private final transient @Nullable HandlerCall call;
    private final long started;
    private final transient @Nullable Passage passage;
    private final long timeoutNanos;
    private final transient @Nullable Thread thread;
    private transient @Nullable CompletionStage<?> work; // written before the state becomes PENDING
    private transient @Nullable CompletableFuture<@Nullable Void> answered; // made when it is needed, under this

    /** When the sweep saw it for the first time; belongs to the sweep. */
    private long sinceNanos;

    private volatile boolean seen;

    /** Where it is found by the sweep; belongs to {@link CallTimeouts}. */
    int slot;

    TimedCall(
            HandlerPipeline pipeline,
            ConnectionExchange exchange,
            @Nullable HandlerCall call,
            long started,
            @Nullable Passage passage,
            long timeoutNanos,
            @Nullable Thread thread) {
        this.pipeline = pipeline;
        this.exchange = exchange;
        this.call = call;
        this.started = started;
        this.passage = passage;
        this.timeoutNanos = timeoutNanos;
        this.thread = thread;
    }

    /** Ends the call in time; false when it has expired, and somebody else answers. */
    boolean end() {
        return compareAndSet(RUNNING, DONE) || compareAndSet(PENDING, DONE);
    }

    /** The handler returned and goes on elsewhere; false when it has expired. */
    boolean goOn(CompletionStage<?> stage) {
        work = stage;
        return compareAndSet(RUNNING, PENDING);
    }

    /** Starts the time anew: one of several results has come. */
    void again() {
        seen = false;
    }

    /** What tells when the answer to the call that expired is made; the interrupt of the thread is over. */
    CompletableFuture<@Nullable Void> answered() {
        while (get() == EXPIRING) {
            Thread.onSpinWait();
        }
        return whenAnswered();
    }

    /** What completes only if the call expires, when the answer is made. */
    synchronized CompletableFuture<@Nullable Void> whenAnswered() {
        CompletableFuture<@Nullable Void> present = answered;
        if (present == null) {
            present = new CompletableFuture<>();
            answered = present;
        }
        return present;
    }

    /**
     * For the sweep only. The time begins when it looks for the first time: when the call really began it does not know, and
     * it may come late, after a pause of the whole process.
     */
    boolean isOver(long nowNanos) {
        if (!seen) {
            seen = true;
            sinceNanos = nowNanos;
        }
        return nowNanos - sinceNanos > timeoutNanos;
    }

    /** Gives the call up, unless it is done; returns whether it was given up. */
    boolean expire() {
        StackTraceElement[] stack;
        boolean running = compareAndSet(RUNNING, EXPIRING);
        if (running) {
            stack = thread == null ? NO_STACK : thread.getStackTrace();
            if (thread != null) {
                thread.interrupt();
            }
        } else if (compareAndSet(PENDING, EXPIRING)) {
            stack = NO_STACK;
        } else {
            return false;
        }
        set(EXPIRED);
        if (work instanceof GivenUp cancellable) {
            cancellable.giveUp();
        }
        pipeline.timedOut(exchange.abandon(), call, started, passage, running, stack, whenAnswered());
        return true;
    }

    /** What the starter made and may end itself, other than stages of the application. */
    interface GivenUp {

        /** Ends the work. */
        void giveUp();

        /** Sets what is told about each of several results. */
        default void onEach(Runnable action) {}
    }
}
