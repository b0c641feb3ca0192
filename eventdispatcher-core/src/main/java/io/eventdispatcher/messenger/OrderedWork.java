package io.eventdispatcher.messenger;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.Hold;
import io.eventdispatcher.message.Message;
import java.util.ArrayDeque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The work of one connection that does not end on the loop thread at once: while a message is being handled elsewhere, the
 * following ones wait here, so that the order of the connection is kept across loop, executors and asynchronous handlers.
 *
 * <p>At most {@code capacity} messages wait or are handled concurrently; then the connection stops reading until half of
 * them are done. A worker that is done with one message goes on with the next one of the connection, so a burst costs one
 * hand-over to the executor, not one per message.
 *
 * <p>Threading: any thread. The message at work belongs to one thread at a time, which {@code busy} hands over.
 */
final class OrderedWork implements Runnable {

    /** Messages a worker handles before it lets other connections have its thread. */
    private static final int MESSAGES_PER_RUN = 256;

    /** Stands for "on the thread that completed a stage", where no handler runs. */
    private static final Executor ELSEWHERE = task -> {
        throw new RejectedExecutionException("not a place to run handlers");
    };

    private final MessageReceiver receiver;
    private final Messenger messenger;
    private final Connection connection;
    private final int capacity;
    private final ArrayDeque<Message> waiting = new ArrayDeque<>(4);
    private RouteWalk.@Nullable Step parked;
    private boolean busy;
    private int concurrent;
    private boolean suspended;
    private @Nullable Hold hold;

    OrderedWork(MessageReceiver receiver, Messenger messenger, Connection connection) {
        this.receiver = receiver;
        this.messenger = messenger;
        this.connection = connection;
        this.capacity = messenger.queueCapacity();
    }

    /** Returns how many messages wait or are being handled off the loop. */
    synchronized int size() {
        return waiting.size() + concurrent + (busy ? 1 : 0);
    }

    /** Takes a message if another one is being handled; false means that the caller, the loop thread, handles it. */
    synchronized boolean offer(Message message) {
        if (!busy) {
            return false;
        }
        waiting.add(message);
        limit();
        return true;
    }

    /** Goes on, somewhere else, with a message that the loop thread could not finish. */
    void start(RouteWalk.Step step) {
        synchronized (this) {
            busy = true;
            keepOpen();
        }
        park(step);
    }

    /** On the executor, or the loop thread, that the parked message asked for. */
    @Override
    public void run() {
        RouteWalk.Step step = parked;
        if (step != null) {
            parked = null;
            goOn(step, step.executor());
        }
    }

    private void goOn(RouteWalk.Step first, @Nullable Executor here) {
        RouteWalk.@Nullable Step step = messenger.walk().proceed(receiver, first, here);
        for (int handled = 1; step == null; handled++) {
            Message next = next();
            if (next == null) {
                return;
            }
            boolean tired = handled >= MESSAGES_PER_RUN && here != null;
            step = messenger.walk().begin(receiver, next, tired ? ELSEWHERE : here);
        }
        park(step);
    }

    private void park(RouteWalk.Step step) {
        CompletionStage<?> pending = step.pending();
        if (pending != null) {
            pending.whenComplete((result, failure) -> goOn(step, ELSEWHERE));
            return;
        }
        RouteWalk.Step waitingStep = step;
        while (true) {
            parked = waitingStep;
            try {
                execute(waitingStep.executor(), this);
                return;
            } catch (RejectedExecutionException e) {
                parked = null;
                RouteWalk.@Nullable Step following = refused(waitingStep, e);
                if (following == null) {
                    return;
                }
                waitingStep = following;
            }
        }
    }

    /** Answers for a handler that could not run, and returns the next place to go to, null when all is done. */
    private RouteWalk.@Nullable Step refused(RouteWalk.Step step, RejectedExecutionException cause) {
        ConnectionExchange exchange = step.exchange();
        if (exchange != null) {
            messenger.overloaded(exchange, cause);
        }
        RouteWalk.@Nullable Step following = messenger.walk().proceed(receiver, step.skipped(), ELSEWHERE);
        while (following == null) {
            Message next = next();
            if (next == null) {
                return null;
            }
            following = messenger.walk().begin(receiver, next, ELSEWHERE);
        }
        return following;
    }

    private void execute(@Nullable Executor executor, Runnable task) {
        if (executor == null) {
            connection.loop().execute(task);
        } else {
            executor.execute(task);
        }
    }

    private synchronized @Nullable Message next() {
        Message next = waiting.poll();
        if (next == null) {
            busy = false;
        }
        relax();
        return next;
    }

    /** Runs a handler whose messages may overtake each other. */
    void runConcurrently(ConnectionExchange exchange, Executor executor) {
        started();
        try {
            executor.execute(() -> {
                CompletionStage<?> pending = messenger.call(exchange);
                if (pending == null) {
                    finished();
                } else {
                    pending.whenComplete((result, failure) -> finished());
                }
            });
        } catch (RejectedExecutionException e) {
            messenger.overloaded(exchange, e);
            finished();
        }
    }

    /** Counts a concurrent handler that is still working after it returned. */
    void track(ConnectionExchange exchange, CompletionStage<?> pending) {
        started();
        pending.whenComplete((result, failure) -> finished());
    }

    private synchronized void started() {
        concurrent++;
        keepOpen();
        limit();
    }

    private synchronized void finished() {
        concurrent--;
        relax();
    }

    private void keepOpen() {
        if (hold == null) {
            hold = connection.hold();
        }
    }

    private void limit() {
        if (!suspended && waiting.size() + concurrent >= capacity) {
            suspended = true;
            connection.suspend();
        }
    }

    private void relax() {
        if (suspended && waiting.size() + concurrent <= capacity / 2) {
            suspended = false;
            connection.resume();
        }
        Hold held = hold;
        if (held != null && !busy && concurrent == 0) {
            hold = null;
            held.close();
        }
    }
}
