package io.eventdispatcher.loop;

/**
 * Watches a loop, for metrics and diagnosis. What an observer throws is logged and otherwise ignored.
 *
 * <p>Threading: called on the loop thread except where a method says otherwise; must not block.
 *
 * @since 0.1
 */
public interface LoopObserver {
    /**
     * Called after a callback of the loop has thrown.
     *
     * @param source what failed, such as {@code "io 'main-3'"}, {@code "timer 'tick'"} or {@code "task
     *     com.example.Flush"}
     * @param failure what it threw
     */
    default void onTaskFailure(String source, Throwable failure) {}

    /**
     * Called once for a turn that takes longer than {@link LoopOptions#blockedThreshold}, while it is still going on.
     *
     * <p>Threading: called on the watchdog thread, not on the loop thread.
     *
     * @param source the running callback, named as in {@link #onTaskFailure}
     * @param blockedNanos time for which the turn has been seen to run, nanoseconds
     * @param stack the stack of the loop thread, innermost frame first; empty if the turn ended while it was taken
     */
    default void onBlocked(String source, long blockedNanos, StackTraceElement[] stack) {}

    /**
     * Called before the action of a timer runs.
     *
     * @param name the name of the timer
     * @param latenessNanos time since its deadline, nanoseconds; never negative
     */
    default void onTimerFired(String name, long latenessNanos) {}
}
