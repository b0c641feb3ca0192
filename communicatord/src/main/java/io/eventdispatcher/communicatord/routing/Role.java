package io.eventdispatcher.communicatord.routing;

import io.eventdispatcher.communicatord.registry.Peer;
import io.eventdispatcher.communicatord.registry.Session;

/**
 * What a peer is to the daemon.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum Role {
    /** Not registered, and nothing proves who it is. */
    ANONYMOUS,
    /** Sends datagrams without the secret code. */
    DATAGRAM,
    /** Sends datagrams with the secret code. */
    SIGNAL,
    /** Not registered, but presented a certificate that is trusted. */
    CERTIFIED,
    /** A registered service. */
    SERVICE,
    /** A user who may steer the daemon, registered or not. */
    OPERATOR,
    /** A daemon on another machine. */
    DAEMON,
    /** A service of another machine, as the daemon there says. */
    REMOTE;

    /**
     * Finds the role of a session.
     *
     * @param session any
     * @return its role
     */
    public static Role of(Session session) {
        if (session.via() != null) {
            return REMOTE;
        }
        if (session.isLink()) {
            return DAEMON;
        }
        Peer peer = session.peer();
        if (peer.operator()) {
            return OPERATOR;
        }
        if (session.isRegistered()) {
            return SERVICE;
        }
        if (peer.datagram()) {
            return peer.secret() ? SIGNAL : DATAGRAM;
        }
        return peer.certified() ? CERTIFIED : ANONYMOUS;
    }
}
