package io.eventdispatcher.source.process;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.KeepAlive;
import io.eventdispatcher.source.Handover;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Does one piece of blocking work in a thread of its own and tells the loop when it is done; the C++ library's {@code
 * thread_done_signal}. Keeps {@link EventLoop#run()} from returning meanwhile. For many short pieces of work, use an
 * executor and {@link EventLoop#execute}.
 *
 * <p>Threading: any thread.
 *
 * @param <T> type of the result
 * @since 0.1
 */
public final class WorkerThread<T extends @Nullable Object> implements AutoCloseable {
    private final Callable<? extends T> task;
    private final Handler<? super T> handler;
    private final Handover handover;
    private final KeepAlive keepAlive;
    private final Thread thread;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private WorkerThread(EventLoop loop, String name, Callable<? extends T> task, Handler<? super T> handler) {
        this.task = Objects.requireNonNull(task, "task");
        this.handler = Objects.requireNonNull(handler, "handler");
        this.handover = new Handover(loop, this::close);
        this.keepAlive = loop.keepAlive("thread " + name);
        this.thread = new Thread(this::work, name);
        this.thread.setDaemon(true);
    }

    /**
     * Starts a daemon thread.
     *
     * @param loop where the handler is called
     * @param name of the thread
     * @param task run on the new thread; may block
     * @param handler hears the outcome once
     * @param <T> type of the result
     * @return the running thread
     */
    public static <T extends @Nullable Object> WorkerThread<T> start(
            EventLoop loop, String name, Callable<? extends T> task, Handler<? super T> handler) {
        WorkerThread<T> worker = new WorkerThread<>(loop, name, task, handler);
        try {
            worker.thread.start();
        } catch (Throwable noThread) {
            worker.close();
            throw noThread;
        }
        return worker;
    }

    /**
     * Tells whether the handler has still to be called.
     *
     * @return false once it was called or this was closed
     */
    public boolean isWaiting() {
        return open.get();
    }

    /**
     * Interrupts the thread and forgets about it. Called on the loop thread, the handler is not called any more; called
     * on another thread, it may be just about to. A second call does nothing.
     */
    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            keepAlive.close();
            if (Thread.currentThread() != thread) {
                thread.interrupt();
            }
        }
    }

    @Override
    public String toString() {
        return "worker thread '" + thread.getName() + "'";
    }

    private void work() {
        T result;
        try {
            result = task.call();
        } catch (Throwable failure) {
            tell(() -> handler.onFailed(failure));
            if (failure instanceof Error error) {
                throw error;
            }
            return;
        }
        tell(() -> handler.onDone(result));
    }

    private void tell(Runnable outcome) {
        handover.run(() -> {
            if (open.compareAndSet(true, false)) {
                keepAlive.close();
                outcome.run();
            }
        });
    }

    /**
     * Hears how the work ended; one of the two methods is called.
     *
     * <p>Threading: called on the loop thread, must not block.
     *
     * @param <T> type of the result
     * @since 0.1
     */
    public interface Handler<T extends @Nullable Object> {
        /**
         * The task has returned.
         *
         * @param result what it returned
         */
        void onDone(T result);

        /**
         * The task has failed.
         *
         * @param failure what it threw; an {@link Error} also goes to the thread's uncaught-exception handler
         */
        void onFailed(Throwable failure);
    }
}
