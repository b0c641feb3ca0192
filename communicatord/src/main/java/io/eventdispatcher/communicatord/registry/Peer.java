package io.eventdispatcher.communicatord.registry;

/**
 * Who is at the other end of a connection, as far as the system or a certificate proves it.
 *
 * <p>Threading: immutable.
 *
 * @param id name of the connection, for logs
 * @param zone how far away it is
 * @param user the user that a Unix socket tells, or the subject of a certificate; empty = not known
 * @param operator whether this user may steer the daemon
 * @param certified whether it presented a certificate that is trusted
 * @param datagram whether it sends datagrams, which are never answered
 * @param secret whether its datagrams carry the secret code
 * @since 0.1
 */
public record Peer(
        String id, Zone zone, String user, boolean operator, boolean certified, boolean datagram, boolean secret) {}
