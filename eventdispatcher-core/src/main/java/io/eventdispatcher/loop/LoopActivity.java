package io.eventdispatcher.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the loop thread is doing now and has done so far: plain fields, published by the one release write that ends a
 * turn.
 *
 * <p>Threading: written by the loop thread; read by any thread.
 */
final class LoopActivity {
    private static final VarHandle PHASE;
    private static final VarHandle RUNNING;
    private static final VarHandle DETAIL;

    static {
        try {
            PHASE = MethodHandles.lookup().findVarHandle(LoopActivity.class, "phase", long.class);
            RUNNING = MethodHandles.lookup().findVarHandle(LoopActivity.class, "running", Object.class);
            DETAIL = MethodHandles.lookup().findVarHandle(LoopActivity.class, "detail", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Twice the number of turns, minus one while a turn works: odd means working, even means waiting or not running.
     */
    private long phase;

    /** Accessed through its handle only. */
    @SuppressWarnings("UnusedVariable")
    private @Nullable Object running;

    /** Accessed through its handle only. */
    @SuppressWarnings("UnusedVariable")
    private @Nullable Object detail;

    long ioEvents;
    long tasksRun;
    long timersFired;
    long timerLatenessNanosTotal;
    long timerLatenessNanosMax;
    long failures;

    /** Counted by the watchdog thread. */
    final AtomicLong blockedTurns = new AtomicLong();

    void beginWork() {
        PHASE.setRelease(this, phase + 1);
    }

    void endWork() {
        RUNNING.setOpaque(this, null);
        PHASE.setRelease(this, phase + 1);
    }

    /**
     * Notes whose callback comes now: an {@link IoRegistration}, a {@link LoopTimer}, or the {@link Runnable} itself.
     */
    void running(Object source) {
        RUNNING.setOpaque(this, source);
        DETAIL.setOpaque(this, null);
    }

    /** Notes what the callback works on now. */
    void workingOn(Object what) {
        DETAIL.setOpaque(this, what);
    }

    long phase() {
        return (long) PHASE.getAcquire(this);
    }

    static boolean isWorking(long phase) {
        return (phase & 1) != 0;
    }

    static long turns(long phase) {
        return phase / 2;
    }

    String source() {
        String source = describe((Object) RUNNING.getOpaque(this));
        Object what = DETAIL.getOpaque(this);
        return what == null ? source : source + ", " + what;
    }

    static String describe(@Nullable Object source) {
        if (source instanceof IoRegistration || source instanceof LoopTimer) {
            return source.toString();
        }
        return source == null ? "the loop itself" : "task " + source.getClass().getName();
    }
}
