package io.eventdispatcher.loop;

import io.eventdispatcher.timer.Schedule;
import io.eventdispatcher.timer.TimerQueue;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/**
 * The timers of one loop: schedules on top of a {@link TimerQueue}.
 *
 * <p>Threading: loop thread only, except {@link #schedule} and {@link #addSources}, and what {@link LoopTimer} needs
 * for calls from other threads.
 */
final class TimerService {
    private final EventLoop loop;
    private final NanoClock clock;
    private final TurnClock turnClock;
    private final Callbacks callbacks;
    private final TimerQueue queue = new TimerQueue();

    /** Written by the thread that closes the loop. */
    private volatile boolean closed;

    TimerService(EventLoop loop, NanoClock clock, TurnClock turnClock, Callbacks callbacks) {
        this.loop = loop;
        this.clock = clock;
        this.turnClock = turnClock;
        this.callbacks = callbacks;
    }

    TimerHandle schedule(String name, Schedule schedule, Runnable action) {
        LoopTimer timer = new LoopTimer(this, name, schedule, action);
        timer.start();
        return timer;
    }

    TimerQueue queue() {
        return queue;
    }

    /**
     * Runs the actions of the timers that are due, at most {@code max}; those armed meanwhile wait for the next turn.
     */
    int fireExpired(int max) {
        long now = turnClock.nanos();
        long armedBefore = queue.armings();
        int polled = 0;
        while (polled < max && loop.isOpen()) {
            TimerQueue.Entry entry = queue.pollExpired(now, armedBefore);
            if (entry == null) {
                break;
            }
            entry.action().run();
            polled++;
        }
        return polled;
    }

    void fire(LoopTimer timer, Runnable action, long latenessNanos) {
        callbacks.timerFired(timer.name(), latenessNanos);
        callbacks.run(timer, action);
    }

    /**
     * Computes a first deadline from a fresh reading of the clock: counted from the time of the turn, a timer that is
     * armed after a long callback would fire early.
     */
    long firstDeadline(Schedule schedule) {
        return schedule.firstDeadline(clock.nanoTime(), schedule.followsWallClock() ? clock.now() : Instant.EPOCH);
    }

    boolean isDue(Schedule schedule) {
        return schedule.isDue(clock.now());
    }

    long turnNanos() {
        return turnClock.nanos();
    }

    boolean inLoop() {
        return loop.inLoop();
    }

    void execute(Runnable task) {
        loop.execute(task);
    }

    boolean isClosed() {
        return closed;
    }

    void checkOpen(String name) {
        if (closed) {
            throw new RejectedExecutionException(
                    "timer refused: loop='" + loop.name() + "' is closed timer='" + name + "'");
        }
    }

    void addSources(List<SourceSnapshot> sources, int limit) {
        for (Runnable action : queue.sample(Math.max(0, limit - sources.size()))) {
            LoopTimer timer = (LoopTimer) action;
            if (timer.isActive()) {
                sources.add(new SourceSnapshot(
                        timer.name(),
                        SourceSnapshot.Kind.TIMER,
                        IoRegistration.DEFAULT_PRIORITY,
                        true,
                        timer.schedule().toString()));
            }
        }
    }

    /** Cancels all timers and returns how many there were. */
    int close() {
        closed = true;
        int cancelled = queue.size();
        queue.clear();
        return cancelled;
    }
}
