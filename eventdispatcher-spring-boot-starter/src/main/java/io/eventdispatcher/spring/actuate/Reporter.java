package io.eventdispatcher.spring.actuate;

import io.eventdispatcher.client.ClientSnapshot;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionRegistry;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopStatistics;
import io.eventdispatcher.loop.SourceSnapshot;
import io.eventdispatcher.messenger.Messenger;
import io.eventdispatcher.spring.actuate.DispatcherReport.BundleReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.Calls;
import io.eventdispatcher.spring.actuate.DispatcherReport.ClientReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.ConnectionReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.HandlerReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.ListenerReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.Listing;
import io.eventdispatcher.spring.actuate.DispatcherReport.LoopReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.TimerReport;
import io.eventdispatcher.spring.handler.HandlerDescriptor;
import io.eventdispatcher.spring.handler.HandlerSnapshot;
import io.eventdispatcher.spring.handler.HandlerStatistics;
import io.eventdispatcher.spring.handler.OriginFilter;
import io.eventdispatcher.spring.lifecycle.EventLoops;
import io.eventdispatcher.spring.lifecycle.NamedClient;
import io.eventdispatcher.spring.lifecycle.NamedListener;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes reports of snapshots.
 *
 * <p>Threading: any thread.
 */
final class Reporter {

    private static final List<String> ALL = List.of("*");

    private Reporter() {}

    static LoopReport loop(EventLoop loop, boolean running) {
        LoopStatistics statistics = loop.statistics();
        return new LoopReport(
                loop.name(),
                running ? "RUNNING" : "STOPPED",
                statistics.pendingTasks(),
                statistics.timersArmed(),
                statistics.registrations(),
                statistics.turns(),
                statistics.blockedTurns(),
                statistics.failures());
    }

    static ListenerReport listener(NamedListener listener) {
        Endpoint endpoint = listener.endpoint();
        return new ListenerReport(
                listener.name(),
                endpoint.scheme(),
                address(endpoint),
                listener.state().name(),
                listener.connections().size(),
                listener.settings().options().maxConnections(),
                listener.accepted(),
                listener.refused(),
                BundleReport.of(listener.settings().ssl()),
                listener.datagrams());
    }

    /** The part of the URI behind the scheme: {@code 127.0.0.1:4040}, {@code /run/app.sock}. */
    private static String address(Endpoint endpoint) {
        String rest = endpoint.toString().substring(endpoint.scheme().length() + 1);
        return rest.startsWith("//") ? rest.substring(2) : rest;
    }

    static ClientReport client(NamedClient client) {
        ClientSnapshot snapshot = client.snapshot();
        Endpoint endpoint = snapshot.endpoint() == null ? snapshot.endpoints().get(0) : snapshot.endpoint();
        return new ClientReport(
                client.name(),
                endpoint.toString(),
                snapshot.endpoints().stream().map(Endpoint::toString).toList(),
                snapshot.state().name(),
                snapshot.since(),
                client.reconnects(),
                snapshot.failures(),
                snapshot.queuedFrames(),
                client.dropped(),
                client.pendingRequests(),
                snapshot.lastError(),
                BundleReport.of(client.settings().ssl()));
    }

    static HandlerReport handler(HandlerSnapshot snapshot) {
        HandlerDescriptor handler = snapshot.handler();
        HandlerStatistics calls = snapshot.statistics();
        OriginFilter origins = handler.origins();
        return new HandlerReport(
                handler.id(),
                handler.patterns(),
                nullIfEmpty(handler.bean()),
                nullIfEmpty(handler.method()),
                handler.execution().name(),
                nullIfEmpty(handler.executor()),
                handler.concurrent(),
                names(origins, origins.listeners()),
                names(origins, origins.clients()),
                new Calls(calls.succeeded(), calls.invalid(), calls.failed()));
    }

    private static List<String> names(OriginFilter origins, Set<String> names) {
        return origins.isEverywhere() ? ALL : names.stream().sorted().toList();
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }

    static Listing<ConnectionReport> connections(ConnectionRegistry registry) {
        List<ConnectionReport> reports = registry.groups().stream()
                .flatMap(group -> group.connections().stream())
                .limit(Listing.MAX)
                .map(Reporter::connection)
                .toList();
        return new Listing<>(Math.max(registry.size(), reports.size()), reports);
    }

    static ConnectionReport connection(Connection connection) {
        return ConnectionReport.of(connection.snapshot(), connection.loop().name(), Messenger.queued(connection));
    }

    static Listing<TimerReport> timers(EventLoops loops) {
        return Listing.of(loops.all().stream()
                .flatMap(loop -> loop.sources().stream())
                .filter(source -> source.kind() == SourceSnapshot.Kind.TIMER)
                .map(TimerReport::of)
                .toList());
    }
}
