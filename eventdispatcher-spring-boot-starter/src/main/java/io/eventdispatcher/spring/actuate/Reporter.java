package io.eventdispatcher.spring.actuate;

import io.eventdispatcher.client.ClientSnapshot;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionRegistry;
import io.eventdispatcher.connection.ConnectionSnapshot;
import io.eventdispatcher.connection.GroupStatistics;
import io.eventdispatcher.connection.TlsSnapshot;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopStatistics;
import io.eventdispatcher.loop.SourceSnapshot;
import io.eventdispatcher.message.LogText;
import io.eventdispatcher.messenger.Messenger;
import io.eventdispatcher.spring.actuate.DispatcherReport.BundleReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.Calls;
import io.eventdispatcher.spring.actuate.DispatcherReport.ClientReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.ConnectionReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.Count;
import io.eventdispatcher.spring.actuate.DispatcherReport.HandlerReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.ListenerReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.Listing;
import io.eventdispatcher.spring.actuate.DispatcherReport.LoopReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.Queued;
import io.eventdispatcher.spring.actuate.DispatcherReport.TimerReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.TlsReport;
import io.eventdispatcher.spring.communicator.CommunicatorClient;
import io.eventdispatcher.spring.communicator.CommunicatorRegistration;
import io.eventdispatcher.spring.handler.HandlerDescriptor;
import io.eventdispatcher.spring.handler.HandlerSnapshot;
import io.eventdispatcher.spring.handler.HandlerStatistics;
import io.eventdispatcher.spring.handler.OriginFilter;
import io.eventdispatcher.spring.lifecycle.ConnectionPause;
import io.eventdispatcher.spring.lifecycle.EventLoops;
import io.eventdispatcher.spring.lifecycle.NamedClient;
import io.eventdispatcher.spring.lifecycle.NamedListener;
import io.eventdispatcher.spring.trace.MessageTrace;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes reports of snapshots. What peers say about themselves is cleaned first.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class Reporter {

    private static final List<String> ALL = List.of("*");

    private final MessageTrace trace;
    private final HandlerTimes times;
    private final PeerData peers;

    /**
     * Creates the reporter.
     *
     * @param trace tells what is traced
     * @param times knows how long handlers take
     * @param peers cleans what peers say
     */
    public Reporter(MessageTrace trace, HandlerTimes times, PeerData peers) {
        this.trace = trace;
        this.times = times;
        this.peers = peers;
    }

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

    ListenerReport listener(NamedListener listener) {
        Endpoint endpoint = listener.endpoint();
        GroupStatistics traffic = listener.statistics();
        return new ListenerReport(
                listener.name(),
                endpoint.scheme(),
                address(endpoint),
                listener.state().name(),
                listener.connections().size(),
                listener.settings().options().maxConnections(),
                listener.accepted(),
                listener.refused(),
                messages(traffic),
                bytes(traffic),
                trace.isOn(listener.name()),
                BundleReport.of(listener.settings().ssl()),
                listener.datagrams());
    }

    private static Count messages(GroupStatistics traffic) {
        return new Count(traffic.framesReceived(), traffic.framesSent());
    }

    private static Count bytes(GroupStatistics traffic) {
        return new Count(traffic.bytesReceived(), traffic.bytesSent());
    }

    /** The part of the URI behind the scheme: {@code 127.0.0.1:4040}, {@code /run/app.sock}. */
    private static String address(Endpoint endpoint) {
        String rest = endpoint.toString().substring(endpoint.scheme().length() + 1);
        return rest.startsWith("//") ? rest.substring(2) : rest;
    }

    ClientReport client(NamedClient client) {
        ClientSnapshot snapshot = client.snapshot();
        GroupStatistics traffic = client.statistics();
        Endpoint endpoint = snapshot.endpoint() == null ? snapshot.endpoints().get(0) : snapshot.endpoint();
        return new ClientReport(
                client.name(),
                endpoint.toString(),
                snapshot.endpoints().stream().map(Endpoint::toString).toList(),
                snapshot.state().name(),
                snapshot.ready(),
                client.isPaused(),
                snapshot.since(),
                client.nextAttempt(),
                client.reconnects(),
                snapshot.failures(),
                snapshot.queuedFrames(),
                client.dropped(),
                client.pendingRequests(),
                peers.shownOrNull("client.lastError", snapshot.lastError()),
                messages(traffic),
                bytes(traffic),
                trace.isOn(client.name()),
                BundleReport.of(client.settings().ssl()));
    }

    /** What the daemon says passes as what a peer does. */
    @Nullable
    CommunicatorReport communicator(@Nullable CommunicatorClient client) {
        if (client == null) {
            return null;
        }
        CommunicatorRegistration.Status status = client.registration();
        return new CommunicatorReport(
                client.serviceName(),
                status.state().name(),
                status.since(),
                peers.shownOrNull("client.lastError", status.refusal()));
    }

    HandlerReport handler(HandlerSnapshot snapshot) {
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
                snapshot.state().name(),
                new Calls(
                        calls.succeeded(),
                        calls.invalid(),
                        calls.failed(),
                        calls.timedOut(),
                        calls.late(),
                        times.mean(handler),
                        times.max(handler)));
    }

    private static List<String> names(OriginFilter origins, Set<String> names) {
        return origins.isEverywhere() ? ALL : names.stream().sorted().toList();
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }

    Listing<ConnectionReport> connections(ConnectionRegistry registry) {
        List<ConnectionReport> reports = registry.groups().stream()
                .flatMap(group -> group.connections().stream())
                .limit(Listing.MAX)
                .map(this::connection)
                .toList();
        return new Listing<>(Math.max(registry.size(), reports.size()), reports);
    }

    ConnectionReport connection(Connection connection) {
        ConnectionSnapshot of = connection.snapshot();
        TlsReport tls = tls(of.tls());
        return new ConnectionReport(
                of.id(),
                of.owner(),
                of.role().name().toLowerCase(Locale.ROOT),
                of.scheme(),
                peers.shown("connection.remote", of.remoteAddress()),
                of.localAddress(),
                connection.loop().name(),
                peers.shownOrNull("connection.peer", PeerNames.of(connection)),
                tls == null ? null : peers.shownOrNull("connection.principal", tls.peerSubject()),
                of.openedAt(),
                of.idle(),
                of.state().name(),
                of.suspended(),
                ConnectionPause.isPaused(connection),
                trace.isOn(connection),
                new Count(of.framesReceived(), of.framesSent()),
                new Count(of.bytesReceived(), of.bytesSent()),
                new Queued(Messenger.queued(connection), of.queuedBytes()),
                tls);
    }

    /** Authorities decide what a subject holds, so it may hold anything. */
    private @Nullable TlsReport tls(@Nullable TlsSnapshot tls) {
        if (tls == null) {
            return null;
        }
        String subject = tls.peerSubject() == null ? null : LogText.clip(tls.peerSubject());
        return new TlsReport(tls.protocol(), tls.cipher(), peers.shownOrNull("connection.tls.peerSubject", subject));
    }

    TraceReport trace() {
        return TraceReport.of(trace, peers);
    }

    boolean isTracing() {
        return trace.isOn();
    }

    static Listing<TimerReport> timers(EventLoops loops) {
        return Listing.of(loops.all().stream()
                .flatMap(loop -> loop.sources().stream())
                .filter(source -> source.kind() == SourceSnapshot.Kind.TIMER)
                .map(TimerReport::of)
                .toList());
    }
}
