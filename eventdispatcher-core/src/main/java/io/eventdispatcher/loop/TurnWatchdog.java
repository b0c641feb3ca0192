package io.eventdispatcher.loop;

import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports a turn that takes too long, while it goes on: who, for how long, and where the thread is.
 *
 * <p>It looks at the turn counter twice per threshold, so the loop itself never reads a clock for it. A turn is
 * reported once, after it was seen at two looks at least that lie a threshold apart: a pause of the whole process is
 * over by then.
 *
 * <p>Threading: runs on a daemon thread of its own; {@link #stop()} any thread.
 */
final class TurnWatchdog implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(TurnWatchdog.class);
    private static final int LOOKS_BEFORE_REPORT = 2;

    private final EventLoop loop;
    private final Thread watched;
    private final Thread thread;
    private final NanoClock clock = NanoClock.system();
    private final long thresholdNanos;

    /** Written by the thread that stops the watchdog. */
    private volatile boolean stopped;

    private long seenPhase;
    private long firstSeenNanos;
    private int looks;

    TurnWatchdog(EventLoop loop, Thread watched) {
        this.loop = loop;
        this.watched = watched;
        this.thresholdNanos = loop.options().blockedThreshold().toNanos();
        this.thread = new Thread(this, loop.name() + "-watchdog");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        while (!stopped) {
            LockSupport.parkNanos(this, thresholdNanos / 2);
            look(clock.nanoTime());
        }
    }

    /** Looks at the loop once; on the watchdog thread, or by hand in a test. */
    void look(long nowNanos) {
        LoopActivity activity = loop.turn().activity();
        long phase = activity.phase();
        if (phase != seenPhase || !LoopActivity.isWorking(phase)) {
            seenPhase = phase;
            firstSeenNanos = nowNanos;
            looks = 0;
        } else if (looks >= 0 && ++looks >= LOOKS_BEFORE_REPORT && nowNanos - firstSeenNanos >= thresholdNanos) {
            looks = -1;
            report(activity, phase, nowNanos - firstSeenNanos);
        }
    }

    private void report(LoopActivity activity, long phase, long blockedNanos) {
        String source = activity.source();
        StackTraceElement[] stack = watched.getStackTrace();
        if (activity.phase() != phase) {
            stack = new StackTraceElement[0];
        }
        activity.blockedTurns.incrementAndGet();
        LOG.warn(
                "loop '{}' is blocked: running {} for more than {} ms, threshold={} ms; move blocking work off the loop",
                loop.name(),
                source,
                blockedNanos / 1_000_000,
                thresholdNanos / 1_000_000,
                new LoopThreadStack(watched.getName(), stack));
        try {
            loop.turn().callbacks().observer().onBlocked(source, blockedNanos, stack);
        } catch (RuntimeException e) {
            LOG.warn("loop '{}': observer failed on a blocked turn", loop.name(), e);
        }
    }

    /** Carries the stack of the loop thread into the log; never thrown. */
    private static final class LoopThreadStack extends Exception {
        private static final long serialVersionUID = 1L;

        LoopThreadStack(String threadName, StackTraceElement[] stack) {
            super("stack of thread '" + threadName + "'" + (stack.length == 0 ? " not taken: the turn has ended" : ""));
            setStackTrace(stack);
        }
    }
}
