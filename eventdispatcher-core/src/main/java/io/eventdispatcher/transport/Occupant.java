package io.eventdispatcher.transport;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.transport.BindFailedException.Reason;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands at the path of a Unix socket already. Only a dead socket of our own user is removed.
 *
 * <p>Threading: immutable.
 *
 * @param endpoint what shall be bound
 * @param path its file
 * @param directory a private directory on the same file system
 * @param probe finds out whether it is dead
 */
record Occupant(Endpoint endpoint, Path path, PrivateDirectory directory, SocketProbe probe) {

    private static final Logger log = LoggerFactory.getLogger(Occupant.class);

    /** Removes it, or throws when it is not ours to remove. Does nothing when nothing is there. */
    void removeIfDead() throws IOException {
        FileIdentity found;
        try {
            found = FileIdentity.of(path);
        } catch (NoSuchFileException e) {
            return;
        }
        if (!found.isSocket()) {
            throw new BindFailedException(
                    endpoint,
                    Reason.OCCUPIED,
                    "a " + found.kind() + " is in the way and is not removed; remove it or choose another path",
                    null);
        }
        if (found.uid() != directory.uid()) {
            throw new BindFailedException(
                    endpoint,
                    Reason.OCCUPIED,
                    "a socket of another user is in the way and is not removed: owner=" + found.uid() + " own="
                            + directory.uid(),
                    null);
        }
        String life = probe.examine(path);
        if (!life.equals(SocketProbe.DEAD)) {
            throw new BindFailedException(endpoint, Reason.ADDRESS_IN_USE, "address already in use: " + life, null);
        }
        remove(found);
    }

    /**
     * Between the look and the removal another process may have put its living socket there. So the file is first taken
     * aside and looked at again where nobody else can reach it.
     */
    private void remove(FileIdentity dead) throws IOException {
        Path aside = directory.aside();
        try {
            Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return;
        }
        // Asked again because a file system may give the number of the removed file to the new one.
        if (!FileIdentity.of(aside).equals(dead) || !probe.examine(aside).equals(SocketProbe.DEAD)) {
            throw putBack(aside);
        }
        Files.delete(aside);
        log.info("removed the dead socket of a former listener: path={}", path);
    }

    /** Removes what we have just put there ourselves, unless another process has taken the place meanwhile. */
    void removeOwn(FileIdentity own) throws IOException {
        Path aside = directory.aside();
        Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
        if (!FileIdentity.of(aside).equals(own)) {
            throw putBack(aside);
        }
        Files.delete(aside);
    }

    /** Puts back what turned out not to be ours to take; if the path is taken again, it stays aside and can be found there. */
    private BindFailedException putBack(Path aside) throws IOException {
        try {
            SocketFile.link(path, aside);
            Files.deleteIfExists(aside);
        } catch (FileAlreadyExistsException e) {
            log.warn("socket not put back, another one has taken its place: path={} socket={}", path, aside);
        }
        return new BindFailedException(
                endpoint, Reason.ADDRESS_IN_USE, "address already in use: another process took it just now", null);
    }
}
