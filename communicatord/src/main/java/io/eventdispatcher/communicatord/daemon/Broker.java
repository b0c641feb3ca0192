package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.communicatord.cache.CacheLimits;
import io.eventdispatcher.communicatord.cache.CachedMessage;
import io.eventdispatcher.communicatord.cache.MessageCache;
import io.eventdispatcher.communicatord.peer.ClusterFabric;
import io.eventdispatcher.communicatord.peer.FabricHost;
import io.eventdispatcher.communicatord.registry.Services;
import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.communicatord.routing.AccessTable;
import io.eventdispatcher.communicatord.routing.BroadcastQuota;
import io.eventdispatcher.communicatord.routing.CommandKind;
import io.eventdispatcher.communicatord.routing.Role;
import io.eventdispatcher.communicatord.routing.Route;
import io.eventdispatcher.communicatord.routing.Router;
import io.eventdispatcher.communicatord.status.Drop;
import io.eventdispatcher.communicatord.status.Traffic;
import io.eventdispatcher.communicatord.tap.Tap;
import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heart of the daemon: what becomes of each message. It knows sessions, not sockets.
 *
 * <p>The way of a message: is it one? is the daemon stopping? where does it go ({@link Router})? may its sender send it
 * ({@link AccessTable})? is it a broadcast that was here before? Then it is answered, delivered, kept or reported. Whatever
 * a peer sends, the others do not notice.
 *
 * <p>Threading: loop thread only, unless a method says otherwise.
 *
 * @since 0.1
 */
public final class Broker implements FabricHost {

    private static final Logger log = LoggerFactory.getLogger(Broker.class);
    private static final String DISCONNECTING = "DISCONNECTING";

    private final Services services;
    private final ClusterFabric fabric;
    private final BrokerSettings settings;
    private final NanoClock clock;
    private final Router router;
    private final MessageCache cache;
    private final Traffic traffic = new Traffic();
    private final Answers answers;
    private final BroadcastGate gate;
    private final Delivery delivery;
    private final Registrations registrations;
    private final Queries queries;
    private final LoadNews load;
    private final Refusals refusals;
    private final DaemonCommands commands;
    private final LinkMessages links;
    private final Tap tap;
    private final TapCommands taps;
    private boolean stopping;

    /**
     * Makes a broker.
     *
     * @param services of this machine
     * @param fabric the way to other machines
     * @param limits of what waits for services
     * @param settings how it behaves
     * @param machine what it asks this machine
     * @param hooks what operators can do
     * @param clock the time
     * @param tap what operators see of it
     */
    public Broker(
            Services services,
            ClusterFabric fabric,
            CacheLimits limits,
            BrokerSettings settings,
            Machine machine,
            DaemonHooks hooks,
            NanoClock clock,
            Tap tap) {
        this.services = services;
        this.fabric = fabric;
        this.settings = settings;
        this.clock = clock;
        router = new Router(services, fabric.presence());
        this.tap = tap;
        answers = new Answers(services.server(), traffic, tap, clock);
        refusals = new Refusals(answers, traffic);
        gate = new BroadcastGate(
                new BroadcastQuota(settings.broadcastRate(), settings.broadcastBurst(), clock.nanoTime()),
                answers,
                clock);
        taps = new TapCommands(tap, answers, clock);
        cache = new MessageCache(
                limits,
                (message, loss) ->
                        lost(message, loss == MessageCache.Loss.OVERFLOW ? Drop.CACHE_OVERFLOW : Drop.CACHE_EXPIRED));
        delivery = new Delivery(services, fabric, cache, traffic, answers, taps, settings, clock);
        registrations = new Registrations(
                services,
                fabric,
                delivery,
                answers,
                new ContestedNames(settings.ownerTimeout(), answers, clock),
                settings.myAddress(),
                clock);
        queries = new Queries(services, fabric, registrations, answers, settings, machine::clock, clock);
        load = new LoadNews(services, fabric, answers, settings.myAddress(), machine::load, clock);
        links = new LinkMessages(services, fabric, queries, load, answers, traffic, this::sort);
        commands = new DaemonCommands(registrations, queries, load, taps, fabric, hooks, answers, refusals);
        fabric.begin(this);
    }

    @Override
    public void announce(MessageBuilder news) {
        delivery.announce(news);
    }

    @Override
    public void linked(Session session) {
        services.linked(session);
    }

    @Override
    public void cameUp(String service) {
        delivery.waitedForOther(service);
    }

    private void lost(CachedMessage message, Drop reason) {
        delivery.lost(message, reason);
    }

    /**
     * Returns the counters. Any thread.
     *
     * @return what was counted so far
     */
    public Traffic traffic() {
        return traffic;
    }

    /**
     * Returns the way to other machines. Any thread.
     *
     * @return the fabric
     */
    public ClusterFabric fabric() {
        return fabric;
    }

    Services services() {
        return services;
    }

    Tap tap() {
        return tap;
    }

    MessageCache cache() {
        return cache;
    }

    Queries queries() {
        return queries;
    }

    /**
     * Takes a new connection.
     *
     * @param session of it, not registered
     * @return false when there are too many that are not registered, or the daemon is about to end
     */
    public boolean opened(Session session) {
        boolean full = services.unregistered() >= settings.maxUnregistered();
        if (stopping || full && !session.peer().datagram()) {
            return false;
        }
        services.opened(session);
        return true;
    }

    /**
     * Takes a connection that this daemon has made to another one.
     *
     * @param session of it
     * @return false when the daemon is about to end
     */
    public boolean dialled(Session session) {
        if (!stopping) {
            services.linked(session);
        }
        return !stopping;
    }

    /**
     * Takes the end of a connection. Does nothing the second time.
     *
     * @param session of it
     */
    public void closed(Session session) {
        taps.ended(session);
        registrations.ended(session);
        fabric.closed(session);
    }

    /**
     * Takes a line that is no message. Who is not registered is disconnected for it.
     *
     * @param from who sent it
     * @param reason what is wrong, fit for the wire
     */
    public void malformed(Session from, String reason) {
        traffic.countReceived();
        from.countReceived();
        refusals.malformed(from, reason);
    }

    /**
     * Takes a message.
     *
     * @param from who sent it
     * @param message whatever it is
     */
    public void received(Session from, Message message) {
        traffic.countReceived();
        from.countReceived();
        if (stopping) {
            taps.refused(from, message);
            refusals.late(from);
        } else if (!message.hasValidTarget()) {
            taps.refused(from, message);
            refusals.wrong(from, message, "command and destination must be names: letters, digits, underscores");
        } else if (from.isLink()) {
            links.received(from, message);
        } else {
            sort(from, message);
        }
    }

    private void sort(Session from, Message message) {
        Route route = router.route(from, message.destination());
        boolean toDaemon = route == Route.DAEMON;
        String command = message.command();
        CommandKind kind = toDaemon ? CommandKind.toDaemon(command) : CommandKind.forwarded(command);
        if (!AccessTable.permits(kind, from.peer().zone(), Role.of(from))) {
            taps.refused(from, message);
            refusals.denied(from, message);
        } else if (mustRegister(kind, from)) {
            taps.refused(from, message);
            refusals.unregistered(from, message);
        } else if (toDaemon) {
            taps.routed(from, message, route);
            commands.received(from, message, kind);
        } else if (!mayGoOn(from, message, route)) {
            taps.refused(from, message);
        } else {
            taps.routed(from, message, route);
            deliver(from, message, route);
        }
    }

    private boolean mustRegister(CommandKind kind, Session from) {
        if (from.isRegistered() || from.via() != null) {
            return false;
        }
        return switch (kind) {
            case LIFE, LOAD, TAP -> true;
            case FORWARD, FORWARD_CONTROL -> !from.peer().datagram() && !settings.forwardUnregistered();
            default -> false;
        };
    }

    private boolean mayGoOn(Session from, Message message, Route route) {
        Drop reason;
        try {
            reason = gate.refusal(from, message, route);
        } catch (InvalidMessageException e) {
            refusals.wrong(from, message, String.valueOf(e.getMessage()));
            return false;
        }
        if (reason != null) {
            traffic.countDropped(reason);
        }
        return reason == null;
    }

    private void deliver(Session from, Message message, Route route) {
        if (route instanceof Route.ToService to) {
            delivery.toService(from, message, to.session());
        } else if (route instanceof Route.ToAll to) {
            delivery.toAll(from, message, to.reach());
        } else if (route instanceof Route.Elsewhere to) {
            delivery.elsewhere(from, message, to);
        } else if (route instanceof Route.Absent to) {
            delivery.absent(from, message, to.service());
        } else if (route instanceof Route.Unreachable to) {
            delivery.unreachable(from, message, to.service());
        } else if (route instanceof Route.Wrong to) {
            refusals.wrong(from, message, to.reason());
        }
    }

    /** Does what is due; to be called about once a second. */
    public void tick() {
        long now = clock.nanoTime();
        cache.expire(now);
        for (Session late :
                services.unregisteredSince(now - settings.registrationTimeout().toNanos())) {
            log.debug("{}: not registered in time", late.peer().id());
            late.outlet().close();
        }
        registrations.tick();
        load.tick();
        taps.tick();
        traffic.sizes(
                new Traffic.Sizes(services.registered().size(), services.unregistered(), cache.size(), cache.bytes()));
    }

    /** Takes connections, also again after {@link #stop}. */
    public void begin() {
        stopping = false;
    }

    /** Says good-bye: services that have announced {@code DISCONNECTING} get it, then all connections close. */
    public void stop() {
        stopping = true;
        for (Session each : List.copyOf(services.registered())) {
            if (each.understands(DISCONNECTING)) {
                answers.send(each, answers.notice(DISCONNECTING));
            }
            each.outlet().close();
        }
    }

    /**
     * Returns what the daemon looks like.
     *
     * @return a snapshot
     */
    public BrokerReport report() {
        return BrokerReport.of(this, stopping);
    }
}
