package io.eventdispatcher.loop;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs callbacks so that one that fails disturbs nobody else.
 *
 * <p>Threading: loop thread only, except {@link #observer(LoopObserver)} and {@link #observer()}.
 */
final class Callbacks {
    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);
    private static final LoopObserver NOBODY = new LoopObserver() {};

    private final String loopName;
    private final LoopActivity activity;
    private final FailureLog failureLog;

    /** Written by any thread. */
    private volatile LoopObserver observer = NOBODY;

    Callbacks(String loopName, LoopActivity activity, NanoClock clock) {
        this.loopName = loopName;
        this.activity = activity;
        this.failureLog = new FailureLog(loopName, clock);
    }

    void observer(LoopObserver newObserver) {
        observer = newObserver;
    }

    LoopObserver observer() {
        return observer;
    }

    void ready(IoRegistration registration, int ops) {
        activity.running(registration);
        activity.ioEvents++;
        try {
            registration.handler().onReady(registration, ops);
        } catch (Throwable failure) {
            isolate(registration, failure);
            tellHandler(registration, failure);
        }
    }

    void run(Runnable task) {
        run(task, task);
    }

    void run(Object source, Runnable action) {
        activity.running(source);
        try {
            action.run();
        } catch (Throwable failure) {
            isolate(source, failure);
        }
    }

    void timerFired(String name, long latenessNanos) {
        activity.timersFired++;
        activity.timerLatenessNanosTotal += latenessNanos;
        activity.timerLatenessNanosMax = Math.max(activity.timerLatenessNanosMax, latenessNanos);
        LoopObserver current = observer;
        if (current != NOBODY) {
            try {
                current.onTimerFired(name, latenessNanos);
            } catch (RuntimeException e) {
                LOG.warn("loop '{}': observer failed on timer '{}'", loopName, name, e);
            }
        }
    }

    private void tellHandler(IoRegistration registration, Throwable failure) {
        try {
            registration.handler().onFailure(registration, failure);
        } catch (Throwable second) {
            isolate(registration, second);
            registration.cancel();
        }
    }

    private void isolate(Object source, Throwable failure) {
        if (failure instanceof Error error && !isIsolated(error)) {
            throw error;
        }
        activity.failures++;
        String name = LoopActivity.describe(source);
        failureLog.log(name, failure);
        try {
            observer.onTaskFailure(name, failure);
        } catch (RuntimeException e) {
            LOG.warn("loop '{}': observer failed on the failure of {}", loopName, name, e);
        }
    }

    /** Out of memory and the like end the loop visibly: a half-dead process is worse than a restarted one. */
    private static boolean isIsolated(Error error) {
        return error instanceof StackOverflowError || error instanceof AssertionError || error instanceof LinkageError;
    }
}
