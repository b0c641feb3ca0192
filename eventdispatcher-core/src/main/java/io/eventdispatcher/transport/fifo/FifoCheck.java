package io.eventdispatcher.transport.fifo;

import io.eventdispatcher.transport.fifo.OpenHandles.Access;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Makes sure that a path leads to a FIFO of ours, and that what was opened is that FIFO.
 *
 * <p>Threading: any thread.
 */
final class FifoCheck {

    private FifoCheck() {}

    /**
     * Looks at the path, without following a link.
     *
     * @throws NotUsableException if it is not a FIFO, or not ours or root's
     * @throws java.nio.file.NoSuchFileException if nothing is there
     */
    static FifoIdentity before(Path path, boolean foreignOwners) throws IOException {
        FifoIdentity found = FifoIdentity.of(path);
        if (!found.isFifo()) {
            throw new NotUsableException(
                    "a " + found.kind() + " is there, not a FIFO, and is left alone: path=" + path);
        }
        if (found.uid() != 0 && !foreignOwners) {
            int own = OwnUser.uid();
            if (found.uid() != own) {
                throw new NotUsableException("the FIFO belongs to another user: path=" + path + " owner=" + found.uid()
                        + " own=" + own + "; FifoOptions.withForeignOwners allows this");
            }
        }
        return found;
    }

    /** Looks at what was opened: it must be the file that was looked at before. */
    static void after(Path path, FifoIdentity expected, FileChannel opened, Access access) throws IOException {
        if (isSeekable(opened)) {
            throw swapped(path);
        }
        boolean same = OpenHandles.areVisible()
                ? !OpenHandles.all(expected, access).isEmpty()
                        && FifoIdentity.of(path).isSameFile(expected)
                : FifoIdentity.of(path).isSameFile(expected);
        if (!same) {
            throw swapped(path);
        }
    }

    /** Regular files, block devices and most character devices have a position; FIFOs refuse to tell one. */
    static boolean isSeekable(FileChannel opened) {
        try {
            return opened.position() >= 0;
        } catch (IOException illegalSeek) {
            return false;
        }
    }

    static NotUsableException swapped(Path path) {
        return new NotUsableException("the FIFO was replaced while it was opened: path=" + path
                + "; use a directory that only you can write to");
    }

    /** There is something, but it must not be used. */
    static final class NotUsableException extends IOException {

        private static final long serialVersionUID = 1L;

        NotUsableException(String message) {
            super(message);
        }
    }
}
