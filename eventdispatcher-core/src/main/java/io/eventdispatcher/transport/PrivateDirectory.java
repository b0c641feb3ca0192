package io.eventdispatcher.transport;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.transport.BindFailedException.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A short-lived directory beside a socket file that only we can enter.
 *
 * <p>Threading: one thread at a time.
 *
 * @param path of the directory
 * @param uid whose it is, which is who we are
 */
record PrivateDirectory(Path path, int uid) implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PrivateDirectory.class);

    private static final int MAX_TRIES = 100;

    static PrivateDirectory beside(Endpoint endpoint, Path file) throws IOException {
        for (int i = 0; i < MAX_TRIES; i++) {
            // short, because the path of a socket is
            String name = ".ed" + Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36 * 36), 36);
            Path path = file.resolveSibling(name);
            try {
                Files.createDirectory(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                return new PrivateDirectory(path, FileIdentity.of(path).uid());
            } catch (FileAlreadyExistsException e) {
                log.debug("name of a private directory is taken: path={}", path);
            } catch (NoSuchFileException e) {
                throw new BindFailedException(
                        endpoint,
                        Reason.INVALID,
                        "the directory does not exist: directory=" + parent(file) + "; create it first",
                        e);
            } catch (AccessDeniedException e) {
                throw new BindFailedException(
                        endpoint,
                        Reason.PERMISSION_DENIED,
                        "permission denied; the directory must be writable: directory=" + parent(file),
                        e);
            }
        }
        throw new IOException("no free name for a private directory beside the socket after " + MAX_TRIES + " tries");
    }

    private static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file : parent;
    }

    Path socket() {
        return path.resolve("s");
    }

    Path aside() {
        return path.resolve("o");
    }

    /** Removes the directory and our socket in it; a file taken aside that could not be put back is left there. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(socket());
            Files.delete(path);
        } catch (IOException e) {
            log.warn(
                    "private directory not removed: path={} keepsSocket={}: {}",
                    path,
                    Files.exists(aside(), LinkOption.NOFOLLOW_LINKS),
                    e.toString());
        }
    }
}
