package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.spring.autoconfigure.UnusablePropertyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The directory of a Unix socket that nobody has named. It belongs to this user alone, so that no other one can put a socket
 * there and be taken for the daemon.
 *
 * <p>Threading: any thread.
 */
final class DirectoryOfSocket {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OTHERS_WRITE =
            Set.of(PosixFilePermission.OTHERS_WRITE, PosixFilePermission.GROUP_WRITE);

    private DirectoryOfSocket() {}

    /**
     * Makes the directory if it is not there.
     *
     * @param socket path of the socket
     * @throws UnusablePropertyException if it cannot be made, or others can write there
     */
    static void create(Path socket) {
        Path directory = socket.toAbsolutePath().getParent();
        if (directory == null || directory.equals(Path.of("/run/communicator"))) {
            return; // made by the system, which gives it to whom it likes
        }
        try {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            }
            Path self = Path.of("/proc/self");
            boolean own = !Files.exists(self)
                    || Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(self));
            boolean writable = Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS).stream()
                    .anyMatch(OTHERS_WRITE::contains);
            if (!own || writable) {
                throw new IOException("it belongs to somebody else, or others can write there");
            }
        } catch (IOException e) {
            throw new UnusablePropertyException(
                    "communicatord.unix-listen",
                    "auto",
                    "the directory " + directory + " cannot be used: " + e.getMessage(),
                    "set it to a path in a directory that belongs to this user, or to off");
        }
    }
}
