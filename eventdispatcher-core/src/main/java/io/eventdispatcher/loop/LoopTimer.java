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
    private static final AtomicReferenceFieldUpdater<LoopTimer, @Nullable Wish> WISH =
            AtomicReferenceFieldUpdater.newUpdater(LoopTimer.class, Wish.class, "wish");

    private record Wish(Schedule schedule, long deadlineNanos) {}

    private final TimerService service;
    private final String name;
    private final Runnable action;

    // Written by the loop thread, and by the one that makes the timer.
    private Schedule schedule;
    private long deadlineNanos;

    /** What another thread wants and the loop thread has not taken over yet; the newest wish only. */
    private volatile @Nullable Wish wish;

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
        start(Objects.requireNonNull(newSchedule, "schedule"));
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
        start(schedule);
    }

    private void start(Schedule next) {
        long deadline = service.firstDeadline(next);
        if (service.inLoop()) {
            service.checkOpen(name);
            if (wish != null) {
                wish = null;
            }
            schedule = next;
            deadlineNanos = deadline;
            state = State.ARMED;
            arm();
        } else {
            wish = new Wish(next, deadline);
            state = State.PENDING;
            try {
                service.execute(this::takeOver);
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

    /**
     * An earlier hand-over may have taken the newest wish already, and a later cancel must win. A wish that comes in
     * between has a hand-over of its own, which finds it whatever the state is then.
     */
    private void takeOver() {
        Wish taken = WISH.getAndSet(this, null);
        if (state == State.CANCELLED || (taken == null && state != State.PENDING)) {
            return;
        }
        if (taken != null) {
            schedule = taken.schedule();
            deadlineNanos = taken.deadlineNanos();
        }
        arm();
        if (!STATE.compareAndSet(this, State.PENDING, State.ARMED) && state == State.CANCELLED) {
            remove();
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
