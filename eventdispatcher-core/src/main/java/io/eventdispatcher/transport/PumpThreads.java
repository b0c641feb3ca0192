package io.eventdispatcher.transport;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for what the operating system offers in a blocking form only: FIFOs, pipes, standard input. All are daemons,
 * so none keeps the process from ending.
 *
 * <p>Closing a file that another thread reads or writes waits until that thread has noticed. Loops leave this to at most
 * two shared threads, which end after a second without work.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class PumpThreads {

    private static final int CLOSERS = 2;

    private static final ScheduledThreadPoolExecutor CLOSER = closer();

    private PumpThreads() {}

    private static ScheduledThreadPoolExecutor closer() {
        ScheduledThreadPoolExecutor executor =
                new ScheduledThreadPoolExecutor(CLOSERS, task -> daemon("ed-pump-closer", task));
        executor.setKeepAliveTime(1, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Starts a daemon thread.
     *
     * @param name of the thread
     * @param task what it does; may block
     * @return the running thread
     * @since 0.1
     */
    public static Thread start(String name, Runnable task) {
        Thread thread = daemon(name, task);
        thread.start();
        return thread;
    }

    /**
     * Runs something short on a shared thread, soon.
     *
     * @param task closes files or opens them without waiting; must not block and not throw
     * @since 0.1
     */
    public static void soon(Runnable task) {
        CLOSER.execute(task);
    }

    /**
     * Runs something short on a shared thread, later.
     *
     * @param delay 0 = as soon as possible
     * @param task as for {@link #soon}
     * @return to cancel it
     * @since 0.1
     */
    public static Future<?> later(Duration delay, Runnable task) {
        return CLOSER.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
}
