package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * Runs the event loop in a thread of its own while the application context runs. The thread keeps the process alive when
 * there is a listener or a client; without any it does not, and {@code spring.main.keep-alive} decides.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class LoopLifecycle implements SmartLifecycle, DisposableBean {

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration FLUSH = Duration.ofSeconds(1);

    private final EventLoop loop;
    private final ListenerRegistry listeners;
    private final ClientRegistry clients;
    private @Nullable LoopThread thread;

    /**
     * Creates the lifecycle.
     *
     * @param loop run from start to stop
     * @param listeners keep the process alive
     * @param clients keep the process alive
     */
    public LoopLifecycle(EventLoop loop, ListenerRegistry listeners, ClientRegistry clients) {
        this.loop = loop;
        this.listeners = listeners;
        this.clients = clients;
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            listeners.complete();
            boolean idle = listeners.all().isEmpty() && clients.all().isEmpty();
            thread = LoopThread.start(loop, idle);
        }
    }

    @Override
    public synchronized void stop() {
        LoopThread running = thread;
        if (running != null) {
            thread = null;
            finishTasks();
            boolean unusedEnded = running.stop(GRACE);
        }
    }

    /** Lets the loop do what clients and listeners handed to it with their last breath, such as failing requests. */
    private void finishTasks() {
        CountDownLatch done = new CountDownLatch(1);
        try {
            loop.execute(done::countDown);
            boolean unusedInTime = loop.inLoop() || done.await(FLUSH.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException loopClosed) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    /**
     * The loop goes on while the context is paused, for the clients, which do too.
     *
     * @return false
     */
    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public int getPhase() {
        return Phases.LOOP;
    }

    /** Stops the thread if the context failed before it could stop it. */
    @Override
    public void destroy() {
        stop();
    }
}
