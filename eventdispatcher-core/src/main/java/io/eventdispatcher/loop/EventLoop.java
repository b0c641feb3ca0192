package io.eventdispatcher.loop;

import io.eventdispatcher.timer.Schedule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Listens to channels, timers and other threads, and calls back on one thread.
 *
 * <p>A loop owns no thread: {@link LoopThread} drives it, or {@link #run()} in a thread of your own, or {@link
 * #runOnce} turn by turn. The loop thread is the one inside {@code run}, or the one that called {@code runOnce} last.
 * As long as there is none, before the first turn and after {@code run} has returned, methods for the loop thread
 * accept any caller, one at a time. Loops are independent objects and share nothing (differs from the C++ library,
 * which has one for the process).
 *
 * <p>Callbacks must not block. What one of them throws is logged, counted and told to the observer, and the loop goes
 * on. Interrupts of the loop thread are ignored by {@link #run()} (an interrupted wait ends the C++ library's loop) and
 * left to the caller by {@code runOnce}.
 *
 * <p>Threading: any thread where a method says so; the others loop thread only.
 *
 * @since 0.1
 */
public final class EventLoop implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

    private final String name;
    private final LoopOptions options;
    private final NanoClock clock;
    private final Turn turn;
    private final LoopBuffers buffers;
    private final Set<KeepAlive> keepAlives = ConcurrentHashMap.newKeySet();
    private final AtomicReference<LoopState> state = new AtomicReference<>(LoopState.IDLE);

    /** Written by the thread that enters {@code run} or {@code runOnce}, and when it leaves {@code run}. */
    private volatile @Nullable Thread owner;

    /** Written by any thread, reset by the thread that leaves {@code run}. */
    private volatile boolean stopRequested;

    private EventLoop(String name, LoopOptions options, NanoClock clock) {
        this.name = Objects.requireNonNull(name, "name");
        this.options = Objects.requireNonNull(options, "options");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.buffers = new LoopBuffers(options.readBufferBytes());
        this.turn = new Turn(this, options, clock);
    }

    /**
     * Opens a loop with default options and the clock of this machine.
     *
     * @param name for logs and the names of threads, such as {@code "ed-1"}
     * @return the loop; close it after use
     * @throws java.io.UncheckedIOException if the system gives no selector, usually for want of file descriptors
     */
    public static EventLoop open(String name) {
        return open(name, LoopOptions.defaults(), NanoClock.system());
    }

    /**
     * Opens a loop.
     *
     * @param name for logs and the names of threads, such as {@code "ed-1"}
     * @param options limits and sizes
     * @param clock the time; in tests one that is set by hand, together with {@code runOnce(0)}
     * @return the loop; close it after use
     * @throws java.io.UncheckedIOException if the system gives no selector, usually for want of file descriptors
     */
    public static EventLoop open(String name, LoopOptions options, NanoClock clock) {
        return new EventLoop(name, options, clock);
    }

    /**
     * Returns the name of the loop. Threading: any thread.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns the options of the loop. Threading: any thread.
     *
     * @return the options
     */
    public LoopOptions options() {
        return options;
    }

    /**
     * Says what the callback that is running works on, for the report of a loop that is blocked. Forgotten when the next callback
     * begins. Loop thread only, unchecked: costs a store.
     *
     * @param what its text is asked for when the loop is found blocked, on another thread
     * @since 0.1
     */
    public void workingOn(Object what) {
        turn().activity().workingOn(what);
    }

    /**
     * Tells whether the caller is the loop thread. Threading: any thread.
     *
     * @return {@code false} also when no thread runs the loop
     */
    public boolean inLoop() {
        return owner == Thread.currentThread();
    }

    /**
     * Checks that the caller may use what belongs to the loop thread. Threading: any thread.
     *
     * @param owner what is being used; its text appears in the message
     * @throws IllegalStateException if another thread is the loop thread
     */
    public void checkInLoop(Object owner) {
        Thread thread = this.owner;
        if (thread != null && thread != Thread.currentThread()) {
            throw new IllegalStateException(owner + " must be used on loop '" + name + "', but was called by thread '"
                    + Thread.currentThread().getName() + "'; hand the call over with EventLoop.execute");
        }
    }

    /**
     * Hands a task to the loop thread, to run once. Tasks of one thread run in their order. A task handed over by the
     * loop thread itself runs in the next turn at the earliest. Threading: any thread; never blocks.
     *
     * @param task run on the loop thread
     * @throws java.util.concurrent.RejectedExecutionException if the loop is closed or {@link
     *     LoopOptions#maxPendingTasks} tasks wait
     */
    @Override
    public void execute(Runnable task) {
        turn.tasks().add(task);
        turn.poller().wakeIfSleeping();
    }

    /**
     * Makes a timer, counted from this call. It never runs early; late by up to a millisecond on an idle loop because
     * that is the resolution of the selector. Threading: any thread.
     *
     * @param timerName for logs and statistics; not unique
     * @param schedule when to run
     * @param action run on the loop thread
     * @return the timer, to cancel it or to arm it again
     * @throws java.util.concurrent.RejectedExecutionException if the loop is closed or, on another thread, has too many
     *     pending tasks
     */
    public TimerHandle schedule(String timerName, Schedule schedule, Runnable action) {
        return turn.timers().schedule(timerName, schedule, action);
    }

    /**
     * Starts listening to a channel, which becomes non-blocking. Readiness is looked at from the next turn on.
     *
     * @param channel the channel; the caller keeps it, cancels the registration and closes it
     * @param ioName for logs and statistics; not unique
     * @param priority 0..255, smaller first; {@link IoRegistration#DEFAULT_PRIORITY} if in doubt
     * @param interest {@link java.nio.channels.SelectionKey} bits; 0 for none yet
     * @param handler called when the channel is ready
     * @return the registration
     * @throws IOException if the channel is closed or cannot be made non-blocking
     * @throws IllegalArgumentException if the priority is out of range or the channel does not support the interest
     * @throws IllegalStateException if the loop is closed, the channel is registered here already, or on the wrong
     *     thread
     */
    public IoRegistration register(
            SelectableChannel channel, String ioName, int priority, int interest, IoHandler handler)
            throws IOException {
        Objects.requireNonNull(ioName, "ioName");
        return register(channel, () -> ioName, priority, interest, handler);
    }

    /**
     * As {@link #register(SelectableChannel, String, int, int, IoHandler)}, with a name that is made when somebody asks for
     * it: there may be very many registrations, and their names are needed for logs and statistics only.
     *
     * @param channel as there
     * @param ioName makes the name; asked on any thread, must not block
     * @param priority as there
     * @param interest as there
     * @param handler as there
     * @return the registration
     * @throws IOException as there
     */
    public IoRegistration register(
            SelectableChannel channel, Supplier<String> ioName, int priority, int interest, IoHandler handler)
            throws IOException {
        Objects.requireNonNull(handler, "handler");
        if (!inLoop()) {
            checkInLoop("io '" + ioName.get() + "'");
        }
        if (!isOpen()) {
            throw new IllegalStateException("io '" + ioName.get() + "' not registered: loop '" + name + "' is closed");
        }
        return turn.poller().register(channel, ioName, priority, interest, handler);
    }

    /**
     * Runs an action once at the end of the current turn, after channels, timers and tasks, or at the end of the next
     * turn if it is added by such an action or between turns. Allocates nothing.
     *
     * @param action run on the loop thread
     * @throws java.util.concurrent.RejectedExecutionException if {@link LoopOptions#maxPendingTasks} actions wait
     *     already
     * @throws IllegalStateException on the wrong thread
     */
    public void atTurnEnd(Runnable action) {
        checkInLoop("turn-end action");
        turn.turnEnd().add(action);
    }

    /**
     * Runs one turn: waits until there is something to do, then calls ready channels in the order of their priorities,
     * timers, tasks and turn-end actions. An interrupt ends the wait; callbacks do not see it, the caller finds it set
     * afterwards. Threading: any thread, which becomes the loop thread; one at a time.
     *
     * @param maxWaitNanos the longest wait, nanoseconds, rounded up to milliseconds; 0 to look only, {@link
     *     Long#MAX_VALUE} for no limit
     * @return whether anything was called
     * @throws IllegalArgumentException if the wait is negative
     * @throws IllegalStateException if the loop is closed, or a turn is running already: on another thread, or because
     *     a callback made this call
     * @throws Error that a callback threw and that is neither {@link StackOverflowError}, {@link AssertionError} nor
     *     {@link LinkageError}; the loop can be run again
     */
    public boolean runOnce(long maxWaitNanos) {
        if (maxWaitNanos < 0) {
            throw new IllegalArgumentException("wait out of range: maxWaitNanos=" + maxWaitNanos + " min=0");
        }
        if (!enter()) {
            throw new IllegalStateException("loop '" + name + "' is closed: open a new one");
        }
        try {
            return turn.run(maxWaitNanos);
        } finally {
            leave();
            if (turn.poller().takeInterrupt()) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Runs turns until {@link #stop()} or {@link #close()}, or until nothing can happen any more: no registration (a
     * disabled one counts), no armed timer, no pending task and no {@link KeepAlive}. May be called again unless
     * closed; returns at once if the loop is closed. Threading: any thread, which is the loop thread until the method
     * returns; one at a time.
     *
     * @throws IllegalStateException if a turn is running already, as in {@link #runOnce}
     * @throws Error as in {@link #runOnce}
     */
    public void run() {
        if (!enter()) {
            return;
        }
        try {
            while (!stopRequested && isOpen() && (turn.hasWork() || !keepAlives.isEmpty())) {
                turn.run(Long.MAX_VALUE);
                if (turn.poller().takeInterrupt()) {
                    LOG.debug("loop '{}': interrupt of the loop thread ignored; use stop() to end it", name);
                }
            }
        } finally {
            stopRequested = false;
            owner = null;
            leave();
        }
    }

    /**
     * Keeps {@link #run()} from returning for want of work. Threading: any thread.
     *
     * @param tokenName what is being waited for; appears in {@link #sources()}
     * @return the token; close it when the work is done
     */
    public KeepAlive keepAlive(String tokenName) {
        return new KeepAlive(tokenName, keepAlives, turn.poller()::wake);
    }

    /**
     * Makes {@link #run()} return after its current turn; the loop stays usable. If {@code run} is not active, its next
     * call returns at once. Threading: any thread; does not wait.
     */
    public void stop() {
        stopRequested = true;
        turn.poller().wake();
    }

    /**
     * Ends the loop for good: no callback starts any more; registrations, timers and pending tasks are dropped, and
     * counted in one line of the log. Channels are not closed, their owners do that. A second call does nothing.
     * Threading: any thread. If another thread is inside a turn, that thread cleans up after its current callback,
     * without this one waiting.
     */
    @Override
    public void close() {
        LoopState before = state.getAndUpdate(now -> now == LoopState.CLOSED ? now : LoopState.CLOSING);
        if (before != LoopState.IDLE && before != LoopState.RUNNING) {
            return;
        }
        turn.tasks().close();
        if (before == LoopState.IDLE) {
            release();
            owner = null;
        } else if (inLoop()) {
            release();
        } else {
            turn.poller().wake();
        }
    }

    /**
     * Tells whether the loop was closed and nobody is inside a turn any more. Threading: any thread.
     *
     * @return whether no callback will ever run again
     */
    public boolean isClosed() {
        return state.get() == LoopState.CLOSED;
    }

    /**
     * Reads the clock of the loop. Threading: any thread.
     *
     * @return monotonic time, nanoseconds; only differences mean something
     */
    public long nanoTime() {
        return clock.nanoTime();
    }

    /**
     * Returns the time of the current turn, which is read at most once a turn, when first asked for; older than {@link
     * #nanoTime()} by what the turn has done since.
     *
     * @return monotonic time, nanoseconds
     */
    public long turnNanoTime() {
        return turn.nanoTime();
    }

    /**
     * Returns the clock given to {@link #open(String, LoopOptions, NanoClock)}. Threading: any thread.
     *
     * @return the clock
     */
    public NanoClock clock() {
        return clock;
    }

    /**
     * Returns the direct buffer that all connections of this loop read into. Its content lives only inside one
     * callback.
     *
     * @return the buffer, cleared; {@link LoopOptions#readBufferBytes} large
     */
    public ByteBuffer readBuffer() {
        return buffers.read();
    }

    /**
     * Returns the direct buffer that all connections of this loop write from. Its content lives only inside one
     * callback.
     *
     * @return the buffer, cleared; {@link LoopOptions#readBufferBytes} large
     */
    public ByteBuffer writeBuffer() {
        return buffers.write();
    }

    /**
     * Returns the array that all connections of this loop copy what they read into. Its content lives only inside one
     * callback.
     *
     * @return the array; {@link LoopOptions#readBufferBytes} large
     */
    public byte[] inbound() {
        return buffers.inbound();
    }

    /**
     * Returns the counters of the loop. Threading: any thread.
     *
     * @return a snapshot
     */
    public LoopStatistics statistics() {
        return turn.statistics();
    }

    /**
     * Starts measuring where the time of turns goes, for good. It costs a reading of the clock for each kind of work that a
     * turn has, one more after a wait, and one for each batch of tasks. Threading: any thread; a second call does nothing.
     */
    public void measureTimes() {
        turn.times().measure();
    }

    /**
     * Returns how long turns were busy with something. Threading: any thread.
     *
     * @param phase with what
     * @return turns (calls, for {@link LoopPhase#HANDLER}) and their time; 0 before {@link #measureTimes}
     */
    public LoopTiming busy(LoopPhase phase) {
        return turn.busy(phase);
    }

    /**
     * Returns how long tasks of other threads waited for the loop, measured for the oldest of each batch that the loop took
     * over. Threading: any thread.
     *
     * @return batches and the waits of their oldest tasks; 0 before {@link #measureTimes}
     */
    public LoopTiming lag() {
        return turn.lag();
    }

    /**
     * Tells how long a message handler has just run on this loop, so that its time counts as {@link LoopPhase#HANDLER} and
     * not as that of the callback around it. Does nothing before {@link #measureTimes}.
     *
     * @param nanos how long, nanoseconds
     * @throws IllegalStateException on the wrong thread
     */
    public void handlerRan(long nanos) {
        checkInLoop("time of a handler");
        turn.times().handlerRan(nanos);
    }

    /**
     * Lists what the loop listens to and what keeps it alive: at most 10,000 sources, in no particular order.
     * Threading: any thread; without stopping the loop, so what changes meanwhile may be missing or appear twice.
     *
     * @return the sources
     */
    public List<SourceSnapshot> sources() {
        List<SourceSnapshot> sources = new ArrayList<>();
        for (KeepAlive token : keepAlives) {
            sources.add(new SourceSnapshot(
                    token.name(), SourceSnapshot.Kind.KEEP_ALIVE, IoRegistration.DEFAULT_PRIORITY, true, ""));
        }
        turn.addSources(sources, 10_000);
        return List.copyOf(sources);
    }

    /**
     * Sets the observer, in place of an earlier one. Threading: any thread.
     *
     * @param observer told of failures, blocked turns and timers
     */
    public void observer(LoopObserver observer) {
        turn.callbacks().observer(Objects.requireNonNull(observer, "observer"));
    }

    @Override
    public String toString() {
        return "loop '" + name + "'";
    }

    boolean isOpen() {
        LoopState now = state.get();
        return now == LoopState.IDLE || now == LoopState.RUNNING;
    }

    Turn turn() {
        return turn;
    }

    /** Makes the caller the loop thread; returns {@code false} if the loop is closed. */
    private boolean enter() {
        if (state.compareAndSet(LoopState.IDLE, LoopState.RUNNING)) {
            owner = Thread.currentThread();
            return true;
        }
        if (!isOpen()) {
            return false;
        }
        Thread running = owner;
        throw new IllegalStateException("loop '" + name + "' is running a turn already: on thread '"
                + (running == null ? "unknown" : running.getName()) + "', called by thread '"
                + Thread.currentThread().getName() + "'; a callback must not run the loop, a second thread neither");
    }

    private void leave() {
        if (!state.compareAndSet(LoopState.RUNNING, LoopState.IDLE)) {
            if (state.get() == LoopState.CLOSING) {
                release();
            }
            owner = null; // what is left of a closed loop may be closed by any thread
        }
    }

    private void release() {
        int tasks = turn.tasks().discard();
        int timers = turn.timers().close();
        int registrations = turn.poller().registrations();
        turn.turnEnd().clear();
        turn.poller().close();
        keepAlives.clear();
        state.set(LoopState.CLOSED);
        // Timers and registrations are usual at the end of a process; a task is work that somebody waits for.
        LOG.atLevel(tasks > 0 ? Level.WARN : Level.DEBUG)
                .log(
                        "loop '{}' closed: dropped pendingTasks={} timers={} registrations={}",
                        name,
                        tasks,
                        timers,
                        registrations);
    }
}
