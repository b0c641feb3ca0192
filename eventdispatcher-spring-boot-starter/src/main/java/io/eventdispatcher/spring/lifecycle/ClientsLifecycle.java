package io.eventdispatcher.spring.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the clients before the listeners and stops them after the listeners are drained, so that handlers can use them to
 * the end. A failure to connect fails the start of the application only if the client is required.
 *
 * <p>Threading: one thread at a time; the callback of {@link #stop(Runnable)} is called on the loop thread.
 *
 * @since 0.1
 */
public final class ClientsLifecycle implements SmartLifecycle {

    private final ClientRegistry clients;
    private final Duration grace;
    private final int phase;
    private volatile boolean running;

    /**
     * Creates the lifecycle.
     *
     * @param clients started and stopped
     * @param grace how long the phase may take at the end; messages that wait have a little less
     * @param phase for example {@link Phases#CLIENTS}
     */
    public ClientsLifecycle(ClientRegistry clients, Duration grace, int phase) {
        this.clients = clients;
        this.grace = grace;
        this.phase = phase;
    }

    @Override
    public void start() {
        List<NamedClient> wanted =
                clients.all().stream().filter(NamedClient::isWanted).toList();
        wanted.forEach(NamedClient::start);
        running = true;
        try {
            wanted.forEach(NamedClient::awaitRequired);
        } catch (ClientStartException e) {
            running = false;
            wanted.forEach(ClientsLifecycle::end);
            throw e;
        }
    }

    private static void end(NamedClient client) {
        CompletableFuture<Boolean> unused = client.shutDown(Duration.ZERO);
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        CompletableFuture<?>[] ends = clients.all().stream()
                .map(client -> client.shutDown(Phases.within(grace)))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture<Void> unusedEnd =
                CompletableFuture.allOf(ends).whenComplete((nothing, failure) -> callback.run());
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /**
     * Clients stay connected while the context is paused: those who hold a client of the core could not use it afterwards.
     *
     * @return false
     */
    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public int getPhase() {
        return phase;
    }
}
