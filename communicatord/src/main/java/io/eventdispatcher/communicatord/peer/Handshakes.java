package io.eventdispatcher.communicatord.peer;

import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.message.Commands;
import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.LogText;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How links begin. This daemon dials those whose address is smaller and says {@code CONNECT}; it says {@code GOSSIP} to the
 * others, which are to dial then. Who dials this daemon is checked, and gets {@code ACCEPT} or {@code REFUSE}.
 *
 * <p>Threading: loop thread only.
 */
final class Handshakes {

    private static final Logger log = LoggerFactory.getLogger(Handshakes.class);
    private static final int MOST_FAILURES_OF_STRANGERS = 10;
    private static final int LONGEST_REASON = 200;
    private static final String REASON = "reason";

    private final MeshSettings settings;
    private final Membership members;
    private final Dialler dialler;
    private final FabricHost host;
    private final NanoClock clock;
    private final PeerProof proof;
    private final Attempts attempts = new Attempts();

    Handshakes(MeshSettings settings, Membership members, Dialler dialler, FabricHost host, NanoClock clock) {
        this.settings = settings;
        this.members = members;
        this.dialler = dialler;
        this.host = host;
        this.clock = clock;
        proof = new PeerProof(settings);
    }

    /** Begins what is due, and ends what has had no answer. */
    void tick() {
        long now = clock.nanoTime();
        for (Session each : attempts.late(now)) {
            closed(each);
            each.outlet().close();
        }
        if (!members.isLeaving()) {
            members.neighbors.due(now, members::isLinked).forEach(this::dial);
        }
    }

    private void dial(Neighbor neighbor) {
        neighbor.busy = true;
        boolean gossip = !members.neighbors.dials(neighbor);
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
        if (members.isLeaving() || members.isLinked(neighbor)) {
            neighbor.busy = false;
            session.outlet().close();
            return;
        }
        attempts.add(session, neighbor, gossip, clock.nanoTime());
        MessageBuilder first = gossip
                ? members.notice("GOSSIP")
                        .param("my_address", settings.myAddress().toString())
                        .param("secure", settings.secure())
                : Hello.write("CONNECT", settings);
        boolean unused = Link.say(session, first.build());
    }

    private void attemptFailed(Neighbor neighbor, String reason) {
        members.neighbors.failed(neighbor, clock.nanoTime());
        if (neighbor.failures == 1) {
            log.info("no link to {}: {}; tried again for ever", neighbor, LogText.clip(reason, LONGEST_REASON));
            members.watch().unreachable(neighbor.address);
        } else {
            log.debug("no link to {}: {}", neighbor, reason);
        }
        if (!neighbor.isMember() && neighbor.failures >= MOST_FAILURES_OF_STRANGERS) {
            members.neighbors.drop(neighbor);
        }
    }

    /** A connection is closed; it may be one that this daemon has made. */
    void closed(Session session) {
        Attempts.Attempt attempt = attempts.remove(session);
        if (attempt != null) {
            attemptFailed(attempt.neighbor(), "no answer");
        }
    }

    /** Makes no link any more. */
    void end() {
        for (Session each : attempts.sessions()) {
            Attempts.Attempt unused = attempts.remove(each);
            each.outlet().close();
        }
    }

    /** Says what is wrong with a message, and closes the connection unless it is a link. */
    void wrong(Message message, Session from, String reason) {
        String problem = LogText.clip(reason, LONGEST_REASON);
        if (message.command().equals("CONNECT")) {
            refuse(from, problem);
            return;
        }
        log.info("{}: {} refused: {}", from.peer().id(), message.command(), problem);
        MessageBuilder answer = members.notice(Commands.INVALID)
                .param("command", message.command())
                .param("message", problem);
        boolean unused = Link.say(from, answer.build());
        if (members.links.of(from) == null) {
            from.outlet().close();
            closed(from);
        }
    }

    /** Daemons of the original come back after five minutes; after any other refusal they would stay away for a day. */
    private void refuse(Session from, String reason) {
        log.info("{}: a daemon is refused: {}", from.peer().id(), reason);
        MessageBuilder refusal =
                members.notice("REFUSE").param("shutdown", true).param(REASON, reason);
        boolean unused = Link.say(from, refusal.build());
        from.outlet().close();
    }

    boolean connect(Message message, Session from) {
        if (from.isLink()) {
            return false; // said twice, or by who was dialled
        }
        if (!proof.permits(from.peer())) {
            refuse(from, "a certificate is needed");
            return true;
        }
        Hello hello = Hello.of(message, from.peer().certified());
        String problem = members.isLeaving() ? "this daemon is about to end" : problem(hello, from);
        Link present = members.links.to(hello.server());
        if (problem.isEmpty() && present != null) {
            problem = inUse(present, hello);
        }
        if (!problem.isEmpty()) {
            refuse(from, problem);
            return true;
        }
        if (present != null) {
            members.down(present, "a new connection took its place", false);
        }
        host.linked(from);
        boolean unusedAccept = Link.say(from, Hello.write("ACCEPT", settings).build());
        boolean unusedHelp = Link.say(from, members.notice(Commands.HELP).build());
        members.up(from, hello, null);
        return true;
    }

    private String problem(Hello hello, Session from) {
        String problem = proof.problem(from.peer(), hello.server());
        if (problem.isEmpty() && hello.server().equals(settings.server())) {
            problem = "server_name: it is the name of this daemon too";
        }
        boolean stranger = members.topology.hop(hello.server()) == null;
        if (problem.isEmpty() && stranger && members.topology.table().size() + 1 >= Topology.MAX_MACHINES) {
            problem = "too many daemons: most=" + Topology.MAX_MACHINES;
        }
        return problem;
    }

    /** Both may dial at the same time; both keep the connection that the larger address has made. */
    private String inUse(Link present, Hello hello) {
        if (!present.peer.address().equals(hello.address())) {
            return "the name is in use by the daemon at " + present.peer.address();
        }
        boolean better = present.outgoing && isLargerThan(hello.address());
        return better ? "there is a link already" : "";
    }

    private boolean isLargerThan(LinkAddress other) {
        return settings.myAddress().compareTo(other) > 0;
    }

    boolean accept(Message message, Session from) {
        Attempts.Attempt attempt = attempts.find(from);
        if (attempt == null || attempt.gossip()) {
            return false;
        }
        Neighbor dialled = attempt.neighbor();
        Hello hello = Hello.of(message, dialled.secure);
        if (hello.server().equals(settings.server())) {
            dialled.server = hello.server(); // another address of this very daemon
        }
        String problem = problem(hello, from);
        if (!problem.isEmpty()) {
            throw new InvalidMessageException(problem);
        }
        Attempts.Attempt unusedAttempt = attempts.remove(from);
        Link present = members.links.to(hello.server());
        if (present != null && !present.outgoing && !isLargerThan(hello.address())) {
            dialled.busy = false; // the other one has dialled too, and keeps that
            members.neighbors.confirmed(dialled, hello.server());
            from.outlet().close();
            return true;
        }
        if (present != null) {
            members.down(present, "a new connection took its place", false);
        }
        boolean unused = Link.say(from, members.notice(Commands.HELP).build());
        members.up(from, hello, dialled);
        return true;
    }

    boolean refused(Message message, Session from) {
        Attempts.Attempt attempt = attempts.remove(from);
        if (attempt == null) {
            return false;
        }
        String told = message.has(REASON) ? message.param(REASON) : null;
        String reason = told == null ? "no reason given" : LogText.clip(told, LONGEST_REASON);
        Neighbor neighbor = attempt.neighbor();
        members.neighbors.refused(neighbor, clock.nanoTime());
        if (neighbor.failures == 1) {
            log.warn("the daemon at {} refuses a link: {}; tried again twice a minute", neighbor, reason);
        } else {
            log.debug("the daemon at {} refuses a link: {}", neighbor, reason);
        }
        from.outlet().close();
        return true;
    }

    boolean gossip(Message message, Session from) {
        if (from.isLink()) {
            return false;
        }
        if (!proof.permits(from.peer())) {
            throw new InvalidMessageException("a certificate is needed");
        }
        boolean secure =
                message.has("secure") ? message.bool("secure") : from.peer().certified();
        Neighbor neighbor = members.neighbors.spoke(Hello.address(message), secure);
        if (neighbor == null) {
            throw new InvalidMessageException("my_address: not in a permitted network, or there are too many");
        }
        neighbor.asked = true;
        neighbor.wanted = true;
        if (!neighbor.busy) {
            neighbor.nextNanos = clock.nanoTime();
        }
        boolean unused = Link.say(from, members.notice("RECEIVED").build());
        return true;
    }

    /** The other one knows now that it is to dial; until it does it is asked again from time to time. */
    boolean asked(Session from) {
        Attempts.Attempt attempt = attempts.find(from);
        if (attempt == null || !attempt.gossip()) {
            return false;
        }
        Attempts.Attempt unused = attempts.remove(from);
        members.neighbors.failed(attempt.neighbor(), clock.nanoTime());
        from.outlet().close();
        return true;
    }
}
