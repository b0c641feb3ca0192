package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.communicatord.cache.CachedMessage;
import io.eventdispatcher.communicatord.cache.MessageCache;
import io.eventdispatcher.communicatord.peer.ClusterFabric;
import io.eventdispatcher.communicatord.registry.Outlet.Sent;
import io.eventdispatcher.communicatord.registry.Services;
import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.communicatord.routing.BroadcastEnvelope;
import io.eventdispatcher.communicatord.routing.CacheOption;
import io.eventdispatcher.communicatord.routing.Route;
import io.eventdispatcher.communicatord.status.Drop;
import io.eventdispatcher.communicatord.status.Traffic;
import io.eventdispatcher.communicatord.tap.Fate;
import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import io.eventdispatcher.message.MessageDecoder;
import io.eventdispatcher.message.MessageLimits;
import io.eventdispatcher.message.Sender;
import java.time.Duration;
import java.util.List;

/**
 * Brings messages to services: now, later, or tells the sender that it did not.
 *
 * <p>Of a message only the address is read on the way; its bytes go on as they came, behind the name of the sender.
 *
 * <p>Threading: loop thread only.
 */
final class Delivery {

    private final Services services;
    private final ClusterFabric fabric;
    private final MessageCache cache;
    private final Traffic traffic;
    private final Answers answers;
    private final TapCommands taps;
    private final BrokerSettings settings;
    private final NanoClock clock;
    private final Sender unauthenticated;
    private final MessageDecoder decoder = new MessageDecoder(MessageLimits.defaults());

    Delivery(
            Services services,
            ClusterFabric fabric,
            MessageCache cache,
            Traffic traffic,
            Answers answers,
            TapCommands taps,
            BrokerSettings settings,
            NanoClock clock) {
        this.services = services;
        this.fabric = fabric;
        this.cache = cache;
        this.traffic = traffic;
        this.answers = answers;
        this.taps = taps;
        this.settings = settings;
        this.clock = clock;
        this.unauthenticated = Sender.of(services.server(), Services.UNAUTHENTICATED);
    }

    /** What daemons write for each other is not for services. */
    private ByteSource stamped(Session from, Message message) {
        Sender sender = from.sender();
        boolean ofLink = from.via() != null && (BroadcastEnvelope.isOn(message) || message.has(ClusterFabric.HOPS));
        Message plain = ofLink
                ? BroadcastEnvelope.strip(message.toBuilder())
                        .without(ClusterFabric.HOPS)
                        .build()
                : message;
        return (sender == null ? unauthenticated : sender).stamp(plain);
    }

    void toService(Session from, Message message, Session to) {
        if (settings.checkCommands() && !to.understands(message.command())) {
            traffic.countDropped(Drop.NOT_ANNOUNCED);
            answers.unknown(from, message);
            undelivered(from, message, to.name());
            return;
        }
        switch (to.outlet().send(stamped(from, message))) {
            case ACCEPTED -> {
                to.countDelivered();
                traffic.countDelivered();
            }
            case FULL -> {
                to.countRefused();
                traffic.countDropped(Drop.SLOW_SERVICE);
                undelivered(from, message, to.name());
            }
            case TOO_LONG -> {
                traffic.countDropped(Drop.TOO_LONG);
                answers.invalid(from, message, "the line is too long with the name of its sender in front");
                undelivered(from, message, to.name());
            }
            case GONE -> absent(from, message, to.name());
        }
    }

    void toAll(Session from, Message message, Route.Reach reach) {
        traffic.countBroadcast();
        String command = message.command();
        ByteSource once = encoded(stamped(from, message));
        for (Session each : List.copyOf(services.registered())) {
            if (each.understands(command)) {
                copy(each, once);
            }
        }
        if (reach != Route.Reach.MACHINE) {
            int unusedDaemons = fabric.publish(message, from, reach);
        }
    }

    /** Sends news of the daemon to who has announced the command. */
    void announce(MessageBuilder news) {
        Message message = news.build();
        answers.news(message);
        for (Session each : List.copyOf(services.registered())) {
            if (each.understands(message.command())) {
                Sent sent = each.outlet().send(message);
                if (sent == Sent.FULL || sent == Sent.TOO_LONG) {
                    traffic.countDropped(Drop.ANSWER);
                }
            }
        }
    }

    private void copy(Session to, ByteSource line) {
        switch (to.outlet().send(line)) {
            case ACCEPTED -> {
                to.countDelivered();
                traffic.countDelivered();
            }
            case FULL -> {
                to.countRefused();
                traffic.countDropped(Drop.SLOW_SERVICE);
            }
            case TOO_LONG -> traffic.countDropped(Drop.TOO_LONG);
            case GONE -> traffic.countDropped(Drop.ABSENT);
        }
    }

    /** One array for all who get it. */
    private static ByteSource encoded(ByteSource line) {
        byte[] bytes = new byte[line.length()];
        line.copyTo(bytes, 0);
        return ByteSource.of(bytes);
    }

    void elsewhere(Session from, Message message, Route.Elsewhere to) {
        Session also = to.also();
        if (also != null) {
            toService(from, message, also);
        }
        if (!fabric.publish(message, from, to) && also == null) {
            unreachable(from, message, to.service().isEmpty() ? Services.DAEMON : to.service());
        }
    }

    void absent(Session from, Message message, String service) {
        CacheOption option = CacheOption.of(message);
        boolean waits = option.keep()
                && (settings.cacheUnknown() || services.known().contains(service))
                && cache.offer(waiting(from, message, service, option));
        if (waits) {
            traffic.countCached();
            if (option.report()) {
                answers.report(from, message.command(), "cached");
            }
        } else {
            traffic.countDropped(Drop.ABSENT);
            undelivered(from, message, service);
        }
    }

    private CachedMessage waiting(Session from, Message message, String service, CacheOption option) {
        Duration ttl = option.ttl() == null ? cache.limits().ttl() : option.ttl();
        return new CachedMessage(
                service,
                message.command(),
                encoded(stamped(from, message)),
                from,
                option.report(),
                clock.nanoTime() + ttl.toNanos());
    }

    void unreachable(Session from, Message message, String service) {
        traffic.countDropped(Drop.UNREACHABLE);
        undelivered(from, message, service);
    }

    private void undelivered(Session from, Message message, String service) {
        CacheOption option = CacheOption.of(message);
        if (option.answer()) {
            answers.unavailable(from, service, message.command());
        }
        if (option.report()) {
            answers.report(from, message.command(), "failed");
        }
    }

    /** Sends what has waited for a service that has just registered. */
    void waited(Session to) {
        for (CachedMessage each : cache.take(to.name(), clock.nanoTime())) {
            switch (to.outlet().send(each.line())) {
                case ACCEPTED -> {
                    taps.waited(each, Fate.WAITED);
                    to.countDelivered();
                    traffic.countDelivered();
                }
                case FULL -> {
                    to.countRefused();
                    lost(each, Drop.SLOW_SERVICE);
                }
                case TOO_LONG -> lost(each, Drop.TOO_LONG);
                case GONE -> lost(each, Drop.ABSENT);
            }
        }
    }

    /** Sends what has waited for a service that has just come up on another machine, unless it is for this one only. */
    void waitedForOther(String service) {
        if (services.find(service) != null) {
            return;
        }
        for (CachedMessage each : cache.take(service, clock.nanoTime())) {
            byte[] line = new byte[each.line().length()];
            each.line().copyTo(line, 0);
            Message message = decoder.decode(line, 0, line.length);
            String server = message == null ? "." : message.destination().server();
            boolean anywhere = server.isEmpty() || server.equals("*");
            if (message != null
                    && anywhere
                    && fabric.publish(message, each.from(), new Route.Elsewhere("", service, null))) {
                taps.waited(each, Fate.WAITED);
            } else {
                boolean unusedKept = cache.offer(each);
            }
        }
    }

    void lost(CachedMessage message, Drop reason) {
        traffic.countDropped(reason);
        taps.waited(message, Fate.LOST);
        if (message.report() && message.from().state() != Session.State.GONE) {
            answers.report(message.from(), message.command(), "failed");
        }
    }
}
