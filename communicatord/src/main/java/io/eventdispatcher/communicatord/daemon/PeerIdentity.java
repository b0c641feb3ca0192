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
        return connection -> identify(connection, datagrams, secret);
    }

    private Peer identify(Connection connection, boolean datagram, boolean secret) {
        Zone zone = Zone.of(connection.scheme(), connection.isLoopback(), connection.remoteAddress());
        Principal principal = connection.principal();
        PeerCredentials credentials = connection.peerCredentials();
        String user = credentials != null ? credentials.user() : principal != null ? principal.getName() : "";
        boolean proven = credentials != null || principal != null;
        boolean operator = zone == Zone.PROCESS || proven && operators.contains(user);
        return new Peer(connection.id(), zone, user, operator, principal != null, datagram, datagram && secret);
    }
}
