package io.eventdispatcher.transport.junix;

import io.eventdispatcher.transport.PeerCredentials;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.Principal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFSocket;
import org.newsclub.net.unix.AFSocketCapability;
import org.newsclub.net.unix.AFUNIXSelectorProvider;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketCredentials;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Translates between junixsocket's values and ours.
 *
 * <p>Threading: immutable.
 */
final class Junix {

    private static final Logger log = LoggerFactory.getLogger(Junix.class);

    private static final int OTHERS_WRITE = 0022;

    private Junix() {}

    static @Nullable String problem(boolean abstractName) {
        if (!AFSocket.isSupported()) {
            return "junixsocket (com.kohlschutter.junixsocket:junixsocket-core) has no native library for this platform";
        }
        if (abstractName && !AFSocket.supports(AFSocketCapability.CAPABILITY_ABSTRACT_NAMESPACE)) {
            return "this system has no abstract names for Unix sockets, Linux has; use a path";
        }
        return null;
    }

    static AFUNIXSelectorProvider provider() {
        return AFUNIXSelectorProvider.provider();
    }

    static AFUNIXSocketAddress address(SocketAddress address) throws IOException {
        if (address instanceof UnixAddress unix && !unix.isUnnamed()) {
            return AFUNIXSocketAddress.of(unix.bytes());
        }
        throw new IOException("not an address that can be reached: " + address);
    }

    static UnixAddress address(@Nullable AFUNIXSocketAddress address) {
        return address == null ? UnixAddress.UNNAMED : UnixAddress.of(address.getPathAsBytes());
    }

    /**
     * Names of the kernel's numbers. The JDK tells names of owners of files only; the peer's entry in /proc is such a file
     * as long as the process lives. That another process may have got its number meanwhile does not matter: the name is
     * taken only for the very number that the kernel gave.
     */
    static @Nullable PeerCredentials credentials(@Nullable AFUNIXSocketCredentials peer) {
        if (peer == null || peer.isEmpty() || peer.getUid() < 0) {
            return null;
        }
        String user = Long.toString(peer.getUid());
        String group = Long.toString(peer.getGid());
        try {
            Map<String, Object> process = Files.readAttributes(
                    Path.of("/proc", Long.toString(peer.getPid())),
                    "unix:uid,owner,gid,group",
                    LinkOption.NOFOLLOW_LINKS);
            user = nameOf(process, "uid", "owner", user);
            group = nameOf(process, "gid", "group", group);
        } catch (IOException | UnsupportedOperationException e) {
            log.debug("no names for the peer's numbers: uid={} gid={}: {}", user, group, e.toString());
        }
        return new PeerCredentials(peer.getUid() == 0 ? "root" : user, group);
    }

    /** The owner of a socket file of ours that only he may write to; null for others, and when the file is gone. */
    static @Nullable PeerCredentials onlyWriter(Path file) {
        try {
            Map<String, Object> attributes =
                    Files.readAttributes(file, "unix:mode,uid,owner,group", LinkOption.NOFOLLOW_LINKS);
            boolean ours = attributes.get("uid") != null
                    && attributes.get("uid").equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
            if (ours
                    && attributes.get("mode") instanceof Integer mode
                    && (mode & OTHERS_WRITE) == 0
                    && attributes.get("owner") instanceof Principal owner
                    && attributes.get("group") instanceof Principal group) {
                return new PeerCredentials(owner.getName(), group.getName());
            }
        } catch (IOException | UnsupportedOperationException e) {
            log.debug("mode of a socket file is not known: path={}: {}", file, e.toString());
        }
        return null;
    }

    private static String nameOf(Map<String, Object> process, String number, String name, String wanted) {
        if (wanted.equals(String.valueOf(process.get(number))) && process.get(name) instanceof Principal principal) {
            return principal.getName();
        }
        return wanted;
    }
}
