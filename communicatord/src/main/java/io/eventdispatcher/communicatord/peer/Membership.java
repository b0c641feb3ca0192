package io.eventdispatcher.communicatord.peer;

import io.eventdispatcher.communicatord.peer.ClusterFabric.FabricHealth;
import io.eventdispatcher.communicatord.registry.Services;
import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.communicatord.status.ClusterState;
import io.eventdispatcher.communicatord.status.LinkTraffic;
import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which daemons belong together: what follows when a link comes up or goes down, and when others tell of theirs. Map, neighbours,
 * file, news for services and news for other daemons change here, and nowhere else.
 *
 * <p>Threading: loop thread only, but for {@link #health}.
 */
final class Membership {

    private static final Logger log = LoggerFactory.getLogger(Membership.class);

    /** Services that come and go quickly elsewhere are told of together. */
    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    final Topology topology;
    final Neighbors neighbors;
    final LinkTable links = new LinkTable();
    final StateNews news;
    private final MeshSettings settings;
    private final @Nullable NeighborFile file;
    private final NanoClock clock;
    private final LinkTraffic traffic;
    private final ClusterWatch watch;
    private List<String> kept = List.of();
    private boolean servicesChanged;
    private long comparedNanos;
    private boolean leaving;
    private boolean complained;
    private volatile FabricHealth health;

    Membership(
            MeshSettings settings, @Nullable NeighborFile file, NanoClock clock, LinkTraffic traffic, FabricHost host) {
        this.settings = settings;
        this.file = file;
        this.clock = clock;
        this.traffic = traffic;
        topology = new Topology(settings.server());
        neighbors = new Neighbors(settings);
        news = new StateNews(settings, topology, links, traffic, clock);
        if (file != null) {
            file.load().forEach(neighbors::kept);
            kept = neighbors.lines();
        }
        comparedNanos = clock.nanoTime() - PAUSE_NANOS;
        watch = new ClusterWatch(settings.server(), cluster(), host::announce, host::cameUp);
        health = snapshot();
    }

    ClusterState cluster() {
        Set<String> others = topology.table().keySet();
        return new ClusterState(neighbors.machines(others), others.size() + 1);
    }

    ClusterWatch watch() {
        return watch;
    }

    boolean isLeaving() {
        return leaving;
    }

    boolean isLinked(Neighbor neighbor) {
        return links.to(neighbor.server) != null
                || settings.server().equals(neighbor.server)
                || links.reaches(neighbor.address);
    }

    /** Begins a message of this daemon. */
    MessageBuilder notice(String command) {
        return Message.builder(command).from(settings.server(), Services.DAEMON);
    }

    /** A daemon has introduced itself, and is wanted; {@code dialled} is where this daemon found it, if it was the one to dial. */
    void up(Session session, Hello hello, @Nullable Neighbor dialled) {
        Link link = new Link(session, hello, dialled != null, clock.now(), clock.nanoTime(), traffic);
        links.add(link);
        log.info("{}: link to daemon '{}' at {} is up", session.peer().id(), hello.server(), hello.address());
        Neighbor advertised = neighbors.spoke(hello.address(), hello.secure());
        if (advertised != null) {
            isThere(advertised, hello.server());
        }
        if (dialled != null && dialled != advertised) {
            isThere(dialled, hello.server());
        }
        hello.neighbors().forEach(each -> neighbors.told(each, hello.secure(), clock.nanoTime()));
        topology.linked(hello.server(), link.isLegacy());
        watch.daemon("NEW_REMOTE_CONNECTION", hello.server());
        watch.status(hello.server(), link.title(), "up");
        boolean unused = Link.say(session, notice("REGISTER_FOR_LOADAVG").build());
        if (!link.isLegacy()) {
            news.introduce(link);
        }
        if (topology.isTold(hello.server())) {
            news.change();
        }
        changed();
    }

    /** A daemon that has a new name has left its old one. */
    private void isThere(Neighbor neighbor, String name) {
        String before = neighbor.server;
        if (before != null && !before.equals(name) && topology.hop(before) == null) {
            topology.forget(before);
        }
        neighbors.confirmed(neighbor, name);
        neighbors.linked(neighbor);
    }

    /** A link is at its end, and its connection is closed; {@code lost} unless there was a good-bye. */
    void down(Link link, String reason, boolean lost) {
        if (!links.remove(link)) {
            return;
        }
        log.info("{}: link to daemon '{}' is down: {}", link.session.peer().id(), link.server(), reason);
        if (lost) {
            traffic.countLost();
            watch.daemon("HANGUP", link.server());
        }
        watch.status(link.server(), link.title(), "down");
        link.session.outlet().close();
        topology.unlinked(link.server());
        for (Neighbor each : neighbors.all()) {
            if (link.server().equals(each.server)) {
                each.nextNanos = clock.nanoTime() + settings.retry().delayNanos(1);
            }
        }
        if (!leaving) {
            news.change();
        }
        changed();
    }

    /** Links, states or neighbours have changed: everything that follows from them does, too. */
    void changed() {
        for (LinkState each : topology.states()) {
            if (topology.hop(each.origin()) != null) {
                Neighbor neighbor = neighbors.told(each.address(), each.secure(), clock.nanoTime());
                if (neighbor != null) {
                    neighbors.confirmed(neighbor, each.origin());
                }
            }
        }
        keep();
        if (topology.isFull() && !complained) {
            complained = true;
            log.error("{}", tooMany());
        }
        if (!leaving) {
            servicesChanged = true;
            compareServices();
            watch.cluster(cluster());
        }
        health = snapshot();
    }

    private void keep() {
        List<String> lines = neighbors.lines();
        if (file != null && !lines.equals(kept)) {
            kept = lines;
            file.save(lines);
        }
    }

    private void compareServices() {
        long now = clock.nanoTime();
        if (servicesChanged && now - comparedNanos >= PAUSE_NANOS) {
            servicesChanged = false;
            comparedNanos = now;
            watch.services(topology.services());
        }
    }

    /** Does what was put off. */
    void flush() {
        if (!leaving) {
            compareServices();
            news.flush();
        }
        health = snapshot();
    }

    private static String tooMany() {
        return "more than " + Topology.MAX_MACHINES
                + " daemons are linked: some cannot be reached; split the cluster, or remove daemons";
    }

    /** Forgets neighbours, here and at everybody who knows them. */
    void forget(String ip) {
        LinkAddress exact = LinkAddress.parse(ip, 0);
        LinkAddress any = LinkAddress.parse(ip, 1);
        if (any == null) {
            throw new InvalidMessageException("ip: not an address such as 10.0.0.2:4042");
        }
        List<Neighbor> gone =
                neighbors.forget(exact == null ? each -> each.ip().equals(any.ip()) : exact::equals, clock.nanoTime());
        if (gone.isEmpty()) {
            return; // known to everybody
        }
        Set<String> names = new TreeSet<>();
        for (Neighbor each : gone) {
            log.info("neighbor {} is forgotten", each);
            if (each.server != null) {
                names.add(each.server);
            }
        }
        names.forEach(this::leave);
        Message others = notice("FORGOTTEN").param("ip", ip).build();
        for (Link each : links.all()) {
            if (!each.isLegacy()) {
                boolean unused = each.send(others);
            }
        }
        changed();
    }

    private void leave(String server) {
        Link link = links.to(server);
        if (link != null) {
            boolean unused = Link.say(link.session, notice("DISCONNECT").build());
            down(link, "it is forgotten", false);
        }
        topology.forget(server);
    }

    /** Says good-bye to everybody. */
    void end() {
        leaving = true;
        for (Link each : links.all()) {
            boolean unused = Link.say(each.session, notice("DISCONNECT").build());
            down(each, "this daemon ends", false);
        }
    }

    /** What it looks like. Any thread. */
    FabricHealth health() {
        return health;
    }

    private FabricHealth snapshot() {
        ClusterState cluster = cluster();
        traffic.now(links.size(), cluster);
        return MeshReport.of(
                cluster, topology.isFull() ? tooMany() : "", settings, news.services(), topology, links, neighbors);
    }
}
