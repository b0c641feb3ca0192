package io.eventdispatcher.spring.actuate;

import io.eventdispatcher.client.ClientSnapshot;
import io.eventdispatcher.client.ClientState;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.server.ListenerState;
import io.eventdispatcher.source.watch.FileWatchSnapshot;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.lifecycle.NamedClient;
import io.eventdispatcher.spring.lifecycle.NamedListener;
import io.eventdispatcher.spring.source.FileWatches;
import io.eventdispatcher.spring.tls.SslMaterial;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Health of each listener, client and watch.
 *
 * <p>A listener is UP while it runs, OUT_OF_SERVICE while it is paused, UNKNOWN when it does not start with the application
 * or was stopped on purpose, and DOWN when it is not running although it should be. A client is UP while it is connected and
 * ready to send, and UNKNOWN otherwise, with the last error in its details: it comes back by itself and queues what is sent meanwhile, so a
 * peer that is away must not take this service out of its load balancer. {@code eventdispatcher.client.connected} is the
 * meter to alert on.
 *
 * <p>A watch, whose part is called {@code watch:NAME}, is UP while its path is there and UNKNOWN otherwise: it looks for it
 * again.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class EventDispatcherHealth implements CompositeHealthContributor {

    /** Names of listeners and clients have no colon. */
    private static final String WATCH = "watch:";

    private final ListenerRegistry listeners;
    private final ClientRegistry clients;
    private final FileWatches watches;

    /**
     * Creates the contributor.
     *
     * @param listeners the listeners
     * @param clients the clients
     * @param watches the watched files
     */
    public EventDispatcherHealth(ListenerRegistry listeners, ClientRegistry clients, FileWatches watches) {
        this.listeners = listeners;
        this.clients = clients;
        this.watches = watches;
    }

    @Override
    public @Nullable HealthContributor getContributor(String name) {
        NamedListener listener = listeners.find(name);
        if (listener != null) {
            return indicator(listener);
        }
        NamedClient client = clients.find(name);
        return client == null ? watch(name) : indicator(client);
    }

    @Override
    public Stream<HealthContributors.Entry> stream() {
        return Stream.concat(
                listeners.all().stream().map(each -> new HealthContributors.Entry(each.name(), indicator(each))),
                Stream.concat(
                        clients.all().stream().map(each -> new HealthContributors.Entry(each.name(), indicator(each))),
                        watches.snapshots().stream()
                                .map(each -> new HealthContributors.Entry(WATCH + each.name(), indicator(each)))));
    }

    private @Nullable HealthContributor watch(String part) {
        return watches.snapshots().stream()
                .filter(each -> part.equals(WATCH + each.name()))
                .findFirst()
                .map(EventDispatcherHealth::indicator)
                .orElse(null);
    }

    private static HealthIndicator indicator(FileWatchSnapshot watch) {
        return () -> Health.status(watch.present() > 0 ? Status.UP : Status.UNKNOWN)
                .withDetail("path", watch.paths().get(0).toString())
                .withDetail("directories", watch.directories())
                .withDetail("entries", watch.entries())
                .build();
    }

    private static HealthIndicator indicator(NamedListener listener) {
        return () -> {
            ListenerState state = listener.state();
            Health.Builder health = Health.status(status(listener, state))
                    .withDetail("uri", listener.endpoint().toString())
                    .withDetail("state", state.name())
                    .withDetail("connections", listener.connections().size());
            certificates(health, listener.settings().ssl());
            return health.build();
        };
    }

    private static Status status(NamedListener listener, ListenerState state) {
        return switch (state) {
            case RUNNING -> Status.UP;
            case PAUSED -> Status.OUT_OF_SERVICE;
            case STOPPING, STOPPED -> listener.isWanted() ? Status.DOWN : Status.UNKNOWN;
        };
    }

    private static HealthIndicator indicator(NamedClient client) {
        return () -> {
            ClientSnapshot snapshot = client.snapshot();
            boolean connected = snapshot.state() == ClientState.CONNECTED && snapshot.ready();
            Endpoint endpoint =
                    snapshot.endpoint() == null ? snapshot.endpoints().get(0) : snapshot.endpoint();
            Health.Builder health = Health.status(connected ? Status.UP : Status.UNKNOWN)
                    .withDetail("uri", endpoint.toString())
                    .withDetail("state", snapshot.state().name())
                    .withDetail("ready", snapshot.ready())
                    .withDetail("since", snapshot.since())
                    .withDetail("queued", snapshot.queuedFrames());
            certificates(health, client.settings().ssl());
            if (!connected && snapshot.lastError() != null) {
                health.withDetail("lastError", snapshot.lastError());
            }
            return health.build();
        };
    }

    /** What could not be loaded anew stays in use, so it does not change the status: see the health of SSL for its age. */
    private static void certificates(Health.Builder health, @Nullable SslMaterial ssl) {
        if (ssl != null) {
            health.withDetail("bundle", ssl.bundle());
            if (ssl.lastFailure() != null) {
                health.withDetail("bundleError", ssl.lastFailure());
            }
        }
    }
}
