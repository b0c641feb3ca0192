package io.eventdispatcher.loop;

/**
 * Counters of one loop since it was opened, as published at the end of its last turn.
 *
 * <p>The values are read without stopping the loop: each is right by itself, two of them may be a turn apart.
 *
 * <p>Threading: immutable.
 *
 * @param turns turns run; turns that found nothing to do included
 * @param ioEvents calls of {@link IoHandler#onReady}
 * @param tasksRun tasks run, those that failed included
 * @param pendingTasks tasks waiting now
 * @param timersArmed timers waiting for their deadline now; those that another thread has just cancelled may still be
 *     counted
 * @param timersFired timer actions run
 * @param timerLatenessNanosTotal sum of the time between deadline and action over all {@code timersFired}, nanoseconds
 * @param timerLatenessNanosMax the largest such time, nanoseconds
 * @param failures exceptions thrown by callbacks
 * @param blockedTurns turns reported by the watchdog for being longer than {@link LoopOptions#blockedThreshold}; 0 when
 *     no {@link LoopThread} runs the loop
 * @param registrations channels registered now, disabled ones included
 * @param wakeups times another thread had to wake the loop for a task; far fewer than tasks when they come in batches
 * @since 0.1
 */
public record LoopStatistics(
        long turns,
        long ioEvents,
        long tasksRun,
        int pendingTasks,
        int timersArmed,
        long timersFired,
        long timerLatenessNanosTotal,
        long timerLatenessNanosMax,
        long failures,
        long blockedTurns,
        int registrations,
        long wakeups) {}
