package io.eventdispatcher.loop;

import io.eventdispatcher.timer.Schedule;
import io.eventdispatcher.timer.TimerQueue;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One timer. Its state is what every thread sees at once; its place in the queue follows, on the loop thread.
 *
 * <p>Threading: any thread for the methods of {@link TimerHandle}, loop thread only for the others.
 */
final class LoopTimer implements TimerHandle, Runnable {
    /**
     * PENDING (handed to the loop, not yet in its queue) to ARMED; ARMED to ENDED when a schedule that runs once has
     * run; any of them to CANCELLED; any of them to PENDING or ARMED by a rearm.
     */
    private enum State {
        PENDING,
        ARMED,
        ENDED,
        CANCELLED
    }

    private static final AtomicReferenceFieldUpdater<LoopTimer, State> STATE =
            AtomicReferenceFieldUpdater.newUpdater(LoopTimer.class, State.class, "state");

    private final TimerService service;
    private final String name;
    private final Runnable action;

    // Written by the thread that arms, before it writes the state.
    private Schedule schedule;
    private long deadlineNanos;

    private volatile State state = State.PENDING;
    private TimerQueue.@Nullable Entry entry;

    LoopTimer(TimerService service, String name, Schedule schedule, Runnable action) {
        this.service = service;
        this.name = Objects.requireNonNull(name, "name");
        this.action = Objects.requireNonNull(action, "action");
        this.schedule = Objects.requireNonNull(schedule, "schedule");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isActive() {
        State current = state;
        return (current == State.PENDING || current == State.ARMED) && !service.isClosed();
    }

    @Override
    public void rearm(Schedule newSchedule) {
        schedule = Objects.requireNonNull(newSchedule, "schedule");
        start();
    }

    @Override
    public void cancel() {
        State before = STATE.getAndSet(this, State.CANCELLED);
        if (service.inLoop()) {
            remove();
        } else if (before == State.PENDING || before == State.ARMED) {
            try {
                service.execute(this::removeIfCancelled);
            } catch (RejectedExecutionException e) {
                // A loop that is closed or full: the entry leaves the queue when its deadline comes, without being run.
                return;
            }
        }
    }

    /** Arms the timer with its schedule, counted from now. */
    void start() {
        deadlineNanos = service.firstDeadline(schedule);
        if (service.inLoop()) {
            service.checkOpen(name);
            state = State.ARMED;
            arm();
        } else {
            state = State.PENDING;
            try {
                service.execute(this::armIfPending);
            } catch (RejectedExecutionException e) {
                state = State.CANCELLED;
                throw e;
            }
        }
    }

    /** Called by the service when the entry has left the queue because its deadline has come. */
    @Override
    public void run() {
        if (state != State.ARMED) {
            return;
        }
        long now = service.turnNanos();
        long late = Math.max(0, now - deadlineNanos);
        if (schedule.followsWallClock() && !service.isDue(schedule)) {
            deadlineNanos = service.firstDeadline(schedule);
            arm();
            return;
        }
        if (schedule.repeats()) {
            deadlineNanos = schedule.nextDeadline(deadlineNanos, now);
            arm();
        } else if (!STATE.compareAndSet(this, State.ARMED, State.ENDED)) {
            return;
        }
        service.fire(this, action, late);
    }

    Schedule schedule() {
        return schedule;
    }

    @Override
    public String toString() {
        return "timer '" + name + "'";
    }

    private void armIfPending() {
        // An earlier hand-over may have armed the newest schedule already, and a later cancel must win.
        if (state == State.PENDING) {
            arm();
            if (!STATE.compareAndSet(this, State.PENDING, State.ARMED) && state == State.CANCELLED) {
                remove();
            }
        }
    }

    private void removeIfCancelled() {
        if (state == State.CANCELLED) {
            remove();
        }
    }

    private void arm() {
        TimerQueue.Entry existing = entry;
        if (existing == null) {
            entry = service.queue().add(deadlineNanos, this);
        } else {
            service.queue().arm(existing, deadlineNanos);
        }
    }

    private void remove() {
        TimerQueue.Entry existing = entry;
        if (existing != null) {
            service.queue().cancel(existing);
        }
    }
}
