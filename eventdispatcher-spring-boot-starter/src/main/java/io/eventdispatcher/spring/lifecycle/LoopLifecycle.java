package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.ConnectionRegistry;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationContext;
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

    /** EX_SOFTWARE of sysexits.h, for those who listen to Spring Boot's exit code event. */
    private static final int EXIT_CODE = 70;

    private final EventLoop loop;
    private final ListenerRegistry listeners;
    private final ClientRegistry clients;
    private final ConnectionRegistry connections;
    private final ApplicationContext context;
    private @Nullable LoopThread thread;

    /**
     * Creates the lifecycle.
     *
     * @param loop run from start to stop
     * @param listeners keep the process alive
     * @param clients keep the process alive
     * @param connections those left at the end are closed
     * @param context closed when the loop ends by an error
     */
    public LoopLifecycle(
            EventLoop loop,
            ListenerRegistry listeners,
            ClientRegistry clients,
            ConnectionRegistry connections,
            ApplicationContext context) {
        this.context = context;
        this.loop = loop;
        this.listeners = listeners;
        this.clients = clients;
        this.connections = connections;
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            listeners.complete();
            boolean idle = listeners.all().isEmpty() && clients.all().isEmpty();
            thread = LoopThread.start(loop, idle, this::died);
        }
    }

    /** An application whose loop is gone serves nobody; better it ends and is started again. */
    private void died(Throwable error) {
        Announcer.LOG.error("The event loop ended by an error; the application is closed", error);
        connections.forEach(connection -> connection.close(CloseReason.ERROR));
        AvailabilityChangeEvent.publish(context, LivenessState.BROKEN);
        // Not a daemon: the process must not end before everything is closed.
        Thread closing = new Thread(() -> SpringApplication.exit(context, () -> EXIT_CODE), "eventdispatcher-died");
        closing.setDaemon(false);
        closing.start();
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

    /**
     * Lets the loop do what clients and listeners handed to it with their last breath, such as failing requests, and
     * close what nobody drained: a loop that is closed leaves its sockets open. That is a listener started in the middle
     * of the shutdown, and connections of a listener that was stopped and started again before they were drained.
     */
    private void finishTasks() {
        CountDownLatch done = new CountDownLatch(1);
        try {
            CompletableFuture<?>[] unusedEnds = listeners.all().stream()
                    .map(listener -> listener.shutDown(Duration.ZERO))
                    .toArray(CompletableFuture<?>[]::new);
            loop.execute(() -> connections.forEach(connection -> connection.close(CloseReason.SHUTDOWN)));
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
        LoopThread running = thread;
        return running != null && running.isRunning();
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
