package io.eventdispatcher.spring.metrics;

import io.eventdispatcher.client.ClientState;
import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.GroupStatistics;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopPhase;
import io.eventdispatcher.loop.LoopStatistics;
import io.eventdispatcher.loop.LoopTiming;
import io.eventdispatcher.messenger.Messenger;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.lifecycle.EventLoops;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.lifecycle.NamedClient;
import io.eventdispatcher.spring.lifecycle.NamedListener;
import io.eventdispatcher.spring.tls.SslMaterial;
import io.eventdispatcher.spring.tls.SslMaterials;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Registers the meters whose values the core counts anyway.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class EventDispatcherMeters implements MeterBinder {

    private final EventLoops loops;
    private final ListenerRegistry listeners;
    private final ClientRegistry clients;
    private final SslMaterials materials;

    /**
     * Creates the binder.
     *
     * @param loops the event loops
     * @param listeners the listeners
     * @param clients the clients
     * @param materials the SSL bundles they use
     */
    public EventDispatcherMeters(
            EventLoops loops, ListenerRegistry listeners, ClientRegistry clients, SslMaterials materials) {
        this.loops = loops;
        this.listeners = listeners;
        this.clients = clients;
        this.materials = materials;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        loops.all().forEach(loop -> bindLoop(registry, loop));
        listeners.forEachEver(listener -> bindListener(registry, listener));
        clients.all().forEach(client -> bindClient(registry, client));
        materials.forEachEver(material -> bindBundle(registry, material));
    }

    private static void bindLoop(MeterRegistry registry, EventLoop loop) {
        loopGauge(registry, loop, EventDispatcherMeter.LOOP_TASKS_PENDING, LoopStatistics::pendingTasks);
        loopGauge(registry, loop, EventDispatcherMeter.TIMERS, LoopStatistics::timersArmed);
        loopCounter(registry, loop, EventDispatcherMeter.LOOP_TURNS, LoopStatistics::turns);
        loopCounter(registry, loop, EventDispatcherMeter.LOOP_BLOCKED, LoopStatistics::blockedTurns);
        loopCounter(registry, loop, EventDispatcherMeter.LOOP_FAILURES, LoopStatistics::failures);
        FunctionTimer.builder(
                        EventDispatcherMeter.TIMER_LATENESS.getName(),
                        loop,
                        each -> each.statistics().timersFired(),
                        each -> each.statistics().timerLatenessNanosTotal(),
                        TimeUnit.NANOSECONDS)
                .tags(tags(loop))
                .description(EventDispatcherMeter.TIMER_LATENESS.description())
                .register(registry);
        loop.measureTimes();
        timer(registry, EventDispatcherMeter.LOOP_LAG, tags(loop), loop, EventLoop::lag);
        for (LoopPhase phase : LoopPhase.values()) {
            Tags tags = tags(loop).and(MeterTag.PHASE.asString(), phase.name().toLowerCase(Locale.ROOT));
            timer(registry, EventDispatcherMeter.LOOP_BUSY, tags, loop, each -> each.busy(phase));
        }
    }

    private static void timer(
            MeterRegistry registry,
            EventDispatcherMeter meter,
            Tags tags,
            EventLoop loop,
            Function<EventLoop, LoopTiming> timing) {
        FunctionTimer.builder(
                        meter.getName(),
                        loop,
                        each -> timing.apply(each).count(),
                        each -> timing.apply(each).totalNanos(),
                        TimeUnit.NANOSECONDS)
                .tags(tags)
                .description(meter.description())
                .register(registry);
    }

    private static void loopGauge(
            MeterRegistry registry,
            EventLoop loop,
            EventDispatcherMeter meter,
            ToDoubleFunction<LoopStatistics> value) {
        gauge(registry, meter, tags(loop), loop, each -> value.applyAsDouble(each.statistics()));
    }

    private static void loopCounter(
            MeterRegistry registry,
            EventLoop loop,
            EventDispatcherMeter meter,
            ToDoubleFunction<LoopStatistics> value) {
        counter(registry, meter, tags(loop), loop, each -> value.applyAsDouble(each.statistics()));
    }

    private static Tags tags(EventLoop loop) {
        return Tags.of(MeterTag.LOOP.asString(), loop.name());
    }

    private static void bindListener(MeterRegistry registry, NamedListener listener) {
        String transport = listener.settings().endpoint().scheme();
        Tags tags = tags(listener.name(), transport);
        bindTraffic(registry, tags, listener, NamedListener::statistics);
        Tags server = tags.and(MeterTag.ROLE.asString(), "server").and(tls(transport));
        bindConnections(registry, tags, server, listener, NamedListener::statistics);
        counter(registry, EventDispatcherMeter.CONNECTIONS_REFUSED, tags, listener, NamedListener::refused);
        gauge(
                registry,
                EventDispatcherMeter.DISPATCH_QUEUE_SIZE,
                endpoint(listener.name()),
                listener,
                each -> queued(each.connections()));
        if (listener.settings().datagrams()) {
            DatagramDrops.bind(registry, tags, listener);
        }
        gauge(
                registry,
                EventDispatcherMeter.DISPATCH_PAUSED,
                endpoint(listener.name()),
                listener,
                each -> each.statistics().suspended());
    }

    private static void bindClient(MeterRegistry registry, NamedClient client) {
        String transport = client.settings().transport();
        Tags endpoint = endpoint(client.name());
        Tags tags = tags(client.name(), transport);
        bindTraffic(registry, tags, client, NamedClient::statistics);
        Tags role = tags.and(MeterTag.ROLE.asString(), "client").and(tls(transport));
        bindConnections(registry, tags, role, client, NamedClient::statistics);
        gauge(
                registry,
                EventDispatcherMeter.CLIENT_CONNECTED,
                endpoint,
                client,
                each -> each.snapshot().state() == ClientState.CONNECTED ? 1 : 0);
        gauge(
                registry,
                EventDispatcherMeter.CLIENT_QUEUE_SIZE,
                endpoint,
                client,
                each -> each.snapshot().queuedFrames());
        gauge(registry, EventDispatcherMeter.CLIENT_REQUESTS_PENDING, endpoint, client, NamedClient::pendingRequests);
        ClientRequestMeters.bind(registry, endpoint, client);
        counter(
                registry,
                EventDispatcherMeter.CLIENT_RECONNECTS,
                endpoint.and(MeterTag.OUTCOME.asString(), "success"),
                client,
                NamedClient::reconnects);
        counter(
                registry,
                EventDispatcherMeter.CLIENT_RECONNECTS,
                endpoint.and(MeterTag.OUTCOME.asString(), "failure"),
                client,
                NamedClient::failedAttempts);
        gauge(
                registry,
                EventDispatcherMeter.DISPATCH_QUEUE_SIZE,
                endpoint,
                client,
                each -> queued(each.messageClient().client().connections().connections()));
        gauge(
                registry,
                EventDispatcherMeter.DISPATCH_PAUSED,
                endpoint,
                client,
                each -> each.statistics().suspended());
    }

    private static void bindBundle(MeterRegistry registry, SslMaterial material) {
        Tags bundle = Tags.of(MeterTag.BUNDLE.asString(), material.bundle());
        counter(
                registry,
                EventDispatcherMeter.SSL_RELOADS,
                bundle.and(MeterTag.OUTCOME.asString(), "success"),
                material,
                SslMaterial::reloads);
        counter(
                registry,
                EventDispatcherMeter.SSL_RELOADS,
                bundle.and(MeterTag.OUTCOME.asString(), "failure"),
                material,
                SslMaterial::failedReloads);
    }

    private static <T> void bindTraffic(
            MeterRegistry registry, Tags tags, T source, Function<T, GroupStatistics> statistics) {
        Tags in = tags.and(MeterTag.DIRECTION.asString(), "receive");
        Tags out = tags.and(MeterTag.DIRECTION.asString(), "transmit");
        counter(
                registry,
                EventDispatcherMeter.MESSAGES,
                in,
                source,
                s -> statistics.apply(s).framesReceived());
        counter(
                registry,
                EventDispatcherMeter.MESSAGES,
                out,
                source,
                s -> statistics.apply(s).framesSent());
        counter(
                registry,
                EventDispatcherMeter.MESSAGES_REFUSED,
                tags,
                source,
                s -> statistics.apply(s).framesRefused());
        counter(
                registry,
                EventDispatcherMeter.NETWORK_IO,
                in,
                source,
                s -> statistics.apply(s).bytesReceived());
        counter(
                registry,
                EventDispatcherMeter.NETWORK_IO,
                out,
                source,
                s -> statistics.apply(s).bytesSent());
    }

    private static <T> void bindConnections(
            MeterRegistry registry, Tags tags, Tags active, T source, Function<T, GroupStatistics> statistics) {
        gauge(
                registry,
                EventDispatcherMeter.CONNECTIONS_ACTIVE,
                active,
                source,
                s -> statistics.apply(s).active());
        counter(
                registry,
                EventDispatcherMeter.CONNECTIONS_OPENED,
                tags,
                source,
                s -> statistics.apply(s).opened());
        for (CloseReason reason : CloseReason.values()) {
            counter(
                    registry,
                    EventDispatcherMeter.CONNECTIONS_CLOSED,
                    tags.and(MeterTag.REASON.asString(), reason.name().toLowerCase(Locale.ROOT)),
                    source,
                    s -> statistics.apply(s).closed().getOrDefault(reason, 0L));
        }
    }

    private static int queued(List<Connection> connections) {
        return connections.stream().mapToInt(Messenger::queued).sum();
    }

    private static Tags tls(String transport) {
        return Tags.of(MeterTag.TLS.asString(), Boolean.toString(transport.equals("tls")));
    }

    static Tags endpoint(String name) {
        return Tags.of(MeterTag.ENDPOINT.asString(), name);
    }

    static Tags tags(String name, String transport) {
        return endpoint(name).and(MeterTag.TRANSPORT.asString(), transport);
    }

    static <T> void gauge(
            MeterRegistry registry, EventDispatcherMeter meter, Tags tags, T source, ToDoubleFunction<T> value) {
        Gauge.builder(meter.getName(), source, value)
                .description(meter.description())
                .baseUnit(meter.getBaseUnit())
                .tags(tags)
                .register(registry);
    }

    static <T> void counter(
            MeterRegistry registry, EventDispatcherMeter meter, Tags tags, T source, ToDoubleFunction<T> value) {
        FunctionCounter.builder(meter.getName(), source, value)
                .description(meter.description())
                .baseUnit(meter.getBaseUnit())
                .tags(tags)
                .register(registry);
    }
}
