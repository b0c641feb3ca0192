package io.eventdispatcher.spring.test;

import io.eventdispatcher.endpoint.LocalEndpoint;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.lifecycle.NamedClient;
import io.eventdispatcher.spring.lifecycle.NamedListener;
import io.eventdispatcher.spring.lifecycle.Phases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.SmartLifecycle;

/**
 * Starts those listeners and clients that are in memory.
 *
 * <p>Threading: one thread at a time.
 */
final class InMemoryLifecycle implements SmartLifecycle {

    private static final Duration GRACE = Duration.ofSeconds(1);

    private final ListenerRegistry listeners;
    private final ClientRegistry clients;
    private boolean running;

    InMemoryLifecycle(ListenerRegistry listeners, ClientRegistry clients) {
        this.listeners = listeners;
        this.clients = clients;
    }

    @Override
    public void start() {
        listeners().forEach(NamedListener::start);
        clients().forEach(NamedClient::start);
        running = true;
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        List<CompletableFuture<?>> ends = new ArrayList<>();
        clients().forEach(client -> ends.add(client.stop(GRACE)));
        listeners().forEach(listener -> ends.add(listener.stop(GRACE)));
        CompletableFuture<Void> unusedEnd = CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new))
                .whenComplete((nothing, failure) -> callback.run());
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Phases.LISTENERS;
    }

    private List<NamedListener> listeners() {
        return listeners.all().stream()
                .filter(each -> each.settings().endpoint() instanceof LocalEndpoint)
                .toList();
    }

    private List<NamedClient> clients() {
        return clients.all().stream()
                .filter(each -> each.settings().endpoints().stream().allMatch(LocalEndpoint.class::isInstance))
                .toList();
    }
}
