package io.eventdispatcher.transport.fifo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.transport.PumpThreads;
import io.eventdispatcher.transport.fifo.OpenHandles.Access;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Opens one direction of a FIFO, which waits until somebody opens the other one, in a way that can be ended: by opening
 * the other one, see {@link Knock}.
 *
 * <p>Threading: one thread opens; {@link #release} any thread.
 */
final class BlockedOpen {

    private final Path path;
    private final boolean foreignOwners;

    @GuardedBy("this")
    private State state = State.NEW;

    /** What the thread waits at. */
    @GuardedBy("this")
    private @Nullable FifoIdentity identity;

    /** What ends the wait. */
    @GuardedBy("this")
    private @Nullable Knock knock;

    BlockedOpen(Path path, boolean foreignOwners) {
        this.path = path;
        this.foreignOwners = foreignOwners;
    }

    /**
     * Opens; may wait for ever.
     *
     * @throws AsynchronousCloseException if it was released
     * @throws FifoCheck.NotUsableException if it is not a FIFO of ours, or was replaced meanwhile
     */
    FileChannel open(StandardOpenOption direction) throws IOException {
        FifoIdentity expected = FifoCheck.before(path, foreignOwners);
        enter(expected, direction);
        FileChannel opened = null;
        boolean usable = false;
        try {
            opened = FileChannel.open(path, direction, LinkOption.NOFOLLOW_LINKS);
            if (!over()) {
                throw new AsynchronousCloseException();
            }
            FifoCheck.after(path, expected, opened, direction == StandardOpenOption.READ ? Access.READ : Access.WRITE);
            usable = true;
            return opened;
        } finally {
            if (!usable && opened != null) {
                opened.close();
            }
            over();
        }
    }

    /** What pretends to be the other end is waited out first. */
    private void enter(FifoIdentity expected, StandardOpenOption direction) throws IOException {
        try {
            Knock.awaitNone(expected, direction, this::isReleased);
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted while waiting for a FIFO: path=" + path);
        }
        synchronized (this) {
            if (state == State.RELEASED) {
                throw new AsynchronousCloseException();
            }
            state = State.WAITING;
            identity = expected;
        }
    }

    private synchronized boolean isReleased() {
        return state == State.RELEASED;
    }

    /** Returns whether nobody has released it. */
    private synchronized boolean over() {
        identity = null;
        Knock mine = knock;
        knock = null;
        if (mine != null) {
            mine.letGo();
        }
        if (state == State.WAITING) {
            state = State.DONE;
        }
        return state == State.DONE;
    }

    /** Makes {@link #open} end, soon; does nothing when it has. */
    void release() {
        Knock needed = prepareKnock();
        if (needed != null) {
            PumpThreads.soon(needed::open);
        }
    }

    /** Makes {@link #open} end, before the FIFO is removed, after which nobody could. */
    void releaseNow() {
        Knock needed = prepareKnock();
        if (needed != null) {
            needed.open();
        }
    }

    private @Nullable Knock prepareKnock() {
        Knock needed = null;
        synchronized (this) {
            if (state == State.DONE || state == State.RELEASED) {
                return null;
            }
            state = State.RELEASED;
            FifoIdentity there = identity;
            if (there != null) {
                needed = Knock.at(path, there);
                knock = needed;
            }
        }
        Knock.wakeUp();
        return needed;
    }

    /** NEW to WAITING to DONE; the first two to RELEASED. */
    private enum State {
        NEW,
        WAITING,
        DONE,
        RELEASED
    }
}
