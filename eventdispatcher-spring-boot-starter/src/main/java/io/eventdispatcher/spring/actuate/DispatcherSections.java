package io.eventdispatcher.spring.actuate;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionRegistry;
import io.eventdispatcher.spring.actuate.DispatcherReport.ClientReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.HandlerReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.ListenerReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.Listing;
import io.eventdispatcher.spring.actuate.DispatcherReport.LoopReport;
import io.eventdispatcher.spring.communicator.CommunicatorClient;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;

/**
 * What the endpoint can show, section by section.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class DispatcherSections {

    private final ServiceInfo service;
    private final Access access;
    private final EventLoops loops;
    private final LoopLifecycle lifecycle;
    private final ListenerRegistry listeners;
    private final ClientRegistry clients;
    private final HandlerRegistry handlers;
    private final ConnectionRegistry connections;
    private final SignalListeners signals;
    private final FileWatches watches;
    private final Supplier<@Nullable CommunicatorClient> communicator;
    private final Reporter reporter;

    /**
     * Creates the sections.
     *
     * @param service who is asked
     * @param access what may be done over the endpoint
     * @param loops the event loops
     * @param lifecycle tells whether the loops run
     * @param listeners the listeners
     * @param clients the clients
     * @param handlers the handlers
     * @param connections the live connections
     * @param signals the signals listened to
     * @param watches the watched files
     * @param communicator finds the client of the daemon communicatord; null = there is none
     * @param reporter makes the reports
     */
    public DispatcherSections(
            ServiceInfo service,
            Access access,
            EventLoops loops,
            LoopLifecycle lifecycle,
            ListenerRegistry listeners,
            ClientRegistry clients,
            HandlerRegistry handlers,
            ConnectionRegistry connections,
            SignalListeners signals,
            FileWatches watches,
            Supplier<@Nullable CommunicatorClient> communicator,
            Reporter reporter) {
        this.service = service;
        this.access = access;
        this.loops = loops;
        this.lifecycle = lifecycle;
        this.listeners = listeners;
        this.clients = clients;
        this.handlers = handlers;
        this.connections = connections;
        this.signals = signals;
        this.watches = watches;
        this.communicator = communicator;
        this.reporter = reporter;
    }

    /** Everything but connections, timers, sources and the trace. */
    DispatcherReport report() {
        List<LoopReport> all = loops();
        return new DispatcherReport(
                service.service(),
                service.server(),
                Duration.between(service.startedAt(), loops.first().clock().now()),
                access == Access.UNRESTRICTED ? "unrestricted" : "read-only",
                reporter.isTracing(),
                all.get(0),
                all,
                listeners(),
                clients(),
                handlers().items());
    }

    /** What the page shows, at once. */
    ConsoleReport console() {
        return new ConsoleReport(
                report(),
                reporter.connections(connections),
                Reporter.timers(loops),
                SourcesReport.of(signals, watches, loops),
                reporter.trace());
    }

    /** One section; null if there is no such. */
    @Nullable
    Object section(String section) {
        return switch (section) {
            case Section.LISTENERS -> Listing.of(listeners());
            case Section.CLIENTS -> Listing.of(clients());
            case Section.HANDLERS -> handlers();
            case Section.CONNECTIONS -> reporter.connections(connections);
            case Section.COMMUNICATOR -> reporter.communicator(communicator.get());
            case Section.TIMERS -> Reporter.timers(loops);
            case Section.SOURCES -> SourcesReport.of(signals, watches, loops);
            case Section.LOOP -> loops().get(0);
            case Section.LOOPS -> Listing.of(loops());
            case Section.TRACE -> reporter.trace();
            default -> null;
        };
    }

    /** One thing of a section; null if there is no such. */
    @Nullable
    Object one(String section, String id) {
        switch (section) {
            case Section.LISTENERS:
                NamedListener listener = listeners.find(id);
                return listener == null ? null : reporter.listener(listener);
            case Section.CLIENTS:
                NamedClient client = clients.find(id);
                return client == null ? null : reporter.client(client);
            case Section.CONNECTIONS:
                Connection connection = connections.find(id);
                return connection == null ? null : reporter.connection(connection);
            case Section.HANDLERS:
                return handlers.handlers().stream()
                        .filter(handler -> handler.handler().id().equals(id))
                        .findFirst()
                        .map(reporter::handler)
                        .orElse(null);
            default:
                return null;
        }
    }

    private List<LoopReport> loops() {
        return loops.all().stream()
                .map(loop -> Reporter.loop(loop, lifecycle.isRunning(loop)))
                .toList();
    }

    private List<ListenerReport> listeners() {
        return listeners.all().stream().map(reporter::listener).toList();
    }

    private List<ClientReport> clients() {
        return clients.all().stream().map(reporter::client).toList();
    }

    private Listing<HandlerReport> handlers() {
        return Listing.of(handlers.handlers().stream().map(reporter::handler).toList());
    }
}
