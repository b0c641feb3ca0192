package io.eventdispatcher.client;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that ask the name service, which may block for a long time, for all clients of the process.
 *
 * <p>Threading: any thread.
 */
final class NameResolver {

    private static final int THREADS = 4;
    private static final int MAX_WAITING = 1024;
    private static final long IDLE_SECONDS = 10;

    /**
     * Rejects with {@link RejectedExecutionException} when too many lookups wait. Its threads are daemons and end when
     * they have been idle.
     */
    static final Executor SHARED = shared();

    private NameResolver() {}

    private static Executor shared() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), task -> {
                    Thread thread = new Thread(task, "ed-resolver-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
