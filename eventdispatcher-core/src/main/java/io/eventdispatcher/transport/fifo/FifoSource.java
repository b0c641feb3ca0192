package io.eventdispatcher.transport.fifo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.endpoint.FifoEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.PumpThreads;
import io.eventdispatcher.transport.PumpedAcceptor;
import io.eventdispatcher.transport.PumpedStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a stream of each generation of writers. Its thread waits for a writer, hands the stream over, waits for its end,
 * and waits again.
 *
 * <p>The read end stays open all the time, so nothing that is written in between is lost. Waiting means to open the FIFO
 * once more, which returns when somebody opens it for writing. A writer that came and went just before is not noticed
 * by that; its bytes are found by looking into the FIFO now and then, at first after milliseconds, later once a second.
 *
 * <p>Threading: any thread.
 */
final class FifoSource implements PumpedAcceptor.Origin {

    private static final Logger log = LoggerFactory.getLogger(FifoSource.class);

    private static final Duration FIRST_LOOK = Duration.ofMillis(5);
    private static final Duration LAST_LOOK = Duration.ofSeconds(1);

    private final FifoEndpoint endpoint;
    private final FifoFile file;
    private final @Nullable FifoFile reply;
    private final FifoOptions settings;
    private final Streams streams;

    @GuardedBy("this")
    private FifoDoor door;

    @GuardedBy("this")
    private State state = State.IDLE;

    /** A write end of our own that ends the wait for a writer; kept until it has ended. */
    @GuardedBy("this")
    private @Nullable FileChannel knock;

    @GuardedBy("this")
    private @Nullable Future<?> look;

    /** Whether nobody can come in any more, and that was told. */
    @GuardedBy("this")
    private boolean cutOff;

    FifoSource(
            FifoEndpoint endpoint,
            FifoFile file,
            @Nullable FifoFile reply,
            FifoDoor door,
            FifoOptions settings,
            Streams streams) {
        this.endpoint = endpoint;
        this.file = file;
        this.reply = reply;
        this.door = door;
        this.settings = settings;
        this.streams = streams;
    }

    /** Makes the streams of a listener. */
    interface Streams {
        PumpedStream make(EventLoop loop, Generation generation);

        /** The FIFO of the answers is about to be removed. */
        void noMoreReaders();

        /** The endpoint may be listened on again. */
        void released();
    }

    @Override
    public void start(PumpedAcceptor acceptor, EventLoop loop, String name) {
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.RUNNING;
        }
        PumpThreads.start(name + " fifo", () -> run(acceptor, loop, name));
    }

    private void run(PumpedAcceptor acceptor, EventLoop loop, String name) {
        try {
            while (awaitWriter(name)) {
                Generation generation = new Generation(current());
                acceptor.offer(streams.make(loop, generation));
                if (!generation.awaitEnd()) {
                    rest(settings.rest());
                    reopen(name);
                }
            }
        } catch (InterruptedException e) {
            log.warn("{}: interrupted, listens no more: endpoint={}", name, endpoint);
        } finally {
            closeDoor();
        }
    }

    private synchronized FifoDoor current() {
        return door;
    }

    private synchronized boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Returns whether there is one; false when closed. */
    private boolean awaitWriter(String name) throws InterruptedException {
        while (waitingBegins()) {
            boolean came = false;
            try {
                current().awaitWriter();
                came = true;
            } catch (IOException e) {
                log.warn("{}: cannot wait for writers: endpoint={} cause='{}'", name, endpoint, e.toString());
            }
            waitingEnds();
            if (came && !isClosed()) {
                return true;
            }
            rest(LAST_LOOK);
        }
        return false;
    }

    private synchronized boolean waitingBegins() {
        if (state == State.CLOSED) {
            return false;
        }
        state = State.WAITING;
        lookIn(FIRST_LOOK);
        return true;
    }

    private synchronized void waitingEnds() {
        if (state == State.WAITING) {
            state = State.RUNNING;
        }
        if (look != null) {
            look.cancel(false);
        }
        FileChannel mine = knock;
        knock = null;
        closeQuietly(mine);
    }

    @GuardedBy("this")
    private void lookIn(Duration delay) {
        Duration next = delay.multipliedBy(2).compareTo(LAST_LOOK) < 0 ? delay.multipliedBy(2) : LAST_LOOK;
        look = PumpThreads.later(delay, () -> look(next));
    }

    /** Finds what a writer left that came and went before the wait began. */
    private synchronized void look(Duration next) {
        if (state != State.WAITING || knock != null) {
            return;
        }
        try {
            if (door.input().available() > 0) {
                knock = door.knock();
            } else {
                lookAtPath();
                lookIn(next);
            }
        } catch (IOException e) {
            log.debug("FIFO cannot be looked into: endpoint={}: {}", endpoint, e.toString());
            lookIn(next);
        }
    }

    /** The read end stays good when the name has gone, but new writers do not find it. */
    @GuardedBy("this")
    private void lookAtPath() throws IOException {
        boolean found;
        try {
            found = FifoIdentity.of(file.path()).isSameFile(file.identity());
        } catch (NoSuchFileException e) {
            found = false;
        }
        if (!found && !cutOff) {
            log.warn(
                    "the FIFO was removed or replaced, new writers do not reach its listener any more; stop and start"
                            + " that: endpoint={}",
                    endpoint);
        }
        cutOff = !found;
    }

    private synchronized void rest(Duration time) throws InterruptedException {
        if (state != State.CLOSED) {
            TimeUnit.NANOSECONDS.timedWait(this, time.toNanos());
        }
    }

    /** After this side has closed the read end under living writers. */
    private void reopen(String name) throws InterruptedException {
        boolean told = false;
        while (!isClosed()) {
            try {
                FifoDoor opened = FifoDoor.open(file.path(), file.identity());
                enter(opened);
                return;
            } catch (IOException e) {
                if (!told) {
                    log.warn(
                            "{}: cannot open its FIFO again, retrying once a second: endpoint={} cause='{}'",
                            name,
                            endpoint,
                            e.toString());
                    told = true;
                }
                rest(LAST_LOOK);
            }
        }
    }

    private synchronized void enter(FifoDoor opened) {
        door = opened;
    }

    private void closeDoor() {
        closeQuietly(current());
        waitingEnds();
    }

    private static void closeQuietly(@Nullable AutoCloseable end) {
        if (end == null) {
            return;
        }
        try {
            end.close();
        } catch (Exception e) {
            log.debug("close failed: {}", e.toString());
        }
    }

    @Override
    public void close() {
        State before;
        synchronized (this) {
            before = state;
            state = State.CLOSED;
            notifyAll();
        }
        file.remove();
        if (reply != null && reply.made()) {
            streams.noMoreReaders();
            reply.remove();
        }
        streams.released();
        if (before == State.WAITING) {
            releaseThread();
        } else if (before == State.IDLE) {
            PumpThreads.soon(() -> closeQuietly(current()));
        }
    }

    /** Tried again when there are no descriptors left for it. */
    private synchronized void releaseThread() {
        if (knock != null || !door.channel().isOpen()) {
            return;
        }
        try {
            knock = door.knock();
        } catch (IOException e) {
            log.warn("FIFO not let go, trying again: endpoint={} cause='{}'", endpoint, e.toString());
            Future<?> unused = PumpThreads.later(LAST_LOOK, this::releaseThread);
        }
    }

    /**
     * IDLE to RUNNING by start; RUNNING to WAITING and back by the thread; all to CLOSED. In CLOSED a running stream is
     * left alone, and the thread ends after it.
     */
    private enum State {
        IDLE,
        RUNNING,
        WAITING,
        CLOSED
    }
}
