package io.eventdispatcher.transport.unix;

import io.eventdispatcher.endpoint.UnixEndpoint;
import io.eventdispatcher.transport.BindFailedException;
import io.eventdispatcher.transport.BindFailedException.Reason;
import io.eventdispatcher.transport.ListenOptions;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a listening Unix socket: made without a moment in which it has the wrong mode, and removed when it is
 * still ours.
 *
 * <p>The mode of a bound socket follows the umask, so it is bound inside a private directory (0700) beside its place,
 * given its mode and group, and then linked into place. A link, other than a rename, never replaces what is there.
 *
 * <p>Threading: immutable.
 */
final class SocketFile {

    private static final Logger log = LoggerFactory.getLogger(SocketFile.class);

    private static final int MAX_TRIES = 3;

    private final Path path;
    private final FileIdentity identity;

    private SocketFile(Path path, FileIdentity identity) {
        this.path = path;
        this.identity = identity;
    }

    /** Binds the channel to the endpoint's path. */
    static SocketFile bind(UnixEndpoint endpoint, ServerSocketChannel channel, ListenOptions options)
            throws IOException {
        return bind(endpoint, channel, options, ListenProbe.CONNECT);
    }

    static SocketFile bind(UnixEndpoint endpoint, ServerSocketChannel channel, ListenOptions options, ListenProbe probe)
            throws IOException {
        Path path = endpoint.path();
        checkPath(endpoint, path);
        try (PrivateDirectory directory = PrivateDirectory.beside(endpoint)) {
            Path socket = directory.socket();
            if (SocketPath.isTooLong(socket)) {
                throw new BindFailedException(
                        endpoint,
                        Reason.INVALID,
                        "it is first bound in a private directory beside it, whose " + SocketPath.tooLong(socket),
                        null);
            }
            channel.bind(UnixDomainSocketAddress.of(socket), options.backlog());
            setOwnership(endpoint, socket, options);
            FileIdentity identity = FileIdentity.of(socket);
            publish(socket, new Occupant(endpoint, directory, probe));
            return new SocketFile(path, identity);
        }
    }

    private static void checkPath(UnixEndpoint endpoint, Path path) throws BindFailedException {
        if (path.getFileName() == null) {
            throw new BindFailedException(endpoint, Reason.INVALID, "the path has no file name", null);
        }
        if (SocketPath.isTooLong(path)) {
            throw new BindFailedException(endpoint, Reason.INVALID, SocketPath.tooLong(path), null);
        }
    }

    /** Group first: changing it can clear bits of the mode. */
    private static void setOwnership(UnixEndpoint endpoint, Path socket, ListenOptions options) throws IOException {
        String group = options.unixGroup();
        if (group != null) {
            PosixFileAttributeView view =
                    Files.getFileAttributeView(socket, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            view.setGroup(group(endpoint, socket, group));
        }
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString(options.unixPermissions()));
    }

    private static GroupPrincipal group(UnixEndpoint endpoint, Path socket, String group) throws IOException {
        try {
            return socket.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
        } catch (UserPrincipalNotFoundException e) {
            throw new BindFailedException(
                    endpoint, Reason.INVALID, "there is no such group: unixGroup='" + group + "'", e);
        }
    }

    private static void publish(Path socket, Occupant occupant) throws IOException {
        Path path = occupant.path();
        for (int i = 0; i < MAX_TRIES; i++) {
            try {
                link(path, socket);
                return;
            } catch (FileAlreadyExistsException e) {
                occupant.removeIfDead();
            }
        }
        throw new BindFailedException(
                occupant.endpoint(), Reason.ADDRESS_IN_USE, "others keep taking the path at the same time", null);
    }

    private static void link(Path path, Path socket) throws IOException {
        try {
            Files.createLink(path, socket);
        } catch (UnsupportedOperationException e) {
            rename(path, socket);
        } catch (FileSystemException e) {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(path.toString());
            }
            rename(path, socket);
        }
    }

    /** For file systems without hard links; does not replace either, but leaves a gap between looking and renaming. */
    private static void rename(Path path, Path socket) throws IOException {
        Files.move(socket, path);
    }

    /**
     * Removes the file if it is still the one that was made. To be called before the channel is closed: as long as the
     * socket lives its inode number cannot be given to another file.
     */
    void remove() {
        try {
            if (FileIdentity.of(path).equals(identity)) {
                Files.delete(path);
            } else {
                log.warn("socket file not removed, it was replaced by another one: path={}", path);
            }
        } catch (NoSuchFileException e) {
            log.debug("socket file is gone already: path={}", path);
        } catch (IOException e) {
            log.warn("socket file not removed: path={}: {}", path, e.toString());
        }
    }
}
