package io.eventdispatcher.transport.fifo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.transport.PumpThreads;
import io.eventdispatcher.transport.fifo.OpenHandles.Access;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the wait of a thread of ours for the other end of a FIFO, by opening that for a moment. Other programs that wait
 * for a reader are released by it too, and what they write would be lost with the last handle. So both
 * ends are held until it has been read, at most for an hour: the read end keeps it, the write end lets a reader in.
 *
 * <p>As long as they are held the FIFO seems to have a reader; this process does not fall for that, see {@link
 * #awaitNone}.
 *
 * <p>Threading: any thread.
 */
final class Knock {

    private static final Logger log = LoggerFactory.getLogger(Knock.class);

    /** Also how long those who were released get to write. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final int MAX_LOOKS = 3600;
    private static final int MAX_TRIES = 600;

    /** Their FIFOs may seem to have a reader but do not. */
    @GuardedBy("PRETENDING")
    private static final List<Knock> PRETENDING = new ArrayList<>();

    private final Path path;
    private final FifoIdentity identity;
    private int looks;

    @GuardedBy("PRETENDING")
    private boolean holding;

    @GuardedBy("this")
    private @Nullable FifoDoor door;

    @GuardedBy("this")
    private @Nullable FileChannel both;

    @GuardedBy("this")
    private State state = State.NEW;

    @GuardedBy("this")
    private int tries;

    private Knock(Path path, FifoIdentity identity) {
        this.path = path;
        this.identity = identity;
    }

    /** Announces it, so that nobody here takes it for a reader; to be followed by {@link #open}. */
    static Knock at(Path path, FifoIdentity identity) {
        Knock made = new Knock(path, identity);
        synchronized (PRETENDING) {
            PRETENDING.add(made);
        }
        return made;
    }

    /**
     * Waits until a FIFO does not pretend to have the other end, or the condition holds; see {@link #wakeUp}.
     *
     * @param direction that is going to be opened; a reader does not wait for what is held for readers
     */
    static void awaitNone(FifoIdentity identity, StandardOpenOption direction, BooleanSupplier givenUp)
            throws InterruptedException {
        synchronized (PRETENDING) {
            while (count(identity, direction == StandardOpenOption.WRITE) > 0 && !givenUp.getAsBoolean()) {
                PRETENDING.wait();
            }
        }
    }

    @GuardedBy("PRETENDING")
    private static int count(FifoIdentity identity, boolean holdingToo) {
        int count = 0;
        for (Knock knock : PRETENDING) {
            if (knock.identity.isSameFile(identity) && (holdingToo || !knock.holding)) {
                count++;
            }
        }
        return count;
    }

    /** Has the conditions of those who wait looked at again. */
    static void wakeUp() {
        synchronized (PRETENDING) {
            PRETENDING.notifyAll();
        }
    }

    /** How many are held now. */
    static int held() {
        synchronized (PRETENDING) {
            return PRETENDING.size();
        }
    }

    /** Opens without waiting, which ends the wait of whoever waits; tried again if there are no descriptors left. */
    synchronized void open() {
        if (state != State.NEW) {
            return;
        }
        try {
            if (isThere()) {
                openBoth();
                state = State.OPEN;
                return;
            }
            log.warn("a thread keeps waiting for the other end of a FIFO that was removed or replaced: path={}", path);
        } catch (IOException e) {
            tries++;
            if (tries < MAX_TRIES) {
                log.debug("FIFO not let go, trying again: path={} cause='{}'", path, e.toString());
                Future<?> unused = PumpThreads.later(LOOK, this::open);
                return;
            }
            log.warn("a thread keeps waiting for the other end of a FIFO: path={} cause='{}'", path, e.toString());
        }
        state = State.OVER;
        pretendNoMore();
    }

    private boolean isThere() throws IOException {
        try {
            return FifoIdentity.of(path).isSameFile(identity);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @GuardedBy("this")
    private void openBoth() throws IOException {
        FifoDoor opened = FifoDoor.open(path, identity);
        try {
            both = opened.knock();
            door = opened;
        } finally {
            if (door == null) {
                opened.close();
            }
        }
    }

    /** The thread has ended its wait. */
    synchronized void letGo() {
        if (state == State.NEW) {
            state = State.OVER;
            pretendNoMore();
        } else if (state == State.OPEN) {
            state = State.HELD;
            synchronized (PRETENDING) {
                holding = true;
                PRETENDING.notifyAll();
            }
            Future<?> unused = PumpThreads.later(LOOK, this::look);
        }
    }

    /** Closes when nothing was written, or it has been read, and nobody is about to write. */
    private synchronized void look() {
        FifoDoor open = door;
        if (open == null) {
            return;
        }
        looks++;
        int bytes = unread(open);
        if (looks <= MAX_LOOKS && (bytes > 0 || hasWriterButNoReader())) {
            if (looks == 1) {
                log.info("kept for a reader what others wrote into a FIFO: path={} bytes={}", path, bytes);
            }
            Future<?> unused = PumpThreads.later(LOOK, this::look);
            return;
        }
        if (bytes > 0) {
            log.warn("nobody read what others wrote into a FIFO, it is lost: path={} bytes={}", path, bytes);
        }
        state = State.OVER;
        closeQuietly(both);
        closeQuietly(open);
        pretendNoMore();
    }

    private void closeQuietly(@Nullable AutoCloseable end) {
        if (end == null) {
            return;
        }
        try {
            end.close();
        } catch (Exception e) {
            log.debug("close failed: path={}: {}", path, e.toString());
        }
    }

    private static int unread(FifoDoor open) {
        try {
            return open.input().available();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Besides the two handles of each knock; as far as the system shows the files of other processes. */
    private boolean hasWriterButNoReader() {
        int own;
        synchronized (PRETENDING) {
            own = count(identity, true);
        }
        return OpenHandles.count(identity, Access.WRITE) > own && OpenHandles.count(identity, Access.READ) <= 2 * own;
    }

    private void pretendNoMore() {
        synchronized (PRETENDING) {
            PRETENDING.remove(this);
            PRETENDING.notifyAll();
        }
    }

    /** NEW to OPEN to HELD to OVER; NEW to OVER when it is not needed or not possible. */
    private enum State {
        NEW,
        OPEN,
        HELD,
        OVER
    }
}
