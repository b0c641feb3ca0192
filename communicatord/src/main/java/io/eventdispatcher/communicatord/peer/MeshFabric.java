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
import io.eventdispatcher.message.LogText;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger log = LoggerFactory.getLogger(MeshFabric.class);
    private static final int MOST_FAILURES_OF_STRANGERS = 10;
    private static final int LONGEST_REASON = 200;
    private static final String REASON = "reason";

    private final MeshSettings settings;
    private final Dialler dialler;
    private final @Nullable NeighborFile file;
    private final NanoClock clock;
    private final LinkTraffic traffic = new LinkTraffic();
    private final Topology topology;
    private final Neighbors neighbors;
    private final LinkTable links = new LinkTable();
    private final Attempts attempts = new Attempts();
    private final StateNews news;
    private final Forwarding forwarding;
    private final PeerProof proof;
    private final Reach reach = new Reach();
    private @Nullable FabricHost host;
    private @Nullable ClusterWatch watch;
    private List<String> kept = List.of();
    private long tickedNanos;
    private boolean leaving;
    private boolean complained;
    private volatile FabricHealth health;

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
        topology = new Topology(settings.server());
        neighbors = new Neighbors(settings);
        news = new StateNews(settings, topology, links, traffic, clock);
        forwarding = new Forwarding(settings, topology, links, traffic, clock);
        proof = new PeerProof(settings);
        tickedNanos = clock.nanoTime();
        health = snapshot();
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
    public void begin(FabricHost daemon) {
        host = daemon;
        if (file != null) {
            file.load().forEach(neighbors::kept);
            kept = neighbors.lines();
        }
        watch = new ClusterWatch(settings.server(), cluster(), daemon::announce, daemon::cameUp);
        changed();
    }

    private ClusterWatch watch() {
        ClusterWatch begun = watch;
        if (begun == null) {
            throw new IllegalStateException("the fabric has not begun: server='" + settings.server() + "'");
        }
        return begun;
    }

    private ClusterState cluster() {
        int reachable = topology.table().size() + 1;
        return new ClusterState(Math.max(neighbors.machines(), reachable), reachable);
    }

    // what is due

    @Override
    public void tick() {
        long now = clock.nanoTime();
        boolean late =
                now - tickedNanos > settings.deadAfter().toNanos() / 2; // this process stood still, not the others
        tickedNanos = now;
        for (Link each : links.all()) {
            if (late) {
                each.heardNanos = now;
            }
            if (now - each.heardNanos >= settings.deadAfter().toNanos()) {
                down(each, "nothing heard for " + settings.deadAfter().toMillis() + " ms", true);
            } else if (each.behind) {
                down(each, "it takes nothing", true);
            } else if (now - each.pingedNanos >= settings.ping().toNanos()) {
                each.pingedNanos = now;
                boolean unused = Link.say(
                        each.session,
                        notice(Commands.ALIVE)
                                .to(each.server(), Services.DAEMON)
                                .build());
            }
        }
        for (Session each : attempts.late(now)) {
            closed(each);
            each.outlet().close();
        }
        if (!leaving) {
            neighbors.due(now, this::isLinked).forEach(this::dial);
        }
        news.flush();
        health = snapshot();
    }

    private boolean isLinked(Neighbor neighbor) {
        return links.to(neighbor.server) != null
                || settings.server().equals(neighbor.server)
                || links.reaches(neighbor.address);
    }

    private void dial(Neighbor neighbor) {
        neighbor.busy = true;
        boolean gossip = !neighbors.dials(neighbor);
        log.debug("{} {}", gossip ? "asks to be dialled by" : "dials", neighbor);
        boolean secure = neighbor.secure || !settings.plaintext(); // nobody can talk this daemon into plain text
        dialler.dial(neighbor.address, secure, new Dialler.Outcome() {
            @Override
            public void connected(Session session) {
                introduce(session, neighbor, gossip);
            }

            @Override
            public void failed(String reason) {
                attemptFailed(neighbor, reason);
            }
        });
    }

    private void introduce(Session session, Neighbor neighbor, boolean gossip) {
        if (leaving || isLinked(neighbor)) {
            neighbor.busy = false;
            session.outlet().close();
            return;
        }
        attempts.add(session, neighbor, gossip, clock.nanoTime());
        MessageBuilder first = gossip
                ? notice("GOSSIP")
                        .param("my_address", settings.myAddress().toString())
                        .param("secure", settings.secure())
                : Hello.write("CONNECT", settings, configured());
        boolean unused = Link.say(session, first.build());
    }

    private List<LinkAddress> configured() {
        return settings.neighbors().stream()
                .map(MeshSettings.Configured::address)
                .toList();
    }

    private MessageBuilder notice(String command) {
        return Message.builder(command).from(settings.server(), Services.DAEMON);
    }

    private void attemptFailed(Neighbor neighbor, String reason) {
        neighbors.failed(neighbor, clock.nanoTime());
        if (neighbor.failures == 1) {
            log.info("no link to {}: {}; tried again for ever", neighbor, LogText.clip(reason, LONGEST_REASON));
            watch().unreachable(neighbor.address);
        } else {
            log.debug("no link to {}: {}", neighbor, reason);
        }
        if (!neighbor.isMember() && neighbor.failures >= MOST_FAILURES_OF_STRANGERS) {
            neighbors.drop(neighbor);
        }
    }

    // what daemons say

    @Override
    public void heard(Session session) {
        Link link = links.of(session);
        if (link != null) {
            link.heardNanos = clock.nanoTime();
            link.received++;
            traffic.countReceived();
        }
    }

    @Override
    public boolean link(Message message, Session from) {
        try {
            return switch (message.command()) {
                case "CONNECT" -> connect(message, from);
                case "ACCEPT" -> accept(message, from);
                case "REFUSE" -> refused(message, from);
                case "GOSSIP" -> gossip(message, from);
                case "RECEIVED" -> asked(from);
                case "DISCONNECT" -> disconnect(from);
                case LinkState.COMMAND -> state(message, from);
                case "LOADAVG" -> load(message, from);
                case "FORGOTTEN" -> links.of(from) != null && forget(message.text("ip"));
                default -> false;
            };
        } catch (InvalidMessageException e) {
            traffic.countDropped(LinkTraffic.Reason.MALFORMED);
            String problem = LogText.clip(String.valueOf(e.getMessage()), LONGEST_REASON);
            log.info("{}: {} refused: {}", from.peer().id(), message.command(), problem);
            invalid(message, from, problem);
            return true;
        }
    }

    private void invalid(Message message, Session from, String problem) {
        if (message.command().equals("CONNECT")) {
            refuse(from, problem);
            return;
        }
        MessageBuilder answer =
                notice(Commands.INVALID).param("command", message.command()).param("message", problem);
        boolean unused = Link.say(from, answer.build());
        if (links.of(from) == null) {
            from.outlet().close();
            closed(from);
        }
    }

    /** Daemons of the original come back after five minutes; after any other refusal they would stay away for a day. */
    private void refuse(Session from, String reason) {
        log.info("{}: a daemon is refused: {}", from.peer().id(), reason);
        MessageBuilder refusal = notice("REFUSE").param("shutdown", true).param(REASON, reason);
        boolean unused = Link.say(from, refusal.build());
        from.outlet().close();
    }

    private boolean connect(Message message, Session from) {
        if (from.isLink()) {
            return false; // said twice, or by who was dialled
        }
        if (!proof.permits(from.peer())) {
            refuse(from, "a certificate is needed");
            return true;
        }
        Hello hello = Hello.of(message, from.peer().certified());
        String problem = leaving ? "this daemon is about to end" : problem(hello, from);
        Link present = links.to(hello.server());
        if (problem.isEmpty() && present != null) {
            problem = present.peer.address().equals(hello.address())
                    ? isBetter(present, hello) ? "there is a link already" : ""
                    : "the name is in use by the daemon at " + present.peer.address();
        }
        if (!problem.isEmpty()) {
            refuse(from, problem);
            return true;
        }
        if (present != null) {
            down(present, "a new connection took its place", false);
        }
        FabricHost daemon = host;
        if (daemon != null) {
            daemon.linked(from);
        }
        boolean unusedAccept =
                Link.say(from, Hello.write("ACCEPT", settings, configured()).build());
        boolean unusedHelp = Link.say(from, notice(Commands.HELP).build());
        up(from, hello, null);
        return true;
    }

    private String problem(Hello hello, Session from) {
        String problem = proof.problem(from.peer(), hello.server());
        if (problem.isEmpty() && hello.server().equals(settings.server())) {
            problem = "server_name: it is the name of this daemon too";
        }
        boolean stranger = topology.hop(hello.server()) == null;
        if (problem.isEmpty() && stranger && topology.table().size() + 1 >= Topology.MAX_MACHINES) {
            problem = "too many daemons: most=" + Topology.MAX_MACHINES;
        }
        return problem;
    }

    /** Both may dial at the same time; both keep the connection that the larger address has made. */
    private boolean isBetter(Link present, Hello hello) {
        boolean ownIsLarger = settings.myAddress().compareTo(hello.address()) > 0;
        return ownIsLarger && present.outgoing;
    }

    private boolean accept(Message message, Session from) {
        Attempts.Attempt attempt = attempts.find(from);
        if (attempt == null || attempt.gossip()) {
            return false;
        }
        Hello hello = Hello.of(message, attempt.neighbor().secure);
        if (hello.server().equals(settings.server())) {
            attempt.neighbor().server = hello.server(); // another address of this very daemon
        }
        String problem = problem(hello, from);
        if (!problem.isEmpty()) {
            throw new InvalidMessageException(problem);
        }
        Link present = links.to(hello.server());
        attempts.remove(from);
        if (present != null && !present.outgoing && settings.myAddress().compareTo(hello.address()) < 0) {
            attempt.neighbor().busy = false;
            neighbors.confirmed(attempt.neighbor(), hello.server());
            from.outlet().close();
            return true;
        }
        if (present != null) {
            down(present, "a new connection took its place", false);
        }
        boolean unused = Link.say(from, notice(Commands.HELP).build());
        up(from, hello, attempt.neighbor());
        return true;
    }

    private void up(Session session, Hello hello, @Nullable Neighbor dialled) {
        boolean outgoing = dialled != null;
        Link link = new Link(session, hello, outgoing, clock.now(), clock.nanoTime(), traffic);
        links.add(link);
        log.info("{}: link to daemon '{}' at {} is up", session.peer().id(), hello.server(), hello.address());
        Neighbor own = neighbors.spoke(hello.address(), hello.secure());
        for (Neighbor each : own == null || own == dialled ? both(dialled, null) : both(dialled, own)) {
            rename(each, hello.server());
            neighbors.linked(each);
        }
        hello.neighbors().forEach(each -> neighbors.told(each, hello.secure(), clock.nanoTime()));
        topology.linked(hello.server(), link.isLegacy());
        watch().daemon("NEW_REMOTE_CONNECTION", hello.server());
        watch().status(hello.server(), link.title(), "up");
        boolean unused = Link.say(session, notice("REGISTER_FOR_LOADAVG").build());
        if (!link.isLegacy()) {
            news.introduce(link);
        }
        news.change();
        changed();
    }

    private static List<Neighbor> both(@Nullable Neighbor one, @Nullable Neighbor other) {
        List<Neighbor> both = new ArrayList<>();
        if (one != null) {
            both.add(one);
        }
        if (other != null) {
            both.add(other);
        }
        return both;
    }

    /** A daemon that has a new name has left its old one. */
    private void rename(Neighbor neighbor, String name) {
        String before = neighbor.server;
        if (before != null && !before.equals(name) && topology.hop(before) == null) {
            topology.forget(before);
        }
        neighbors.confirmed(neighbor, name);
    }

    private boolean refused(Message message, Session from) {
        Attempts.Attempt attempt = attempts.remove(from);
        if (attempt == null) {
            return false;
        }
        String told = message.has(REASON) ? message.param(REASON) : null;
        String reason = told == null ? "no reason given" : LogText.clip(told, LONGEST_REASON);
        Neighbor neighbor = attempt.neighbor();
        neighbors.refused(neighbor, clock.nanoTime());
        if (neighbor.failures == 1) {
            log.warn("the daemon at {} refuses a link: {}; tried again twice a minute", neighbor, reason);
        } else {
            log.debug("the daemon at {} refuses a link: {}", neighbor, reason);
        }
        from.outlet().close();
        return true;
    }

    private boolean gossip(Message message, Session from) {
        if (from.isLink()) {
            return false;
        }
        if (!proof.permits(from.peer())) {
            throw new InvalidMessageException("a certificate is needed");
        }
        boolean secure =
                message.has("secure") ? message.bool("secure") : from.peer().certified();
        Neighbor neighbor = neighbors.spoke(Hello.address(message), secure);
        if (neighbor == null) {
            throw new InvalidMessageException("my_address: not in a permitted network, or there are too many");
        }
        neighbor.asked = true;
        neighbor.wanted = true;
        if (!neighbor.busy) {
            neighbor.nextNanos = clock.nanoTime();
        }
        boolean unused = Link.say(from, notice("RECEIVED").build());
        return true;
    }

    /** The other one knows now that it is to dial; until it does it is asked again from time to time. */
    private boolean asked(Session from) {
        Attempts.Attempt attempt = attempts.find(from);
        if (attempt == null || !attempt.gossip()) {
            return false;
        }
        attempts.remove(from);
        neighbors.failed(attempt.neighbor(), clock.nanoTime());
        from.outlet().close();
        return true;
    }

    private boolean disconnect(Session from) {
        Link link = links.of(from);
        if (link == null) {
            return false;
        }
        watch().daemon("DISCONNECTED", link.server());
        down(link, "it said DISCONNECT", false);
        return true;
    }

    private boolean state(Message message, Session from) {
        Link link = links.of(from);
        if (link == null || link.isLegacy()) {
            return false;
        }
        if (news.received(message, link)) {
            changed();
        }
        return true;
    }

    private boolean load(Message message, Session from) {
        Link link = links.of(from);
        if (link == null) {
            return false;
        }
        try {
            double load = Double.parseDouble(message.text("avg"));
            link.load = load >= 0 && Double.isFinite(load) ? load : null;
        } catch (NumberFormatException e) {
            throw new InvalidMessageException("avg: not a number");
        }
        return true;
    }

    // the end of links

    @Override
    public void closed(Session session) {
        Link link = links.of(session);
        if (link != null) {
            down(link, "the connection is closed", true);
            return;
        }
        Attempts.Attempt attempt = attempts.remove(session);
        if (attempt != null) {
            attemptFailed(attempt.neighbor(), "no answer");
        }
    }

    private void down(Link link, String reason, boolean lost) {
        if (!links.remove(link)) {
            return;
        }
        log.info("{}: link to daemon '{}' is down: {}", link.session.peer().id(), link.server(), reason);
        if (lost) {
            traffic.countLost();
            watch().daemon("HANGUP", link.server());
        }
        watch().status(link.server(), link.title(), "down");
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
    private void changed() {
        for (LinkState each : topology.states()) {
            if (topology.hop(each.origin()) != null) {
                Neighbor neighbor = neighbors.told(each.address(), each.secure(), clock.nanoTime());
                if (neighbor != null) {
                    neighbors.confirmed(neighbor, each.origin());
                }
            }
        }
        List<String> lines = neighbors.lines();
        if (file != null && !lines.equals(kept)) {
            kept = lines;
            file.save(lines);
        }
        if (topology.isFull() && !complained) {
            complained = true;
            log.error("{}", tooMany());
        }
        if (!leaving) {
            watch().services(topology.services());
            watch().cluster(cluster());
        }
        health = snapshot();
    }

    private static String tooMany() {
        return "more than " + Topology.MAX_MACHINES
                + " daemons are linked: some cannot be reached; split the cluster, or remove daemons";
    }

    @Override
    public boolean forget(String ip) {
        LinkAddress exact = LinkAddress.parse(ip, 0);
        LinkAddress any = LinkAddress.parse(ip, 1);
        if (any == null) {
            throw new InvalidMessageException("ip: not an address such as 10.0.0.2:4042");
        }
        List<Neighbor> gone =
                neighbors.forget(exact == null ? each -> each.ip().equals(any.ip()) : exact::equals, clock.nanoTime());
        Set<String> names = new TreeSet<>();
        for (Neighbor each : gone) {
            log.info("neighbor {} is forgotten", each);
            if (each.server != null) {
                names.add(each.server);
            }
        }
        for (String each : names) {
            Link link = links.to(each);
            if (link != null) {
                boolean unused = Link.say(link.session, notice("DISCONNECT").build());
                down(link, "it is forgotten", false);
            }
            topology.forget(each);
        }
        if (!gone.isEmpty()) {
            Message others = notice("FORGOTTEN").param("ip", ip).build();
            for (Link each : links.all()) {
                if (!each.isLegacy()) {
                    boolean unused = each.send(others);
                }
            }
            changed();
        }
        return true;
    }

    @Override
    public CompletableFuture<Void> drain(Duration grace) {
        leaving = true;
        for (Session each : attempts.sessions()) {
            attempts.remove(each);
            each.outlet().close();
        }
        for (Link each : links.all()) {
            boolean unused = Link.say(each.session, notice("DISCONNECT").build());
            down(each, "this daemon ends", false);
        }
        return CompletableFuture.completedFuture(null);
    }

    // messages and presence

    @Override
    public boolean publish(Message message, Session from, Route.Elsewhere to) {
        return forwarding.toOne(message, from, to);
    }

    @Override
    public int publish(Message message, Session from, Route.Reach how) {
        return forwarding.toAll(message, from, how);
    }

    @Override
    public void subscribe(String service) {
        news.service(service, true);
    }

    @Override
    public void unsubscribe(String service) {
        news.service(service, false);
    }

    @Override
    public Presence presence() {
        return reach;
    }

    @Override
    public @Nullable String serverOf(Session session) {
        Link link = links.of(session);
        return link == null ? null : link.server();
    }

    @Override
    public boolean speaksFor(Session session, String server) {
        Link link = links.of(session);
        return link != null
                && !server.equals(settings.server())
                && (link.isLegacy()
                        || link.server().equals(server)
                        || topology.state(server) != null
                        || topology.hop(server) != null);
    }

    @Override
    public @Nullable String whereIs(String service) {
        List<String> having = topology.having(service);
        return having.isEmpty() ? null : having.get(0);
    }

    @Override
    public Map<String, Set<String>> services() {
        return new TreeMap<>(topology.services());
    }

    @Override
    public List<Session> links() {
        return links.all().stream().map(each -> each.session).toList();
    }

    @Override
    public FabricHealth health() {
        return health;
    }

    private FabricHealth snapshot() {
        ClusterState cluster = cluster();
        traffic.now(links.size(), cluster);
        return MeshReport.of(cluster, topology.isFull() ? tooMany() : "", settings, topology, links, neighbors);
    }

    /** What the router asks. */
    private final class Reach implements Presence {

        @Override
        public boolean reaches(String server) {
            return topology.hop(server) != null;
        }

        @Override
        public boolean runs(String service) {
            return topology.runs(service) || mayRun(service);
        }

        /** Daemons of the original do not say; they are asked for what is not installed here, as it does. */
        private boolean mayRun(String service) {
            return !topology.neighbors(true).isEmpty() && !settings.installed().contains(service);
        }

        @Override
        public int machines() {
            return cluster().total();
        }

        @Override
        public int reachable() {
            return topology.table().size() + 1;
        }
    }
}
