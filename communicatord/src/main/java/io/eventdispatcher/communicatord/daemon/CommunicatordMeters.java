package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.communicatord.status.Drop;
import io.eventdispatcher.communicatord.status.Traffic;
import io.eventdispatcher.communicatord.tap.TapTraffic;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Meters of the daemon. Names that peers choose are no tags.
 *
 * <p>Threading: any thread.
 */
final class CommunicatordMeters implements MeterBinder {

    private final Traffic traffic;
    private final TapTraffic tap;

    CommunicatordMeters(Traffic traffic, TapTraffic tap) {
        this.traffic = traffic;
        this.tap = tap;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(
                registry,
                "communicatord.services",
                "services",
                "Registered services",
                t -> t.sizes().services());
        gauge(
                registry,
                "communicatord.unregistered",
                "connections",
                "Connections that are not registered",
                t -> t.sizes().unregistered());
        gauge(
                registry,
                "communicatord.cache.messages",
                "messages",
                "Messages that wait for their service",
                t -> t.sizes().cachedMessages());
        gauge(
                registry,
                "communicatord.cache.size",
                "bytes",
                "Size of the messages that wait for their service",
                t -> t.sizes().cachedBytes());
        counter(registry, "communicatord.messages.received", "Messages from peers", Traffic::received);
        counter(registry, "communicatord.messages.delivered", "Messages handed to services", Traffic::delivered);
        counter(registry, "communicatord.messages.broadcast", "Broadcasts", Traffic::broadcasts);
        counter(registry, "communicatord.messages.cached", "Messages that had to wait", Traffic::cached);
        tap(registry);
        for (Drop reason : Drop.values()) {
            FunctionCounter.builder("communicatord.messages.dropped", traffic, t -> t.dropped(reason))
                    .description("Messages that did not get where they were sent")
                    .baseUnit("messages")
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    private void tap(MeterRegistry registry) {
        Gauge.builder("communicatord.tap.watchers", tap, TapTraffic::watchers)
                .description("Operators who watch the messages that pass")
                .baseUnit("watchers")
                .register(registry);
        FunctionCounter.builder("communicatord.tap.shown", tap, TapTraffic::shown)
                .description("Messages shown to watchers, once for each")
                .baseUnit("messages")
                .register(registry);
        FunctionCounter.builder("communicatord.tap.dropped", tap, TapTraffic::dropped)
                .description("Messages left out for watchers because they came too fast, once for each")
                .baseUnit("messages")
                .register(registry);
    }

    private void gauge(
            MeterRegistry registry, String name, String unit, String description, ToDoubleFunction<Traffic> value) {
        Gauge.builder(name, traffic, value)
                .description(description)
                .baseUnit(unit)
                .register(registry);
    }

    private void counter(MeterRegistry registry, String name, String description, ToDoubleFunction<Traffic> value) {
        FunctionCounter.builder(name, traffic, value)
                .description(description)
                .baseUnit("messages")
                .register(registry);
    }
}
