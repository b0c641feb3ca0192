package io.eventdispatcher.spring.test;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.client.BlockingClient;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionGroup;
import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.connection.Role;
import io.eventdispatcher.connection.Timeouts;
import io.eventdispatcher.endpoint.LocalEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.spring.lifecycle.ConnectionServices;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.lifecycle.ListenerSettings;
import io.eventdispatcher.spring.lifecycle.NamedListener;
import io.eventdispatcher.spring.lifecycle.Phases;
import io.eventdispatcher.transport.Acceptor;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.StreamTransport;
import io.eventdispatcher.transport.Transports;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Makes connections to the application that need no socket: to its listeners, open or not, and as the peers of its clients.
 * Codec, dispatcher and everything behind are those of the application, and so is the thread of the loop.
 *
 * <p>A connection to a listener that is open belongs to it, as if the peer had come through its socket. Otherwise it
 * belongs to a group of that name, which this class keeps.
 *
 * <p>Threading: any thread.
 */
final class InMemoryConnections implements SmartLifecycle {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Timeouts NONE = new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** Name of the listener that an application without any seems to have. */
    private static final String UNNAMED = "test";

    private static final AtomicLong LAST_NUMBER = new AtomicLong();

    private final ConnectionServices services;
    private final ListenerRegistry listeners;

    @GuardedBy("this")
    private final Map<String, ConnectionGroup> groups = new HashMap<>();

    @GuardedBy("this")
    private boolean running;

    InMemoryConnections(ConnectionServices services, ListenerRegistry listeners) {
        this.services = services;
        this.listeners = listeners;
    }

    /**
     * Connects.
     *
     * @param peer as whom
     * @return both ends
     * @throws IOException if there is no connection in time
     * @throws IllegalStateException if the application does not run
     * @throws IllegalArgumentException if it has no listener of that name
     */
    Link connect(Peer peer) throws IOException {
        LocalEndpoint meeting = new LocalEndpoint("test-client-" + LAST_NUMBER.incrementAndGet());
        ConnectionGroup group = group(peer);
        Acceptor acceptor = Transports.standard().of(meeting).listen(meeting, ListenOptions.defaults());
        try {
            CompletableFuture<Connection> accepted = accept(acceptor, group, peer);
            ConnectionOptions options =
                    BlockingClient.defaultOptions().withFraming(group.options().framing());
            BlockingClient client = BlockingClient.open(meeting, CONNECT_TIMEOUT, options, Transports.standard());
            return new Link(client, opened(accepted));
        } finally {
            acceptor.close();
        }
    }

    private CompletableFuture<Connection> accept(Acceptor acceptor, ConnectionGroup group, Peer peer) {
        CompletableFuture<Connection> accepted = new CompletableFuture<>();
        EventLoop loop = group.loop();
        try {
            loop.execute(() -> {
                try {
                    acceptor.start(loop, "test client", ConnectionOptions.DEFAULT_PRIORITY, stream -> {
                        Connection connection = group.open(
                                identified(stream, peer), services.messenger().newHandler());
                        peer.setAttributes(connection);
                        accepted.complete(connection);
                    });
                } catch (IOException | RuntimeException e) {
                    accepted.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the application does not run any more: " + e.getMessage(), e);
        }
        return accepted;
    }

    private static StreamTransport identified(StreamTransport stream, Peer peer) {
        return peer.principal() == null ? stream : new IdentifiedStream(stream, peer.principal());
    }

    private static Connection opened(CompletableFuture<Connection> accepted) throws IOException {
        try {
            return accepted.get(CONNECT_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while connecting", e);
        } catch (ExecutionException e) {
            throw new IOException("not connected: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException(
                    "the application did not take the connection within " + CONNECT_TIMEOUT.toSeconds()
                            + " s: its event loop is busy or does not run",
                    e);
        }
    }

    private ConnectionGroup group(Peer peer) {
        if (peer.role() == Role.CLIENT) {
            return group(peer.role(), String.valueOf(peer.owner()), ConnectionOptions.client());
        }
        NamedListener listener = listener(peer);
        if (listener == null) {
            return group(Role.SERVER, UNNAMED, ConnectionOptions.server());
        }
        ConnectionGroup open = listener.group();
        return open != null
                ? open
                : group(
                        Role.SERVER,
                        listener.name(),
                        listener.settings().options().connection());
    }

    private @Nullable NamedListener listener(Peer peer) {
        String name = peer.owner();
        if (name != null) {
            return listeners.get(name);
        }
        NamedListener main = listeners.find(ListenerSettings.DEFAULT_NAME);
        List<NamedListener> all = listeners.all();
        return main != null || all.isEmpty() ? main : all.get(0);
    }

    private synchronized ConnectionGroup group(Role role, String owner, ConnectionOptions options) {
        if (!running) {
            throw new IllegalStateException("the application context is not running");
        }
        return groups.computeIfAbsent(role + " " + owner, key -> {
            ConnectionGroup added = new ConnectionGroup(
                    services.loops().first(), owner, role, options.withTimeouts(NONE), services.observer());
            services.connections().add(added);
            return added;
        });
    }

    @Override
    public synchronized void start() {
        running = true;
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public void stop(Runnable callback) {
        List<CompletableFuture<?>> ends = new ArrayList<>();
        synchronized (this) {
            running = false;
            for (ConnectionGroup group : groups.values()) {
                services.connections().remove(group);
                ends.add(group.drain(GRACE));
            }
            groups.clear();
        }
        CompletableFuture<Void> unusedEnd = CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new))
                .whenComplete((nothing, failure) -> callback.run());
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Phases.LISTENERS;
    }

    /**
     * Both ends of a connection.
     *
     * @param client the end of the test
     * @param connection the end of the application
     */
    record Link(BlockingClient client, Connection connection) {}
}
