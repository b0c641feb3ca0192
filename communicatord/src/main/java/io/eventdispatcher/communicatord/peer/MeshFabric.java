package io.eventdispatcher.communicatord.peer;

import io.eventdispatcher.communicatord.registry.Services;
import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.communicatord.routing.Presence;
import io.eventdispatcher.communicatord.routing.Route;
import io.eventdispatcher.communicatord.status.ClusterState;
import io.eventdispatcher.communicatord.status.LinkTraffic;
import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.message.Commands;
import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Links from daemon to daemon, as the original has them, with what it lacks: a map that every daemon draws of what all tell
 * ({@link LinkState}), so that messages and their replies find their way over several daemons; daemons that are gone are
 * noticed in seconds; nothing is believed of who cannot prove who it is.
 *
 * <p>The life of a link: the daemon with the larger address dials and says {@code CONNECT}, the other one {@code ACCEPT} or
 * {@code REFUSE}; the one with the smaller address can only ask to be dialled, with {@code GOSSIP}. {@code ALIVE} goes over
 * each link all the time. {@code DISCONNECT} is a good-bye.
 *
 * <p>Threading: loop thread only, but for {@link #health} and {@link #traffic}.
 *
 * @since 0.1
 */
public final class MeshFabric implements ClusterFabric {

    private final MeshSettings settings;
    private final Dialler dialler;
    private final @Nullable NeighborFile file;
    private final NanoClock clock;
    private final LinkTraffic traffic = new LinkTraffic();
    private final Reach reach = new Reach();
    private long tickedNanos;
    private volatile @Nullable Parts parts;

    /** What there is once the fabric knows the daemon it belongs to. */
    private record Parts(Membership members, Handshakes handshakes, Forwarding forwarding) {}

    /**
     * Makes the fabric; nothing happens before {@link #begin}.
     *
     * @param settings how links are kept
     * @param dialler connects
     * @param file keeps the neighbours; null = they are not kept
     * @param clock the time
     */
    public MeshFabric(MeshSettings settings, Dialler dialler, @Nullable NeighborFile file, NanoClock clock) {
        this.settings = settings;
        this.dialler = dialler;
        this.file = file;
        this.clock = clock;
        tickedNanos = clock.nanoTime();
    }

    /**
     * Returns the counters. Any thread.
     *
     * @return what was counted so far
     */
    public LinkTraffic traffic() {
        return traffic;
    }

    @Override
    public void begin(FabricHost host) {
        Membership members = new Membership(settings, file, clock, traffic, host);
        parts = new Parts(
                members,
                new Handshakes(settings, members, dialler, host, clock),
                new Forwarding(settings, members.topology, members.links, traffic, clock));
    }

    private Parts parts() {
        Parts begun = parts;
        if (begun == null) {
            throw new IllegalStateException("the fabric has not begun: server='" + settings.server() + "'");
        }
        return begun;
    }

    private Membership members() {
        return parts().members();
    }

    @Override
    public void tick() {
        long now = clock.nanoTime();
        long deadAfter = settings.deadAfter().toNanos();
        boolean late = now - tickedNanos > deadAfter / 2; // this process stood still, not the others
        tickedNanos = now;
        for (Link each : members().links.all()) {
            if (late) {
                each.heardNanos = now;
            }
            if (now - each.heardNanos >= deadAfter) {
                members().down(each, "nothing heard for " + settings.deadAfter().toMillis() + " ms", true);
            } else if (each.behind) {
                members().down(each, "it takes nothing", true);
            } else if (now - each.pingedNanos >= settings.ping().toNanos()) {
                each.pingedNanos = now;
                boolean unused = Link.say(
                        each.session,
                        members()
                                .notice(Commands.ALIVE)
                                .to(each.server(), Services.DAEMON)
                                .build());
            }
        }
        parts().handshakes().tick();
        members().flush();
    }

    @Override
    public void heard(Session session) {
        Link link = members().links.of(session);
        if (link != null) {
            link.heardNanos = clock.nanoTime();
            link.received++;
            traffic.countReceived();
        }
    }

    @Override
    public boolean link(Message message, Session from) {
        Handshakes handshakes = parts().handshakes();
        try {
            return switch (message.command()) {
                case "CONNECT" -> handshakes.connect(message, from);
                case "ACCEPT" -> handshakes.accept(message, from);
                case "REFUSE" -> handshakes.refused(message, from);
                case "GOSSIP" -> handshakes.gossip(message, from);
                case "RECEIVED" -> handshakes.asked(from);
                default -> linked(message, members().links.of(from));
            };
        } catch (InvalidMessageException e) {
            traffic.countDropped(LinkTraffic.Reason.MALFORMED);
            handshakes.wrong(message, from, String.valueOf(e.getMessage()));
            return true;
        }
    }

    private boolean linked(Message message, @Nullable Link link) {
        if (link == null) {
            return false;
        }
        switch (message.command()) {
            case "DISCONNECT" -> {
                members().watch().daemon("DISCONNECTED", link.server());
                members().down(link, "it said DISCONNECT", false);
            }
            case LinkState.COMMAND -> {
                if (!link.isLegacy() && members().news.received(message, link)) {
                    members().changed();
                }
            }
            case "LOADAVG" -> link.load = load(message);
            case "FORGOTTEN" -> {
                if (!link.isLegacy()) {
                    members().forget(message.text("ip"));
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Double load(Message message) {
        try {
            double load = Double.parseDouble(message.text("avg"));
            return load >= 0 && Double.isFinite(load) ? load : null;
        } catch (NumberFormatException e) {
            throw new InvalidMessageException("avg: not a number");
        }
    }

    @Override
    public void closed(Session session) {
        Link link = members().links.of(session);
        if (link == null) {
            parts().handshakes().closed(session);
        } else {
            members().down(link, "the connection is closed", true);
        }
    }

    @Override
    public boolean forget(String ip) {
        members().forget(ip);
        return true;
    }

    @Override
    public CompletableFuture<Void> drain(Duration grace) {
        parts().handshakes().end();
        members().end();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public boolean publish(Message message, Session from, Route.Elsewhere to) {
        return parts().forwarding().toOne(message, from, to);
    }

    @Override
    public int publish(Message message, Session from, Route.Reach how) {
        return parts().forwarding().toAll(message, from, how);
    }

    @Override
    public void subscribe(String service) {
        members().news.service(service, true);
    }

    @Override
    public void unsubscribe(String service) {
        members().news.service(service, false);
    }

    @Override
    public Presence presence() {
        return reach;
    }

    @Override
    public @Nullable String serverOf(Session session) {
        Link link = members().links.of(session);
        return link == null ? null : link.server();
    }

    @Override
    public boolean speaksFor(Session session, String server) {
        Link link = members().links.of(session);
        Topology topology = members().topology;
        return link != null
                && !server.equals(settings.server())
                && (link.isLegacy()
                        || link.server().equals(server)
                        || topology.state(server) != null
                        || topology.hop(server) != null);
    }

    @Override
    public @Nullable String whereIs(String service) {
        List<String> having = members().topology.having(service);
        return having.isEmpty() ? null : having.get(0);
    }

    @Override
    public Map<String, Set<String>> services() {
        return new TreeMap<>(members().topology.services());
    }

    @Override
    public List<Session> links() {
        return members().links.all().stream().map(each -> each.session).toList();
    }

    @Override
    public FabricHealth health() {
        return members().health();
    }

    /** What the router asks. */
    private final class Reach implements Presence {

        @Override
        public boolean reaches(String server) {
            return members().topology.hop(server) != null;
        }

        @Override
        public boolean runs(String service) {
            return members().topology.runs(service) || mayRun(service);
        }

        /** Daemons of the original do not say; they are asked for what is not installed here, as it does. */
        private boolean mayRun(String service) {
            return members().topology.hasLegacy() && !settings.installed().contains(service);
        }

        @Override
        public int machines() {
            return cluster().total();
        }

        @Override
        public int reachable() {
            return cluster().reachable();
        }

        private ClusterState cluster() {
            return members().cluster();
        }
    }
}
