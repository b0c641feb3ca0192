package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.communicatord.registry.Peer;
import io.eventdispatcher.communicatord.registry.Zone;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.spring.lifecycle.ListenerSettings;
import io.eventdispatcher.transport.PeerCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds out who is at the other end: by the user that a Unix socket tells, or by a certificate.
 *
 * <p>Threading: any thread.
 */
final class PeerIdentity {

    private final Set<String> operators;

    /**
     * Makes the identification.
     *
     * @param operators users and subjects of certificates who may steer the daemon, besides its own user and root
     */
    PeerIdentity(Set<String> operators) {
        this.operators = new HashSet<>(operators);
        this.operators.add("root");
        this.operators.add(ownUser());
    }

    /** The owner of the process as the file system prints it, which is how peer credentials print it too. */
    private static String ownUser() {
        try {
            return Files.getOwner(Path.of("/proc/self")).getName();
        } catch (IOException | UnsupportedOperationException e) {
            return System.getProperty("user.name", "");
        }
    }

    /**
     * Returns the identification of the connections of a listener.
     *
     * @param listener its settings
     * @param secret whether its datagrams carry the secret code
     */
    Function<Connection, Peer> of(ListenerSettings listener, boolean secret) {
        boolean datagrams = listener.datagrams();
        boolean remote = ListenerProperties.isForOtherMachines(listener.name());
        return connection -> identify(connection, zone(connection, remote), datagrams, secret);
    }

    /**
     * Identifies the other end of a connection that this daemon has made to another one.
     *
     * @param connection to a daemon
     */
    Peer ofLink(Connection connection) {
        return identify(connection, zone(connection, true), false, false);
    }

    /** Who comes where other machines do is not local, wherever it is: it has fewer rights then. */
    private static Zone zone(Connection connection, boolean remote) {
        Zone zone = Zone.of(connection.scheme(), connection.isLoopback(), connection.remoteAddress());
        return remote && zone.isLocal() ? Zone.PRIVATE : zone;
    }

    private Peer identify(Connection connection, Zone zone, boolean datagram, boolean secret) {
        Principal principal = connection.principal();
        PeerCredentials credentials = connection.peerCredentials();
        String user = credentials != null ? credentials.user() : principal != null ? principal.getName() : "";
        boolean proven = credentials != null || principal != null;
        boolean operator = zone == Zone.PROCESS || proven && operators.contains(user);
        return new Peer(connection.id(), zone, user, operator, principal != null, datagram, datagram && secret);
    }
}
