package io.eventdispatcher.connection;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.loop.TimerHandle;
import io.eventdispatcher.timer.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The timers that end with one connection; most connections have none.
 *
 * <p>Threading: any thread.
 */
final class ConnectionTimers {
    static final int MAX = 1_024;

    private final Connection connection;

    @GuardedBy("this")
    private final List<TimerHandle> timers = new ArrayList<>(2);

    @GuardedBy("this")
    private int tidyAt = 8;

    @GuardedBy("this")
    private boolean ended;

    ConnectionTimers(Connection connection) {
        this.connection = connection;
    }

    synchronized TimerHandle schedule(Schedule schedule, Runnable action) {
        tidy();
        if (timers.size() >= MAX) {
            throw new IllegalStateException("too many timers of a connection: max=" + MAX + " connection='"
                    + connection.id() + "'; cancel some, or use one of EventLoop.schedule for all");
        }
        Action guarded = new Action(action);
        TimerHandle timer = connection.loop().schedule(connection.id() + " timer", schedule, guarded);
        guarded.timer = timer;
        if (ended) {
            timer.cancel();
        } else {
            timers.add(timer);
        }
        return timer;
    }

    synchronized void end() {
        ended = true;
        timers.forEach(TimerHandle::cancel);
        timers.clear();
    }

    /** Forgets timers that have run, now and then. */
    @GuardedBy("this")
    private void tidy() {
        if (timers.size() >= tidyAt) {
            timers.removeIf(timer -> !timer.isActive());
            tidyAt = Math.min(MAX, Math.max(8, timers.size() * 2));
        }
    }

    /** Runs on the loop thread. */
    private final class Action implements Runnable {
        private final Runnable action;

        /** Written by the thread that schedules, right after scheduling. */
        private volatile @Nullable TimerHandle timer;

        Action(Runnable action) {
            this.action = Objects.requireNonNull(action, "action");
        }

        @Override
        public void run() {
            if (connection.state() != ConnectionState.CLOSED) {
                connection.timerFired(action);
            } else {
                TimerHandle armedAgain = timer;
                if (armedAgain != null) {
                    armedAgain.cancel();
                }
            }
        }
    }
}
