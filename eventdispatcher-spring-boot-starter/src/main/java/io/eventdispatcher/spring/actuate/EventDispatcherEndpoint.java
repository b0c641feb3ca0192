package io.eventdispatcher.spring.actuate;

import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionRegistry;
import io.eventdispatcher.spring.actuate.DispatcherReport.HandlerReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.Listing;
import io.eventdispatcher.spring.actuate.DispatcherReport.LoopReport;
import io.eventdispatcher.spring.handler.HandlerRegistry;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.lifecycle.EventLoops;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.lifecycle.LoopLifecycle;
import io.eventdispatcher.spring.lifecycle.NamedClient;
import io.eventdispatcher.spring.lifecycle.NamedListener;
import io.eventdispatcher.spring.source.FileWatches;
import io.eventdispatcher.spring.source.SignalListeners;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Shows listeners, clients, handlers, live connections, timers and the loop; changes listeners and clients and closes
 * connections when {@code management.endpoint.eventdispatcher.access} is {@code unrestricted}. No text of a message ever
 * appears. Lists end after 1,000 items and tell the total.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
@Endpoint(id = "eventdispatcher", defaultAccess = Access.READ_ONLY)
public final class EventDispatcherEndpoint {

    private static final String LISTENERS = "listeners";
    private static final String CLIENTS = "clients";
    private static final String HANDLERS = "handlers";
    private static final String CONNECTIONS = "connections";
    private static final String TIMERS = "timers";
    private static final String LOOP = "loop";
    private static final String LOOPS = "loops";
    private static final String SOURCES = "sources";

    private final ServiceInfo service;
    private final EventLoops loops;
    private final LoopLifecycle lifecycle;
    private final ListenerRegistry listeners;
    private final ClientRegistry clients;
    private final HandlerRegistry handlers;
    private final ConnectionRegistry connections;
    private final SignalListeners signals;
    private final FileWatches watches;
    private final Duration grace;

    /**
     * Creates the endpoint.
     *
     * @param service who is asked
     * @param loops the event loops
     * @param lifecycle tells whether the loops run
     * @param listeners the listeners
     * @param clients the clients
     * @param handlers the handlers
     * @param connections the live connections
     * @param signals the signals listened to
     * @param watches the watched files
     * @param grace how long a listener or client that is stopped here may take to drain
     */
    public EventDispatcherEndpoint(
            ServiceInfo service,
            EventLoops loops,
            LoopLifecycle lifecycle,
            ListenerRegistry listeners,
            ClientRegistry clients,
            HandlerRegistry handlers,
            ConnectionRegistry connections,
            SignalListeners signals,
            FileWatches watches,
            Duration grace) {
        this.service = service;
        this.loops = loops;
        this.lifecycle = lifecycle;
        this.listeners = listeners;
        this.clients = clients;
        this.handlers = handlers;
        this.connections = connections;
        this.signals = signals;
        this.watches = watches;
        this.grace = grace;
    }

    /**
     * Shows everything but connections and timers.
     *
     * @return the report
     */
    @ReadOperation
    public DispatcherReport report() {
        List<LoopReport> all = loopReports();
        return new DispatcherReport(
                service.service(),
                service.server(),
                Duration.between(service.startedAt(), loops.first().clock().now()),
                all.get(0),
                all,
                listeners.all().stream().map(Reporter::listener).toList(),
                clients.all().stream().map(Reporter::client).toList(),
                handlerList().items());
    }

    /**
     * Shows one section.
     *
     * @param section {@code listeners}, {@code clients}, {@code handlers}, {@code connections}, {@code timers}, {@code
     *     sources}, {@code loop} (the first one) or {@code loops}
     * @return the section, null if there is no such
     */
    @ReadOperation
    public @Nullable Object section(@Selector String section) {
        return switch (section) {
            case LISTENERS ->
                Listing.of(listeners.all().stream().map(Reporter::listener).toList());
            case CLIENTS ->
                Listing.of(clients.all().stream().map(Reporter::client).toList());
            case HANDLERS -> handlerList();
            case CONNECTIONS -> Reporter.connections(connections);
            case TIMERS -> Reporter.timers(loops);
            case SOURCES -> SourcesReport.of(signals, watches, loops);
            case LOOP -> loopReports().get(0);
            case LOOPS -> Listing.of(loopReports());
            default -> null;
        };
    }

    /**
     * Shows one thing of a section.
     *
     * @param section {@code listeners}, {@code clients}, {@code handlers} or {@code connections}
     * @param id its name or id
     * @return the thing, null if there is no such
     */
    @ReadOperation
    public @Nullable Object one(@Selector String section, @Selector String id) {
        switch (section) {
            case LISTENERS:
                NamedListener listener = listeners.find(id);
                return listener == null ? null : Reporter.listener(listener);
            case CLIENTS:
                NamedClient client = clients.find(id);
                return client == null ? null : Reporter.client(client);
            case CONNECTIONS:
                Connection connection = connections.find(id);
                return connection == null ? null : Reporter.connection(connection);
            case HANDLERS:
                List<HandlerReport> found = handlerList().items().stream()
                        .filter(handler -> handler.id().equals(id))
                        .toList();
                return found.isEmpty() ? null : found.get(0);
            default:
                return null;
        }
    }

    /**
     * Changes the state of a listener or client.
     *
     * @param section {@code listeners} or {@code clients}
     * @param id its name
     * @param state {@code running}, {@code stopped} or, of a listener, {@code paused}
     */
    @WriteOperation
    public void change(@Selector String section, @Selector String id, String state) {
        NamedListener listener = section.equals(LISTENERS) ? listeners.find(id) : null;
        NamedClient client = section.equals(CLIENTS) ? clients.find(id) : null;
        if (listener != null) {
            change(listener, state);
        } else if (client != null) {
            change(client, state);
        } else {
            throw invalid("no listener or client '" + id + "' in section '" + section + "'");
        }
    }

    private void change(NamedListener listener, String state) {
        switch (state) {
            case "running" -> {
                listener.resume();
                listener.start();
            }
            case "paused" -> listener.pause();
            case "stopped" -> listener.stop(grace).exceptionally(failure -> false);
            default -> throw invalid("unknown state '" + state + "': use running, paused or stopped");
        }
    }

    private void change(NamedClient client, String state) {
        switch (state) {
            case "running" -> client.start();
            case "stopped" -> client.stop(grace).exceptionally(failure -> false);
            default -> throw invalid("unknown state '" + state + "': use running or stopped");
        }
    }

    /**
     * Closes a connection, after what waits to be written is written.
     *
     * @param section {@code connections}
     * @param id id of the connection
     */
    @DeleteOperation
    public void close(@Selector String section, @Selector String id) {
        Connection connection = section.equals(CONNECTIONS) ? connections.find(id) : null;
        if (connection == null) {
            throw invalid("no connection '" + id + "' in section '" + section + "'");
        }
        connection.drain(CloseReason.ADMIN);
    }

    private List<LoopReport> loopReports() {
        return loops.all().stream()
                .map(loop -> Reporter.loop(loop, lifecycle.isRunning(loop)))
                .toList();
    }

    private Listing<HandlerReport> handlerList() {
        return Listing.of(handlers.handlers().stream().map(Reporter::handler).toList());
    }

    private static InvalidEndpointRequestException invalid(String reason) {
        return new InvalidEndpointRequestException(reason, reason);
    }
}
