package io.eventdispatcher.transport.fifo;

import io.eventdispatcher.endpoint.FifoEndpoint;
import io.eventdispatcher.transport.BindFailedException;
import io.eventdispatcher.transport.BindFailedException.Reason;
import io.eventdispatcher.transport.BindFailures;
import io.eventdispatcher.transport.ListenOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a FIFO that is listened on, or answered through. It is made when nothing is there, with mode 0600 from the
 * first moment, and removed when it was made here and is still the same. What is there already is never changed.
 *
 * <p>Threading: immutable.
 *
 * @param path of the FIFO
 * @param identity which file it is
 * @param made whether it was made here
 */
record FifoFile(Path path, FifoIdentity identity, boolean made) {

    private static final Logger log = LoggerFactory.getLogger(FifoFile.class);

    private static final int MAX_TOOL_SECONDS = 10;
    private static final int MAX_TOOL_TEXT_BYTES = 512;

    /** Finds or makes it. */
    static FifoFile prepare(FifoEndpoint endpoint, Path path, ListenOptions options, FifoOptions settings)
            throws IOException {
        boolean made = false;
        try {
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                made = make(endpoint, path);
            }
            FifoIdentity identity = FifoCheck.before(path, settings.foreignOwners());
            FifoFile file = new FifoFile(path, identity, made);
            if (made) {
                file.share(endpoint, options);
            }
            return file;
        } catch (FifoCheck.NotUsableException e) {
            throw new BindFailedException(endpoint, Reason.OCCUPIED, String.valueOf(e.getMessage()), e);
        } catch (NoSuchFileException e) {
            throw new BindFailedException(endpoint, Reason.OTHER, "somebody removed the FIFO: path=" + path, e);
        }
    }

    /** Returns whether it was made; false when somebody else was faster. */
    private static boolean make(FifoEndpoint endpoint, Path path) throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new BindFailedException(
                    endpoint,
                    Reason.INVALID,
                    "the directory does not exist: directory=" + parent + "; create it first",
                    null);
        }
        Process tool;
        try {
            tool = new ProcessBuilder(
                            "mkfifo", "-m", "0600", "--", path.toAbsolutePath().toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new BindFailedException(
                    endpoint,
                    Reason.OTHER,
                    "the FIFO does not exist and the system has no command mkfifo to make it: path=" + path
                            + "; make it yourself",
                    e);
        }
        String text = finish(tool);
        if (!tool.isAlive() && tool.exitValue() == 0) {
            return true;
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        throw BindFailures.of(endpoint, new IOException("mkfifo failed: " + text));
    }

    private static String finish(Process tool) throws IOException {
        try {
            tool.getOutputStream().close();
            byte[] text = tool.getInputStream().readNBytes(MAX_TOOL_TEXT_BYTES);
            if (!tool.waitFor(MAX_TOOL_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("mkfifo does not end: waitedSeconds=" + MAX_TOOL_SECONDS);
            }
            return new String(text, StandardCharsets.UTF_8).trim();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while mkfifo ran", e);
        } finally {
            tool.destroyForcibly();
        }
    }

    /** Gives what was made here its group and mode; group first: changing it can clear bits of the mode. */
    private void share(FifoEndpoint endpoint, ListenOptions options) throws IOException {
        String group = options.unixGroup();
        boolean complete = false;
        try {
            if (group != null) {
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setGroup(group(endpoint, group));
            }
            if (!options.unixPermissions().equals("rw-------")) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(options.unixPermissions()));
            }
            complete = true;
        } finally {
            if (!complete) {
                remove();
            }
        }
    }

    private GroupPrincipal group(FifoEndpoint endpoint, String group) throws IOException {
        try {
            return path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
        } catch (UserPrincipalNotFoundException e) {
            throw new BindFailedException(
                    endpoint, Reason.INVALID, "there is no such group: unixGroup='" + group + "'", e);
        }
    }

    /** Removes it if it was made here and is still there. To be called while it is open, so that its number is taken. */
    void remove() {
        if (!made) {
            return;
        }
        try {
            if (FifoIdentity.of(path).isSameFile(identity)) {
                Files.delete(path);
            } else {
                log.warn("FIFO not removed, it was replaced by another file: path={}", path);
            }
        } catch (NoSuchFileException e) {
            log.debug("FIFO is gone already: path={}", path);
        } catch (IOException e) {
            log.warn("FIFO not removed: path={}: {}", path, e.toString());
        }
    }
}
