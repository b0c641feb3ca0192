package io.eventdispatcher.communicatord.peer;

import io.eventdispatcher.communicatord.registry.Services;
import io.eventdispatcher.communicatord.status.LinkTraffic;
import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the state of this daemon to all others, and passes theirs on. Each state goes over each link once: who knows it does
 * not pass it on again. A new link gets all states there are.
 *
 * <p>Threading: loop thread only.
 */
final class StateNews {

    private static final Logger log = LoggerFactory.getLogger(StateNews.class);

    /** Services that come and go quickly are told of together. */
    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private static final long MOST = 1L << 53;

    private final MeshSettings settings;
    private final Topology topology;
    private final LinkTable links;
    private final LinkTraffic traffic;
    private final NanoClock clock;
    private final Set<String> services = new TreeSet<>();
    private long boot;
    private long serial;
    private boolean due;
    private long toldNanos;
    private boolean complained;

    StateNews(MeshSettings settings, Topology topology, LinkTable links, LinkTraffic traffic, NanoClock clock) {
        this.settings = settings;
        this.topology = topology;
        this.links = links;
        this.traffic = traffic;
        this.clock = clock;
        boot = clock.now().toEpochMilli();
        toldNanos = clock.nanoTime() - PAUSE_NANOS;
    }

    /** A service of this machine came or went. */
    void service(String name, boolean here) {
        if (here ? services.add(name) : services.remove(name)) {
            change();
        }
    }

    /** How many services this machine has. */
    int services() {
        return services.size();
    }

    /** Something of this daemon has changed. */
    void change() {
        due = true;
        flush();
    }

    /** Tells what has changed, unless it was told a moment ago; to be called again then. */
    void flush() {
        long now = clock.nanoTime();
        if (due && now - toldNanos >= PAUSE_NANOS) {
            due = false;
            toldNanos = now;
            Message line = next();
            for (Link each : links.all()) {
                tell(each, line);
            }
        }
    }

    private Message next() {
        serial++;
        return written(new LinkState(
                settings.server(),
                boot,
                serial,
                settings.myAddress(),
                settings.secure(),
                topology.toldLinks(),
                topology.neighbors(true),
                toldServices()));
    }

    private Set<String> toldServices() {
        Set<String> told = new TreeSet<>();
        int length = 0;
        for (String each : services) {
            length += each.length() + 1;
            if (told.size() == LinkState.MAX_SERVICES || length > LinkState.MAX_SERVICES_LENGTH) {
                if (!complained) {
                    complained = true;
                    log.warn(
                            "other daemons are told of some services only: services={} most={}; the others can be reached"
                                    + " from other machines with the name of this server in the address",
                            services.size(),
                            told.size());
                }
                break;
            }
            told.add(each);
        }
        return Collections.unmodifiableSet(told);
    }

    private Message written(LinkState state) {
        MessageBuilder message = state.message();
        return message.from(settings.server(), Services.DAEMON).build();
    }

    /** Who misses one of them has a wrong map until the next one: such a link has to begin anew. */
    private static void tell(Link link, Message line) {
        if (!link.isLegacy() && !link.send(line)) {
            link.behind = true;
        }
    }

    /** Tells a new neighbour everything; the state of this daemon comes last, so that it is believed when all is told. */
    void introduce(Link link) {
        for (LinkState each : topology.states()) {
            if (!each.origin().equals(link.server())) {
                tell(link, written(each));
            }
        }
        tell(link, next());
    }

    /**
     * Takes the state of another daemon.
     *
     * @return whether something has changed
     */
    boolean received(Message message, Link from) {
        LinkState state;
        try {
            state = LinkState.of(message);
            check(state);
        } catch (InvalidMessageException e) {
            log.debug("{}: {}", from.session.peer().id(), e.getMessage());
            traffic.countDropped(LinkTraffic.Reason.MALFORMED);
            return false;
        }
        if (state.origin().equals(settings.server())) {
            own(state);
            return false;
        }
        boolean taken = take(state, from);
        if (from.server().equals(state.origin()) && topology.spoke(state.origin())) {
            change();
        }
        return taken;
    }

    private boolean take(LinkState state, Link from) {
        switch (topology.offer(state)) {
            case TAKEN -> {
                passOn(state, from);
                return true;
            }
            case OLD -> {
                LinkState known = topology.state(state.origin());
                if (known != null) {
                    tell(from, written(known));
                }
            }
            case REFUSED -> traffic.countDropped(LinkTraffic.Reason.TOO_MANY);
            case KNOWN -> {}
        }
        return false;
    }

    /** Leaves room for a newer one. Clocks are not compared: one that is wrong by years must not cut its machine off. */
    private static void check(LinkState state) {
        if (state.boot() > MOST || state.serial() > MOST) {
            throw new InvalidMessageException("boot, serial: too large");
        }
    }

    private void passOn(LinkState state, Link from) {
        Message line = written(state);
        for (Link each : links.all()) {
            if (each != from && !each.server().equals(state.origin())) {
                tell(each, line);
            }
        }
    }

    /** Somebody knows a state of this daemon that is newer than it is: from before its clock was set back, or a lie. */
    private void own(LinkState state) {
        if (state.boot() > boot || state.boot() == boot && state.serial() > serial) {
            boot = state.boot() + 1;
            serial = 0;
            change();
        }
    }
}
