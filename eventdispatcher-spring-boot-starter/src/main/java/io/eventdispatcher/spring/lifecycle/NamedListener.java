package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionGroup;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.connection.GroupStatistics;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.server.Listener;
import io.eventdispatcher.server.ListenerState;
import io.eventdispatcher.transport.DatagramStatistics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A configured listener, which can be started and stopped any number of times. Each start binds anew: with port 0 the port
 * may differ.
 *
 * <p>When the application context is stopped or paused and started again, those listeners start that were running, or
 * would have been according to {@code auto-startup}; a listener stopped by {@link #stop} stays stopped, one paused by {@link
 * #pause} stays paused.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class NamedListener {

    private final ListenerSettings settings;
    private final ConnectionServices services;
    private final Supplier<? extends ConnectionHandler> handlers;
    private final Announcer announcer;
    private final Farewell farewell;
    private final BooleanSupplier open;
    private final Traffic traffic = new Traffic();
    private boolean wanted;
    private boolean paused;
    private long acceptedBefore;
    private long refusedBefore;
    private @Nullable DatagramStatistics datagramsBefore;
    private @Nullable Listener listener;

    NamedListener(
            ListenerSettings settings,
            ConnectionServices services,
            Supplier<? extends ConnectionHandler> handlers,
            Announcer announcer,
            Farewell farewell,
            BooleanSupplier open) {
        this.settings = settings;
        this.services = services;
        this.handlers = handlers;
        this.announcer = announcer;
        this.farewell = farewell;
        this.open = open;
        this.wanted = settings.autoStartup();
    }

    /**
     * Returns the name.
     *
     * @return the name, also the owner of its connections
     */
    public String name() {
        return settings.name();
    }

    /**
     * Returns what is configured.
     *
     * @return the settings
     */
    public ListenerSettings settings() {
        return settings;
    }

    /**
     * Returns where it listens.
     *
     * @return the endpoint with the port the system chose; as it was configured when the listener was never started
     */
    public synchronized Endpoint endpoint() {
        return listener == null ? settings.endpoint() : listener.endpoint();
    }

    /**
     * Returns the state.
     *
     * @return the state; {@link ListenerState#STOPPED} before the first start too
     */
    public synchronized ListenerState state() {
        return listener == null ? ListenerState.STOPPED : listener.state();
    }

    /**
     * Returns the live connections.
     *
     * @return a copy, ordered by number
     */
    public synchronized List<Connection> connections() {
        return listener == null ? List.of() : listener.connections().connections();
    }

    /**
     * Returns what the live connections belong to.
     *
     * @return the group of this run of the listener; null while it is not bound
     */
    public synchronized @Nullable ConnectionGroup group() {
        return listener == null || !isBound(listener) ? null : listener.connections();
    }

    /**
     * Returns totals over all starts.
     *
     * @return a snapshot
     */
    public GroupStatistics statistics() {
        return traffic.statistics();
    }

    /**
     * Returns how many peers were accepted over all starts.
     *
     * @return including the refused ones
     */
    public synchronized long accepted() {
        return acceptedBefore + (listener == null ? 0 : listener.accepted());
    }

    /**
     * Returns how many peers were refused over all starts because of the limit of connections.
     *
     * @return 0 or more
     */
    public synchronized long refused() {
        return refusedBefore + (listener == null ? 0 : listener.refused());
    }

    /**
     * Returns what happened to datagrams over all starts.
     *
     * @return null before the first start, and when it listens for streams
     */
    public synchronized @Nullable DatagramStatistics datagrams() {
        return Datagrams.plus(datagramsBefore, listener == null ? null : listener.datagrams());
    }

    /**
     * Binds and accepts. Does nothing while it is running or paused.
     *
     * @throws ListenerStartException if it cannot be bound; the cause tells why
     */
    public void start() {
        Endpoint bound;
        boolean startsPaused;
        synchronized (this) {
            wanted = true;
            Listener before = listener;
            if (before != null && isBound(before)) {
                return;
            }
            if (before != null) {
                acceptedBefore += before.accepted();
                refusedBefore += before.refused();
                datagramsBefore = Datagrams.plus(datagramsBefore, Datagrams.withoutPeers(before.datagrams()));
                listener = null;
            }
            startsPaused = isPauseWanted();
            Listener started = open(startsPaused);
            listener = started;
            updatePause(); // of those who asked meanwhile
            traffic.begin(started.connections());
            services.connections().add(started.connections());
            bound = started.endpoint();
        }
        announcer.started(settings, bound, startsPaused);
    }

    private Listener open(boolean startsPaused) {
        try {
            return Listener.on(settings.endpoint(), services.loops().first(), handlers)
                    .spreadOver(services.loops().further())
                    .name(settings.name())
                    .options(settings.options())
                    .observer(services.observer())
                    .paused(startsPaused)
                    .start();
        } catch (IOException | RuntimeException e) {
            throw new ListenerStartException(settings, e);
        }
    }

    private static boolean isBound(Listener listener) {
        return listener.state() == ListenerState.RUNNING || listener.state() == ListenerState.PAUSED;
    }

    /**
     * Stops accepting and reading; sockets stay, answers still go out. Does nothing unless it is running. It stays paused when
     * the application context is stopped or paused and started again.
     */
    public synchronized void pause() {
        Listener present = listener;
        if (present != null && isBound(present)) {
            paused = true;
            updatePause();
        }
    }

    /** Accepts and reads again, unless the application is to be ready for that and is not. Does nothing unless it is paused. */
    public synchronized void resume() {
        paused = false;
        updatePause();
    }

    /** Pauses or resumes, as is wanted now. */
    synchronized void updatePause() {
        Listener present = listener;
        if (present == null) {
            return;
        }
        if (isPauseWanted()) {
            present.pause();
        } else {
            present.resume();
        }
    }

    private synchronized boolean isPauseWanted() {
        return paused || !open.getAsBoolean();
    }

    /**
     * Stops: unbinds at once, drains the connections, closes what is left after the grace period. It is not started again
     * with the application context, only by {@link #start}.
     *
     * @param grace how long peers and work in flight may take; 0 closes at once
     * @return completed with true if nothing had to be cut off
     */
    public CompletableFuture<Boolean> stop(Duration grace) {
        synchronized (this) {
            wanted = false;
            paused = false;
        }
        return shutDown(grace);
    }

    /** Stops, to be started again with the application context. */
    CompletableFuture<Boolean> shutDown(Duration grace) {
        Listener stopping;
        synchronized (this) {
            stopping = listener;
        }
        if (stopping == null || stopping.state() == ListenerState.STOPPED) {
            return CompletableFuture.completedFuture(true);
        }
        if (!isBound(stopping)) {
            return stopping.stop(grace, farewell()); // the same end, which was announced already
        }
        Endpoint bound = stopping.endpoint();
        ConnectionGroup connections = stopping.connections();
        announcer.stopping(settings, bound);
        return stopping.stop(grace, farewell()).whenComplete((graceful, failure) -> {
            services.connections().remove(connections);
            announcer.stopped(settings, bound, Boolean.TRUE.equals(graceful));
        });
    }

    /** Who sent a datagram some time ago is not waiting for anything. */
    private Function<Connection, @Nullable ByteSource> farewell() {
        return settings.datagrams() ? connection -> null : farewell::to;
    }

    /**
     * Tells whether it should run while the application context does.
     *
     * @return false if it does not start with the application, or was stopped by {@link #stop}
     */
    public synchronized boolean isWanted() {
        return wanted;
    }
}
