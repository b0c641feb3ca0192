package io.eventdispatcher.transport;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.transport.BindFailedException.Reason;
import java.io.IOException;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a bound Unix socket, for streams or datagrams: made without a moment in which it has the wrong mode, and removed when it is
 * still ours.
 *
 * <p>The mode of a bound socket follows the umask, so it is bound inside a private directory (0700) beside its place,
 * given its mode and group, and then linked into place. A link, other than a rename, never replaces what is there.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class SocketFile {

    private static final Logger log = LoggerFactory.getLogger(SocketFile.class);

    private static final int MAX_TRIES = 3;

    /**
     * One at a time in this process: who takes a dead socket away finds out only afterwards that another one has put a living
     * one in its place meanwhile, and while that one is aside a third finds the path free. Between processes that gap is left.
     */
    private static final Object PUBLISHING = new Object();

    private final Path path;
    private final FileIdentity identity;

    private SocketFile(Path path, FileIdentity identity) {
        this.path = path;
        this.identity = identity;
    }

    /** Binds a socket to a path at which nothing is yet. */
    @FunctionalInterface
    public interface Binding {

        /**
         * Binds.
         *
         * @param path in a directory that only we can enter
         * @throws IOException if the system refuses
         * @since 0.1
         */
        void bind(Path path) throws IOException;
    }

    /**
     * Binds a socket so that it appears at a path with its final mode and group. Only a dead socket of our own user is
     * removed from there.
     *
     * @param endpoint for errors
     * @param path where it shall appear
     * @param options {@link ListenOptions#unixPermissions} and {@link ListenOptions#unixGroup}
     * @param probe finds out whether a socket that is there already is dead
     * @param binding binds the socket
     * @return the file; {@linkplain #remove} it before the socket is closed
     * @throws BindFailedException if the path is taken or not usable, saying why
     * @throws IOException if the system refuses
     * @since 0.1
     */
    public static SocketFile bind(
            Endpoint endpoint, Path path, ListenOptions options, SocketProbe probe, Binding binding)
            throws IOException {
        return bind(endpoint, path, options, probe, binding, null);
    }

    /**
     * As the other one, for a socket whose peers look at the name it sends from: a second socket is bound at the very path
     * for a moment, so that it bears this name from then on, and gives way to the first. Nobody needs to reach it.
     *
     * @param endpoint for errors
     * @param path where it shall appear
     * @param options {@link ListenOptions#unixPermissions} and {@link ListenOptions#unixGroup}
     * @param probe finds out whether a socket that is there already is dead
     * @param binding binds the socket
     * @param naming binds the second one, a new one each time; null = there is none
     * @return the file; {@linkplain #remove} it before the socket is closed
     * @throws BindFailedException if the path is taken or not usable, saying why
     * @throws IOException if the system refuses
     * @since 0.1
     */
    public static SocketFile bind(
            Endpoint endpoint,
            Path path,
            ListenOptions options,
            SocketProbe probe,
            Binding binding,
            @Nullable Binding naming)
            throws IOException {
        checkPath(endpoint, path);
        try (PrivateDirectory directory = PrivateDirectory.beside(endpoint, path)) {
            Path socket = directory.socket();
            if (SocketPath.isTooLong(socket)) {
                throw new BindFailedException(
                        endpoint,
                        Reason.INVALID,
                        "it is first bound in a private directory beside it, whose " + SocketPath.tooLong(socket),
                        null);
            }
            binding.bind(socket);
            setOwnership(endpoint, socket, options);
            FileIdentity identity = FileIdentity.of(socket);
            synchronized (PUBLISHING) {
                publish(socket, new Occupant(endpoint, path, directory, probe), naming);
            }
            return new SocketFile(path, identity);
        }
    }

    private static void checkPath(Endpoint endpoint, Path path) throws BindFailedException {
        if (path.getFileName() == null) {
            throw new BindFailedException(endpoint, Reason.INVALID, "the path has no file name", null);
        }
        if (SocketPath.isTooLong(path)) {
            throw new BindFailedException(endpoint, Reason.INVALID, SocketPath.tooLong(path), null);
        }
    }

    /** Group first: changing it can clear bits of the mode. */
    private static void setOwnership(Endpoint endpoint, Path socket, ListenOptions options) throws IOException {
        String group = options.unixGroup();
        if (group != null) {
            PosixFileAttributeView view =
                    Files.getFileAttributeView(socket, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            view.setGroup(group(endpoint, socket, group));
        }
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString(options.unixPermissions()));
    }

    private static GroupPrincipal group(Endpoint endpoint, Path socket, String group) throws IOException {
        try {
            return socket.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
        } catch (UserPrincipalNotFoundException e) {
            throw new BindFailedException(
                    endpoint, Reason.INVALID, "there is no such group: unixGroup='" + group + "'", e);
        }
    }

    private static void publish(Path socket, Occupant occupant, @Nullable Binding naming) throws IOException {
        Path path = occupant.path();
        for (int i = 0; i < MAX_TRIES; i++) {
            try {
                if (naming != null) {
                    occupant.removeIfDead();
                    naming.bind(path);
                    occupant.removeOwn(FileIdentity.of(path));
                }
                link(path, socket);
                return;
            } catch (FileAlreadyExistsException e) {
                occupant.removeIfDead();
            }
        }
        throw new BindFailedException(
                occupant.endpoint(), Reason.ADDRESS_IN_USE, "others keep taking the path at the same time", null);
    }

    /** Puts a socket at a path, and never in the place of another file. */
    static void link(Path path, Path socket) throws IOException {
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
     * socket lives its inode number cannot be given to another file. Never throws.
     *
     * @since 0.1
     */
    public void remove() {
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
