package io.eventdispatcher.communicatord.peer;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.communicatord.registry.Outlet.Sent;
import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.communicatord.status.LinkTraffic;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A link to another daemon that is up.
 *
 * <p>Threading: loop thread only.
 */
final class Link {

    final Session session;
    final Hello peer;
    final boolean outgoing;
    final Instant since;
    private final LinkTraffic traffic;
    long heardNanos;
    long pingedNanos;
    long received;
    long sent;
    long dropped;

    @Nullable
    Double load;

    /** It did not take the state of a daemon. */
    boolean behind;

    Link(Session session, Hello peer, boolean outgoing, Instant since, long now, LinkTraffic traffic) {
        this.session = session;
        this.peer = peer;
        this.outgoing = outgoing;
        this.since = since;
        this.traffic = traffic;
        heardNanos = now;
        pingedNanos = now;
    }

    String server() {
        return peer.server();
    }

    /** Whether a daemon of the original is there, which knows no states. */
    boolean isLegacy() {
        return !peer.mesh();
    }

    /** As the original calls such a connection; no service can have this name. */
    String title() {
        return "remote communicator (" + (outgoing ? "out" : "in") + "): " + peer.address();
    }

    boolean send(ByteSource line) {
        LinkTraffic.Reason problem = switch (session.outlet().send(line)) {
            case ACCEPTED -> null;
            case FULL -> LinkTraffic.Reason.FULL;
            case TOO_LONG -> LinkTraffic.Reason.TOO_LONG;
            case GONE -> LinkTraffic.Reason.GONE;
        };
        if (problem == null) {
            sent++;
            traffic.countSent();
            return true;
        }
        dropped++;
        traffic.countDropped(problem);
        return false;
    }

    /** Says something small whose loss is noticed otherwise. */
    static boolean say(Session to, ByteSource line) {
        return to.outlet().send(line) == Sent.ACCEPTED;
    }
}
