package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.communicatord.peer.ClusterFabric;
import io.eventdispatcher.communicatord.peer.MeshFabric;
import io.eventdispatcher.communicatord.status.LinkTraffic;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Meters of the links to other daemons; none when there can be none. Names of daemons are no tags.
 *
 * <p>Threading: any thread.
 */
final class LinkMeters implements MeterBinder {

    private final ClusterFabric fabric;

    LinkMeters(ClusterFabric fabric) {
        this.fabric = fabric;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        if (fabric instanceof MeshFabric mesh) {
            bind(registry, mesh.traffic());
        }
    }

    private static void bind(MeterRegistry registry, LinkTraffic traffic) {
        gauge(registry, traffic, "communicatord.links", "links", "Links to other daemons", LinkTraffic::up);
        gauge(
                registry,
                traffic,
                "communicatord.machines",
                "machines",
                "Machines that belong together, this one included",
                t -> t.cluster().total());
        gauge(
                registry,
                traffic,
                "communicatord.machines.reachable",
                "machines",
                "Machines that can be reached, this one included",
                t -> t.cluster().reachable());
        counter(
                registry,
                traffic,
                "communicatord.links.received",
                "messages",
                "Messages from other daemons",
                LinkTraffic::received);
        counter(
                registry,
                traffic,
                "communicatord.links.sent",
                "messages",
                "Messages to other daemons",
                LinkTraffic::sent);
        counter(
                registry,
                traffic,
                "communicatord.links.lost",
                "links",
                "Links that ended without a good-bye",
                LinkTraffic::lost);
        for (LinkTraffic.Reason reason : LinkTraffic.Reason.values()) {
            FunctionCounter.builder("communicatord.links.dropped", traffic, t -> t.dropped(reason))
                    .description("Messages not sent to, or not taken from, other daemons")
                    .baseUnit("messages")
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    private static void gauge(
            MeterRegistry registry,
            LinkTraffic traffic,
            String name,
            String unit,
            String description,
            ToDoubleFunction<LinkTraffic> value) {
        Gauge.builder(name, traffic, value)
                .description(description)
                .baseUnit(unit)
                .register(registry);
    }

    private static void counter(
            MeterRegistry registry,
            LinkTraffic traffic,
            String name,
            String unit,
            String description,
            ToDoubleFunction<LinkTraffic> value) {
        FunctionCounter.builder(name, traffic, value)
                .description(description)
                .baseUnit(unit)
                .register(registry);
    }
}
