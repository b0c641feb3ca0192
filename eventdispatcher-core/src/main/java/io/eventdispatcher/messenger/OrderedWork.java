package io.eventdispatcher.messenger;

import io.eventdispatcher.connection.AttributeKey;
import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.Hold;
import io.eventdispatcher.connection.Role;
import io.eventdispatcher.message.Message;
import java.util.ArrayDeque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger log = LoggerFactory.getLogger(OrderedWork.class);

    /** Where the work of a connection is found. */
    static final AttributeKey<OrderedWork> KEY = AttributeKey.named("ordered work");

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
    /** Messages, and refusals ({@link Runnable}) of lines between them that are none. */
    private final ArrayDeque<Object> waiting = new ArrayDeque<>(4);

    private RouteWalk.@Nullable Step parked;
    private boolean busy;
    private int concurrent;
    private boolean suspended;
    private boolean stopped;
    private boolean stalled;
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
    boolean offer(Message message) {
        return offerAny(message);
    }

    /** As {@link #offer(Message)}, for the answer to a line that is no message: it keeps its place too. */
    boolean offer(Runnable refusal) {
        return offerAny(refusal);
    }

    private synchronized boolean offerAny(Object arrival) {
        if (stopped) {
            return true;
        }
        if (!busy) {
            return false;
        }
        waiting.add(arrival);
        limit();
        return true;
    }

    /** Drops what waits and what still comes: the connection closes because of a message before them. */
    synchronized void stop() {
        stopped = true;
        waiting.clear();
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
            proceed(step, step.executor());
        }
    }

    /** An error that nobody caught must not leave the connection waiting for ever. */
    private void proceed(RouteWalk.Step step, @Nullable Executor here) {
        try {
            goOn(step, here);
        } catch (Throwable t) {
            log.error("{}: handling its messages failed; the connection is closed", connection.id(), t);
            connection.close(CloseReason.ERROR);
            throw t;
        }
    }

    private void goOn(RouteWalk.Step first, @Nullable Executor here) {
        RouteWalk.@Nullable Step step = messenger.walk().proceed(receiver, first, here);
        for (int handled = 1; step == null; handled++) {
            Message next = isStalled() ? null : next();
            if (next == null) {
                return;
            }
            boolean tired = handled >= MESSAGES_PER_RUN;
            step = messenger.walk().begin(receiver, next, tired ? ELSEWHERE : here);
        }
        park(step);
    }

    /**
     * Tells whether to stop here because the peer does not take the answers it has. What waits goes on waiting, and the
     * loop thread goes on with it once the connection is writable.
     */
    private boolean isStalled() {
        if (!isUnwritable()) {
            return false;
        }
        synchronized (this) {
            stalled = isUnwritable(); // looked at again under the lock that unstall() takes after a change
            return stalled;
        }
    }

    private boolean isUnwritable() {
        return connection.role() == Role.SERVER
                && !connection.isWritable()
                && connection.state().canSend();
    }

    /** The connection is writable again, or gone. Loop thread. */
    void unstall() {
        synchronized (this) {
            if (!stalled) {
                return;
            }
            stalled = false;
        }
        RouteWalk.@Nullable Step step = nextStep();
        if (step != null) {
            park(step);
        }
    }

    /** Returns where the next message that needs a handler has to go, null when none waits. */
    private RouteWalk.@Nullable Step nextStep() {
        RouteWalk.@Nullable Step step = null;
        while (step == null) {
            Message next = next();
            if (next == null) {
                return null;
            }
            step = messenger.walk().begin(receiver, next, ELSEWHERE);
        }
        return step;
    }

    private void park(RouteWalk.Step step) {
        CompletionStage<?> pending = step.pending();
        if (pending != null) {
            pending.whenComplete((result, failure) -> proceed(step, ELSEWHERE));
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
            messenger.answers().overloaded(exchange, cause);
        }
        RouteWalk.@Nullable Step following = messenger.walk().proceed(receiver, step.skipped(), ELSEWHERE);
        return following == null ? nextStep() : following;
    }

    private void execute(@Nullable Executor executor, Runnable task) {
        if (executor == null) {
            connection.loop().execute(task);
        } else {
            executor.execute(task);
        }
    }

    private @Nullable Message next() {
        while (true) {
            Object next;
            Hold over;
            synchronized (this) {
                next = waiting.poll();
                if (next == null) {
                    busy = false;
                }
                over = relax();
            }
            release(over);
            if (!(next instanceof Runnable refusal)) {
                return (Message) next;
            }
            refusal.run();
        }
    }

    /** Runs a handler whose messages may overtake each other. */
    void runConcurrently(ConnectionExchange exchange, Executor executor) {
        started();
        try {
            executor.execute(() -> {
                CompletionStage<?> pending = null;
                try {
                    pending = messenger.calls().call(exchange);
                } finally {
                    if (pending == null) {
                        finished();
                    }
                }
                if (pending != null) {
                    pending.whenComplete((result, failure) -> finished());
                }
            });
        } catch (RejectedExecutionException e) {
            messenger.answers().overloaded(exchange, e);
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

    private void finished() {
        Hold over;
        synchronized (this) {
            concurrent--;
            over = relax();
        }
        release(over);
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

    /** Returns the hold to release, outside of the lock because the connection may close then. */
    private @Nullable Hold relax() {
        if (suspended && waiting.size() + concurrent <= capacity / 2) {
            suspended = false;
            connection.resume();
        }
        Hold held = hold;
        if (held == null || busy || concurrent > 0) {
            return null;
        }
        hold = null;
        return held;
    }

    private static void release(@Nullable Hold over) {
        if (over != null) {
            over.close();
        }
    }
}
