package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.loop.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the listeners last and stops them first. Stopping drains: nothing is accepted or read any more, handlers finish,
 * replies are written, peers are told where that is wanted, then the connections close; what is left after the grace period is
 * cut off.
 *
 * <p>Threading: one thread at a time; the callback of {@link #stop(Runnable)} is called on the loop thread.
 *
 * @since 0.1
 */
public final class ListenersLifecycle implements SmartLifecycle {

    private final ListenerRegistry listeners;
    private final EventLoop loop;
    private final Duration grace;
    private final int phase;
    private volatile boolean running;

    /**
     * Creates the lifecycle.
     *
     * @param listeners started and stopped
     * @param loop its clock measures the end
     * @param grace how long the phase may take at the end; peers and handlers have a little less
     * @param phase for example {@link Phases#LISTENERS}
     */
    public ListenersLifecycle(ListenerRegistry listeners, EventLoop loop, Duration grace, int phase) {
        this.listeners = listeners;
        this.loop = loop;
        this.grace = grace;
        this.phase = phase;
    }

    /**
     * Starts the listeners that are to start with the application; if one cannot be bound, none is left running.
     *
     * @throws ListenerStartException if one cannot be bound
     */
    @Override
    public void start() {
        try {
            listeners.all().stream().filter(NamedListener::isWanted).forEach(NamedListener::start);
        } catch (RuntimeException | Error e) {
            listeners.all().forEach(listener -> listener.shutDown(Duration.ZERO).join());
            throw e;
        }
        running = true;
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        int connections = listeners.all().stream()
                .mapToInt(listener -> listener.connections().size())
                .sum();
        DrainLog drain = DrainLog.begin(connections, grace, loop::nanoTime);
        CompletableFuture<?>[] ends = listeners.all().stream()
                .map(listener -> listener.shutDown(Phases.within(grace)).thenAccept(drain::ended))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture<Void> unusedEnd = CompletableFuture.allOf(ends).whenComplete((nothing, failure) -> {
            drain.end();
            callback.run();
        });
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return phase;
    }
}
