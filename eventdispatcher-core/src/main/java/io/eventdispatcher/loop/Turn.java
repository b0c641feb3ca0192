package io.eventdispatcher.loop;

import java.util.List;
import java.util.function.Consumer;

/**
 * One turn of a loop: wait, then ready channels by priority, timers, tasks, turn-end actions. Everything is bounded, so
 * that nobody starves: channels by what one selection finds, timers and tasks by the options.
 *
 * <p>Threading: loop thread only.
 */
final class Turn {
    private final EventLoop loop;
    private final LoopOptions options;
    private final IoPoller poller;
    private final TaskQueue tasks;
    private final LoopActivity activity;
    private final Callbacks callbacks;
    private final NanoClock clock;
    private final TurnClock turnClock;
    private final TimerService timers;
    private final TurnEndActions turnEnd;
    private final TurnTimes times;
    private final Consumer<Runnable> runner;

    Turn(EventLoop loop, LoopOptions options, NanoClock clock) {
        this.loop = loop;
        this.options = options;
        this.poller = new IoPoller(loop);
        this.activity = new LoopActivity();
        this.callbacks = new Callbacks(loop.name(), activity, clock);
        this.clock = clock;
        this.turnClock = new TurnClock(clock);
        this.times = new TurnTimes(clock, turnClock);
        this.tasks = new TaskQueue(loop.name(), options.maxPendingTasks(), times);
        this.timers = new TimerService(loop, clock, turnClock, callbacks);
        this.turnEnd = new TurnEndActions(loop.name(), options.maxPendingTasks());
        this.runner = this::runIfOpen;
    }

    /** Runs one turn and returns whether anything was done. */
    boolean run(long maxWaitNanos) {
        long waitNanos = waitNanos(maxWaitNanos);
        ReadyList ready = poller.select(waitNanos, tasks);
        if (waitNanos > 0) {
            turnClock.forget();
        }
        activity.beginWork();
        try {
            times.begin();
            int done = callReady(ready);
            times.end(LoopPhase.IO, done);
            // Under load the one reading of the clock is that of waitNanos(): timers that were due then run now, timers
            // that
            // came due since are found by the next turn. Only after an idle wait the clock is read again.
            if (!timers.queue().isEmpty() && (done == 0 || turnClock.isRead())) {
                int fired = timers.fireExpired(options.maxTimersPerTurn());
                times.end(LoopPhase.TIMER, fired);
                done += fired;
            }
            int ran = tasks.drain(options.maxTasksPerTurn(), runner);
            activity.tasksRun += ran;
            int ended = ran + turnEnd.run(runner);
            times.end(LoopPhase.TASK, ended);
            return done + ended > 0;
        } finally {
            activity.endWork();
        }
    }

    /** Tells whether something is left that can cause a callback, keep-alive tokens aside. */
    boolean hasWork() {
        return poller.registrations() > 0
                || tasks.pending() > 0
                || !timers.queue().isEmpty()
                || !turnEnd.isEmpty();
    }

    IoPoller poller() {
        return poller;
    }

    TaskQueue tasks() {
        return tasks;
    }

    LoopActivity activity() {
        return activity;
    }

    Callbacks callbacks() {
        return callbacks;
    }

    /** Returns the time of the turn, or a fresh one between turns. */
    long nanoTime() {
        return LoopActivity.isWorking(activity.phase()) ? turnClock.nanos() : clock.nanoTime();
    }

    TimerService timers() {
        return timers;
    }

    TurnTimes times() {
        return times;
    }

    LoopTiming busy(LoopPhase phase) {
        long unusedTurns = activity.phase(); // what was written before the turn was published is seen then
        return times.busy(phase);
    }

    LoopTiming lag() {
        long unusedTurns = activity.phase();
        return times.lag();
    }

    TurnEndActions turnEnd() {
        return turnEnd;
    }

    LoopStatistics statistics() {
        // Read first: everything written before the turn was published is seen then.
        long turns = LoopActivity.turns(activity.phase());
        return new LoopStatistics(
                turns,
                activity.ioEvents,
                activity.tasksRun,
                tasks.pending(),
                timers.queue().size(),
                activity.timersFired,
                activity.timerLatenessNanosTotal,
                activity.timerLatenessNanosMax,
                activity.failures,
                activity.blockedTurns.get(),
                poller.registrations(),
                poller.wakeups());
    }

    void addSources(List<SourceSnapshot> sources, int limit) {
        poller.addSources(sources, limit);
        timers.addSources(sources, limit);
    }

    private long waitNanos(long maxWaitNanos) {
        turnClock.forget();
        long wait = tasks.pending() > 0 || !turnEnd.isEmpty() ? 0 : maxWaitNanos;
        if (timers.queue().isEmpty()) {
            return wait;
        }
        return Math.max(0, Math.min(wait, timers.queue().nextDeadline() - turnClock.nanos()));
    }

    private int callReady(ReadyList ready) {
        int called = 0;
        for (int i = 0; loop.isOpen() && i < ready.size(); i++) {
            IoRegistration registration = ready.get(i);
            // An earlier callback of this turn may have cancelled, closed or disabled it, or changed its interest.
            int ops = registration.deliverableOps();
            if (ops != 0) {
                callbacks.ready(registration, ops);
                called++;
            }
            registration.cancelIfClosed();
        }
        return called;
    }

    private void runIfOpen(Runnable task) {
        if (loop.isOpen()) {
            callbacks.run(task);
        }
    }
}
