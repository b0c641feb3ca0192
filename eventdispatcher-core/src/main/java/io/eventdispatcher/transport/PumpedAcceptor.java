package io.eventdispatcher.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.KeepAlive;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands streams that threads have made to a loop. They wait in a backlog until a task on the loop accepts them.
 *
 * <p>Threading: as {@link Acceptor}; {@link #offer} any thread.
 *
 * @since 0.1
 */
public final class PumpedAcceptor implements Acceptor, Runnable {

    private static final Logger log = LoggerFactory.getLogger(PumpedAcceptor.class);

    private static final int MAX_ACCEPTS_PER_TURN = 64;

    private final Endpoint endpoint;
    private final int maxBacklog;
    private final Origin origin;

    @GuardedBy("this")
    private final Queue<PumpedStream> backlog = new ArrayDeque<>();

    @GuardedBy("this")
    private State state = State.BOUND;

    @GuardedBy("this")
    private boolean signalled;

    private volatile @Nullable EventLoop loop;
    private @Nullable AcceptHandler handler;
    private volatile @Nullable KeepAlive keepAlive;

    /** Written by the loop thread only. */
    private volatile long accepted;

    /**
     * Makes an acceptor.
     *
     * @param endpoint what is bound
     * @param maxBacklog streams that may wait to be accepted, 1 or more
     * @param origin where the streams come from
     * @since 0.1
     */
    public PumpedAcceptor(Endpoint endpoint, int maxBacklog, Origin origin) {
        this.endpoint = endpoint;
        this.maxBacklog = maxBacklog;
        this.origin = origin;
    }

    /**
     * Where the streams of a {@link PumpedAcceptor} come from.
     *
     * @since 0.1
     */
    public interface Origin {

        /**
         * Begins to make streams and {@linkplain PumpedAcceptor#offer offers} them.
         *
         * <p>Threading: called once, on the loop thread; must not block.
         *
         * @param acceptor takes the streams
         * @param loop where they are going to live
         * @param name of the listener
         * @since 0.1
         */
        void start(PumpedAcceptor acceptor, EventLoop loop, String name);

        /**
         * Makes no more streams and lets go of what was bound.
         *
         * <p>Threading: called once, on any thread; must neither block nor throw.
         *
         * @since 0.1
         */
        void close();
    }

    /**
     * Adds a stream to the backlog; closes it when the acceptor is closed or the backlog is full.
     *
     * @param stream made for the acceptor's loop
     * @return whether it was added
     * @since 0.1
     */
    public boolean offer(PumpedStream stream) {
        boolean fits;
        synchronized (this) {
            fits = state != State.CLOSED && backlog.size() < maxBacklog;
            if (fits) {
                backlog.add(stream);
            }
        }
        if (fits) {
            signal();
        } else {
            log.debug("stream refused, the listener is closed or its backlog full: max={} {}", maxBacklog, stream);
            stream.close();
        }
        return fits;
    }

    @Override
    public Endpoint boundEndpoint() {
        return endpoint;
    }

    @Override
    public void start(EventLoop target, String name, int priority, AcceptHandler acceptHandler) throws IOException {
        target.checkInLoop("acceptor '" + name + "'");
        synchronized (this) {
            if (state == State.CLOSED) {
                throw new ClosedChannelException();
            }
            if (state != State.BOUND) {
                throw new IllegalStateException("acceptor started twice: name='" + name + "' endpoint=" + endpoint);
            }
            handler = acceptHandler;
            loop = target;
            keepAlive = target.keepAlive(name);
            state = State.ACCEPTING;
        }
        origin.start(this, target, name);
    }

    /** Has the backlog handed over, if there is one and it is wanted. */
    private void signal() {
        EventLoop home = loop;
        synchronized (this) {
            if (home == null || signalled || state != State.ACCEPTING || backlog.isEmpty()) {
                return;
            }
            signalled = true;
        }
        try {
            home.execute(this);
        } catch (RejectedExecutionException e) {
            log.debug("listener lost, its loop takes no tasks: endpoint={}: {}", endpoint, e.toString());
            close();
        }
    }

    /** Hands the backlog over; the task on the loop. */
    @Override
    public void run() {
        synchronized (this) {
            signalled = false;
        }
        try {
            for (int i = 0; i < MAX_ACCEPTS_PER_TURN; i++) {
                PumpedStream next = next();
                if (next == null) {
                    return;
                }
                hand(next);
            }
        } finally {
            signal();
        }
    }

    private synchronized @Nullable PumpedStream next() {
        return state == State.ACCEPTING ? backlog.poll() : null;
    }

    private void hand(PumpedStream stream) {
        accepted++;
        boolean taken = false;
        try {
            if (handler != null) {
                handler.onAccept(stream);
                taken = true;
            }
        } finally {
            if (!taken) {
                stream.close();
            }
        }
    }

    @Override
    public void pause() {
        checkStarted();
        move(State.ACCEPTING, State.PAUSED);
    }

    @Override
    public void resume() {
        checkStarted();
        move(State.PAUSED, State.ACCEPTING);
        signal();
    }

    private synchronized void move(State from, State to) {
        if (state == from) {
            state = to;
        }
    }

    private void checkStarted() {
        EventLoop home = loop;
        if (home == null) {
            throw new IllegalStateException("acceptor is not started: endpoint=" + endpoint);
        }
        home.checkInLoop(this);
    }

    @Override
    public void close() {
        List<PumpedStream> waiting;
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
            waiting = new ArrayList<>(backlog);
            backlog.clear();
        }
        origin.close();
        waiting.forEach(PumpedStream::close);
        KeepAlive token = keepAlive;
        if (token != null) {
            token.close();
        }
    }

    @Override
    public AcceptorStatistics statistics() {
        return new AcceptorStatistics(accepted, 0, 0, 0);
    }

    @Override
    public String toString() {
        return "acceptor of " + endpoint;
    }

    /** BOUND to ACCEPTING by start; ACCEPTING to PAUSED and back; all to CLOSED. */
    private enum State {
        BOUND,
        ACCEPTING,
        PAUSED,
        CLOSED
    }
}
