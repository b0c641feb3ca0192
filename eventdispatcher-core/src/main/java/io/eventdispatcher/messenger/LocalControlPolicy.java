package io.eventdispatcher.messenger;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.transport.PeerCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Control commands from the same user of this machine only.
 *
 * <p>Threading: immutable.
 */
final class LocalControlPolicy implements ControlPolicy {

    private static final String OWN_USER = ownUser();

    private final boolean loopback;

    LocalControlPolicy(boolean loopback) {
        this.loopback = loopback;
    }

    @Override
    public boolean permits(String command, Connection from) {
        if (from.scheme().equals("local")) {
            return true;
        }
        PeerCredentials peer = from.peerCredentials();
        if (peer != null) {
            return peer.user().equals(OWN_USER) || peer.user().equals("root");
        }
        return loopback && from.isLoopback();
    }

    /** The owner of the process as the file system prints it, which is how peer credentials print it too. */
    private static String ownUser() {
        try {
            return Files.getOwner(Path.of("/proc/self")).getName();
        } catch (IOException | UnsupportedOperationException e) {
            return System.getProperty("user.name", "");
        }
    }
}
