package io.eventdispatcher.transport.fifo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.transport.PumpThreads;
import io.eventdispatcher.transport.fifo.OpenHandles.Access;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens one direction of a FIFO, which waits until somebody opens the other one, in a way that can be ended: by opening
 * the other one.
 *
 * <p>Threading: one thread opens; {@link #release} any thread.
 */
final class BlockedOpen {

    private static final Logger log = LoggerFactory.getLogger(BlockedOpen.class);

    private static final Duration FIRST_LOOK = Duration.ofMillis(1);
    private static final Duration LAST_LOOK = Duration.ofSeconds(1);

    private final Path path;
    private final boolean foreignOwners;

    @GuardedBy("this")
    private State state = State.NEW;

    /** Whether the thread is there for a release to end its wait. */
    @GuardedBy("this")
    private boolean inside;

    /** What ends the wait, of the FIFO that was last found at the path; all are kept open until it has ended. */
    @GuardedBy("this")
    private @Nullable FifoIdentity knocked;

    @GuardedBy("this")
    private final List<FileChannel> releases = new ArrayList<>(1);

    @GuardedBy("this")
    private boolean told;

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
        synchronized (this) {
            if (state == State.RELEASED) {
                throw new AsynchronousCloseException();
            }
            state = State.WAITING;
            inside = true;
        }
        FileChannel opened = null;
        boolean usable = false;
        try {
            opened = FileChannel.open(path, direction, LinkOption.NOFOLLOW_LINKS);
            usable = over();
            if (!usable) {
                throw new AsynchronousCloseException();
            }
            usable = false;
            FifoCheck.after(path, expected, opened, direction == StandardOpenOption.READ ? Access.READ : Access.WRITE);
            usable = true;
            return opened;
        } finally {
            over();
            if (!usable && opened != null) {
                opened.close();
            }
        }
    }

    /** Returns whether nobody has released it. */
    private synchronized boolean over() throws IOException {
        inside = false;
        for (FileChannel release : releases) {
            release.close();
        }
        releases.clear();
        if (state == State.WAITING) {
            state = State.DONE;
        }
        return state == State.DONE;
    }

    /** Makes {@link #open} end, soon; does nothing when it has. */
    void release() {
        if (mustKnock()) {
            PumpThreads.soon(() -> knock(FIRST_LOOK));
        }
    }

    /** Makes {@link #open} end, before the FIFO is removed, after which nobody could. */
    void releaseNow() {
        if (mustKnock()) {
            knock(FIRST_LOOK);
        }
    }

    private synchronized boolean mustKnock() {
        if (state == State.DONE || state == State.RELEASED) {
            return false;
        }
        state = State.RELEASED;
        return inside;
    }

    /**
     * Opening for both directions never waits, and is what the other thread waits for. It may have been about to open when the
     * FIFO at the path was another one: then it waits for the other end of that one, which is what a later look finds.
     */
    private synchronized void knock(Duration nextLook) {
        if (!inside) {
            return;
        }
        boolean last = nextLook.compareTo(LAST_LOOK) >= 0;
        try {
            FifoIdentity found = FifoCheck.before(path, foreignOwners);
            if (knocked == null || !found.isSameFile(knocked)) {
                releases.add(FileChannel.open(
                        path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
                knocked = found;
            }
        } catch (IOException e) {
            if (last && !told) {
                log.warn(
                        "a thread keeps waiting for the other end of a FIFO that was removed or replaced: path={}: {}",
                        path,
                        e.toString());
                told = true;
            }
        }
        Duration later = last ? LAST_LOOK : nextLook.multipliedBy(2);
        Future<?> unused = PumpThreads.later(nextLook, () -> knock(later));
    }

    /** NEW to WAITING to DONE; the first two to RELEASED. */
    private enum State {
        NEW,
        WAITING,
        DONE,
        RELEASED
    }
}
