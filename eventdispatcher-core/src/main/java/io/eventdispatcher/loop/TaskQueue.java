package io.eventdispatcher.loop;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tasks handed to a loop. Producers append to one array under a short lock; the loop swaps it for an empty one, at most
 * once a turn, and runs what it got without a lock. So a task added by a running task waits for the next turn.
 *
 * <p>Threading: any thread; what drains says "loop thread only".
 */
final class TaskQueue {
    private static final int INITIAL_CAPACITY = 64;
    private static final int SHRINK_ABOVE = 4_096;

    private final String loopName;
    private final int maxPending;
    private final TurnTimes times;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private @Nullable Runnable[] incoming = new Runnable[INITIAL_CAPACITY];

    /** Written under the lock; volatile so that a drain ends early. */
    private volatile boolean closed;

    /** Tasks in {@code incoming}. Written under the lock; volatile so that the loop can ask without taking it. */
    private volatile int arrived;

    /** Tasks taken over by the loop and not yet run. Written by the loop thread after each drain. */
    private volatile int carried;

    private @Nullable Runnable[] draining = new Runnable[INITIAL_CAPACITY];
    private int position;
    private int end;

    /** When the first of {@code incoming} came, if somebody wanted to know then. */
    @GuardedBy("lock")
    private long oldestNanos;

    @GuardedBy("lock")
    private boolean oldestKnown;

    TaskQueue(String loopName, int maxPending, TurnTimes times) {
        this.loopName = loopName;
        this.maxPending = maxPending;
        this.times = times;
    }

    void add(Runnable task) {
        Objects.requireNonNull(task, "task");
        synchronized (lock) {
            int count = arrived;
            if (closed || count + carried >= maxPending) {
                throw refusal(count + carried);
            }
            if (count == incoming.length) {
                incoming = Arrays.copyOf(incoming, Math.min(maxPending, count * 2));
            }
            if (count == 0 && times.isOn()) {
                oldestNanos = times.now();
                oldestKnown = true;
            }
            incoming[count] = task;
            arrived = count + 1;
        }
    }

    int pending() {
        return arrived + carried;
    }

    /** From now on {@link #add} refuses. */
    void close() {
        synchronized (lock) {
            closed = true;
        }
    }

    /**
     * Runs at most {@code max} tasks and returns how many it ran; stops early when the queue is closed. Loop thread
     * only.
     */
    int drain(int max, Consumer<Runnable> runner) {
        if (position == end && !takeOver()) {
            return 0;
        }
        int count = 0;
        try {
            while (position < end && count < max && !closed) {
                Runnable task = Objects.requireNonNull(draining[position]);
                draining[position++] = null;
                count++;
                runner.accept(task);
            }
        } finally {
            carried = end - position;
        }
        return count;
    }

    /** Forgets all tasks and returns how many there were. The thread that cleans up the loop only. */
    int discard() {
        int dropped = end - position;
        Arrays.fill(draining, position, end, null);
        position = end;
        carried = 0;
        synchronized (lock) {
            dropped += arrived;
            Arrays.fill(incoming, 0, arrived, null);
            arrived = 0;
        }
        return dropped;
    }

    private boolean takeOver() {
        if (arrived == 0) {
            return false;
        }
        @Nullable Runnable[] empty = draining;
        if (empty.length > SHRINK_ABOVE && end < empty.length / 4) {
            empty = new Runnable[empty.length / 2];
        }
        position = 0;
        boolean timed;
        long since;
        synchronized (lock) {
            timed = oldestKnown;
            since = oldestNanos;
            oldestKnown = false;
            draining = incoming;
            end = arrived;
            incoming = empty;
            carried = end;
            arrived = 0;
        }
        if (timed) {
            times.lag(since);
        }
        return true;
    }

    private RejectedExecutionException refusal(int pending) {
        return new RejectedExecutionException(
                closed
                        ? "task refused: loop='" + loopName + "' is closed pending=" + pending + " max=" + maxPending
                        : "task refused: loop='" + loopName + "' pending=" + pending + " max=" + maxPending
                                + "; the loop is blocked or tasks come faster than it runs them: slow the producer down or"
                                + " raise LoopOptions.maxPendingTasks");
    }
}
