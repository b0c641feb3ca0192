package io.eventdispatcher.loop;

import io.eventdispatcher.timer.Schedule;

/**
 * One timer of a loop, made by {@link EventLoop#schedule}.
 *
 * <p>Threading: any thread. On the loop thread every call takes effect at once; calls from other threads are handed to
 * the loop, in order.
 *
 * @since 0.1
 */
public sealed interface TimerHandle permits LoopTimer {
    /**
     * Returns the name given when the timer was scheduled.
     *
     * @return the name, for logs and statistics; not unique
     */
    String name();

    /**
     * Stops the timer. When called on the loop thread, also from the timer's own action, the action does not start
     * again; when called from another thread, it does not start again unless it is just about to. A timer that has
     * ended is left as it is, and a second call does nothing. A cancelled timer may be armed again by {@link #rearm}.
     */
    void cancel();

    /**
     * Starts the timer again with another schedule, counted from this call, whether it is still armed, has ended or was
     * cancelled. This is the way to put off a deadline: nothing is allocated on the loop thread.
     *
     * @param schedule when to run the action from now on
     * @throws java.util.concurrent.RejectedExecutionException if the loop is closed, or if the call comes from another
     *     thread and the loop has too many pending tasks; the timer is cancelled then
     */
    void rearm(Schedule schedule);

    /**
     * Tells whether the action is still going to run.
     *
     * @return {@code true} from {@code schedule} or {@code rearm} until the timer is cancelled, its loop is closed or,
     *     for a schedule that runs once, its action has started
     */
    boolean isActive();
}
