package io.eventdispatcher.spring.lifecycle;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.ConnectionRegistry;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Runs each event loop in a thread of its own while the application context runs. The threads keep the process alive when
 * there is a listener or a client; without any they do not, and {@code spring.main.keep-alive} decides.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class LoopLifecycle implements SmartLifecycle, DisposableBean {

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final long LEAST_GRACE_NANOS = 10_000_000;
    private static final Duration FLUSH = Duration.ofSeconds(1);

    /** EX_SOFTWARE of sysexits.h, for those who listen to Spring Boot's exit code event. */
    private static final int EXIT_CODE = 70;

    private final EventLoops loops;
    private final ListenerRegistry listeners;
    private final ClientRegistry clients;
    private final ConnectionRegistry connections;
    private final ApplicationContext context;
    private final AtomicBoolean dead = new AtomicBoolean();

    /** Empty while it does not run. */
    @GuardedBy("this")
    private final List<LoopThread> threads = new ArrayList<>();

    /**
     * Creates the lifecycle.
     *
     * @param loops run from start to stop
     * @param listeners keep the process alive
     * @param clients keep the process alive
     * @param connections those left at the end are closed
     * @param context closed when a loop ends by an error
     */
    public LoopLifecycle(
            EventLoops loops,
            ListenerRegistry listeners,
            ClientRegistry clients,
            ConnectionRegistry connections,
            ApplicationContext context) {
        this.context = context;
        this.loops = loops;
        this.listeners = listeners;
        this.clients = clients;
        this.connections = connections;
    }

    @Override
    public synchronized void start() {
        if (threads.isEmpty()) {
            listeners.complete();
            boolean idle = listeners.all().isEmpty() && clients.all().isEmpty();
            try {
                for (EventLoop loop : loops.all()) {
                    threads.add(LoopThread.start(loop, idle, this::died));
                }
            } catch (RuntimeException | Error e) {
                stopThreads();
                throw e;
            }
        }
    }

    /** An application whose loop is gone serves nobody; better it ends and is started again. */
    private void died(Throwable error) {
        if (!dead.compareAndSet(false, true)) {
            Announcer.LOG.error("Another event loop ended by an error while the application is being closed", error);
            return;
        }
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
        if (!threads.isEmpty()) {
            finishTasks();
            stopThreads();
        }
    }

    /** The last one first; all of them together have the grace of one. */
    @GuardedBy("this")
    private void stopThreads() {
        long endNanos = loops.first().nanoTime() + GRACE.toNanos();
        for (int i = threads.size() - 1; i >= 0; i--) {
            long leftNanos = endNanos - loops.first().nanoTime();
            boolean unusedEnded = threads.get(i).stop(Duration.ofNanos(Math.max(LEAST_GRACE_NANOS, leftNanos)));
        }
        threads.clear();
    }

    /**
     * Lets the loops do what clients and listeners handed to them with their last breath, such as failing requests, and
     * close what nobody drained: a loop that is closed leaves its sockets open. That is a listener started in the middle
     * of the shutdown, and connections of a listener that was stopped and started again before they were drained.
     */
    private void finishTasks() {
        CountDownLatch done = new CountDownLatch(loops.all().size());
        try {
            CompletableFuture<?>[] unusedEnds = listeners.all().stream()
                    .map(listener -> listener.shutDown(Duration.ZERO))
                    .toArray(CompletableFuture<?>[]::new);
            loops.first().execute(() -> closeConnections(done));
            boolean onLoop = loops.all().stream().anyMatch(EventLoop::inLoop);
            boolean unusedInTime = onLoop || done.await(FLUSH.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException loopClosed) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** On the first loop; each of the others closes its own before it is done. */
    private void closeConnections(CountDownLatch done) {
        connections.forEach(connection -> connection.close(CloseReason.SHUTDOWN));
        for (EventLoop loop : loops.all()) {
            try {
                loop.execute(done::countDown);
            } catch (RejectedExecutionException loopClosed) {
                done.countDown();
            }
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return threads.stream().anyMatch(LoopThread::isRunning);
    }

    /**
     * Tells whether the thread of one of the loops runs.
     *
     * @param loop the loop
     * @return false before the start, after the end, and when an error has ended it
     */
    public synchronized boolean isRunning(EventLoop loop) {
        return threads.stream().anyMatch(thread -> thread.loop() == loop && thread.isRunning());
    }

    /**
     * The loops go on while the context is paused, for the clients, which do too.
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

    /** Stops the threads if the context failed before it could stop them. */
    @Override
    public void destroy() {
        stop();
    }
}
