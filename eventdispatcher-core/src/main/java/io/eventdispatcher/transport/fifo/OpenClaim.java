package io.eventdispatcher.transport.fifo;

import io.eventdispatcher.loop.EventLoop;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The wish of one attempt to have one end of a FIFO.
 *
 * <p>Threading: what may change belongs to {@link SharedOpens} and its lock.
 */
final class OpenClaim {

    final EventLoop loop;
    final Path path;
    final StandardOpenOption direction;
    final FifoOptions settings;
    final Taker taker;

    State state = State.NEW;

    @Nullable
    SharedOpen target;

    @Nullable
    Future<?> expiry;

    OpenClaim(EventLoop loop, Path path, StandardOpenOption direction, FifoOptions settings, Taker taker) {
        this.loop = loop;
        this.path = path;
        this.direction = direction;
        this.settings = settings;
        this.taker = taker;
    }

    /**
     * Hears how it ended, once, unless it was given up before.
     *
     * <p>Threading: called on any thread; must not block.
     */
    interface Taker {
        void opened(FileChannel channel);

        void failed(IOException cause);
    }

    /** NEW to WAITING to OVER; WAITING to PARKED, which is nobody's turn, to OVER; NEW to OVER. */
    enum State {
        NEW,
        WAITING,
        PARKED,
        OVER
    }
}
