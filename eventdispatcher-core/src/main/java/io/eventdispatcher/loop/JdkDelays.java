package io.eventdispatcher.loop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The delays of {@link CompletableFuture}, for what must happen even if a loop does not turn any more.
 *
 * <p>The JDK runs them on one thread for the life of the process, which keeps the context class loader of whoever needed it
 * first. So that this is never the class loader of an application that may be closed and loaded anew, as DevTools does it, the
 * thread is started here without one.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class JdkDelays {

    static {
        Thread current = Thread.currentThread();
        ClassLoader application = current.getContextClassLoader();
        current.setContextClassLoader(null);
        try {
            CompletableFuture.delayedExecutor(0, TimeUnit.NANOSECONDS, Runnable::run)
                    .execute(() -> {});
        } finally {
            current.setContextClassLoader(application);
        }
    }

    private JdkDelays() {}

    /**
     * Completes a future if nobody else does.
     *
     * @param future the future
     * @param value given to it
     * @param nanos after this time
     * @param <T> type of the value
     */
    public static <T> void completeLater(CompletableFuture<T> future, T value, long nanos) {
        future.completeOnTimeout(value, nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Returns an executor that waits before it runs anything, on the JDK's common pool.
     *
     * @param millis how long
     * @return the executor
     */
    public static Executor executor(long millis) {
        return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
    }
}
