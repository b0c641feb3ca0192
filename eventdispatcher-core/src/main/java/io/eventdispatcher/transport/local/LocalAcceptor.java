package io.eventdispatcher.transport.local;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.endpoint.LocalEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.KeepAlive;
import io.eventdispatcher.transport.AcceptHandler;
import io.eventdispatcher.transport.Acceptor;
import io.eventdispatcher.transport.AcceptorStatistics;
import io.eventdispatcher.transport.BindFailedException;
import io.eventdispatcher.transport.BindFailedException.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A name in this process that accepts streams in memory. Streams wait in the backlog until a task on the acceptor's
 * loop hands them over.
 *
 * <p>Threading: as {@link Acceptor}; {@link #connect} any thread.
 */
final class LocalAcceptor implements Acceptor, Runnable {

    private static final Logger log = LoggerFactory.getLogger(LocalAcceptor.class);

    private static final int MAX_ACCEPTS_PER_TURN = 64;

    /** The names of this process. */
    private static final ConcurrentMap<String, LocalAcceptor> BOUND = new ConcurrentHashMap<>();

    private final LocalEndpoint endpoint;
    private final LocalAddress address;
    private final int maxBacklog;

    @GuardedBy("this")
    private final Queue<LocalStream> backlog = new ArrayDeque<>();

    @GuardedBy("this")
    private State state = State.BOUND;

    @GuardedBy("this")
    private boolean signalled;

    @GuardedBy("this")
    private long connected;

    private volatile @Nullable EventLoop loop;
    private @Nullable AcceptHandler handler;
    private @Nullable KeepAlive keepAlive;

    /** Written by the loop thread only. */
    private volatile long accepted;

    private LocalAcceptor(LocalEndpoint endpoint, int maxBacklog) {
        this.endpoint = endpoint;
        this.address = new LocalAddress(endpoint.name(), 0);
        this.maxBacklog = maxBacklog;
    }

    static LocalAcceptor bind(LocalEndpoint endpoint, int maxBacklog) throws BindFailedException {
        LocalAcceptor acceptor = new LocalAcceptor(endpoint, maxBacklog);
        if (BOUND.putIfAbsent(endpoint.name(), acceptor) != null) {
            throw new BindFailedException(
                    endpoint,
                    Reason.ADDRESS_IN_USE,
                    "address already in use by another listener of this process",
                    null);
        }
        return acceptor;
    }

    /** Makes a stream to the listener of that name and returns the connecting end. */
    static LocalStream connect(LocalAddress address) throws ConnectException {
        LocalAcceptor acceptor = BOUND.get(address.name());
        if (acceptor == null) {
            throw new ConnectException("Connection refused");
        }
        return acceptor.enqueue();
    }

    private LocalStream enqueue() throws ConnectException {
        LocalStream near;
        synchronized (this) {
            if (state == State.CLOSED) {
                throw new ConnectException("Connection refused");
            }
            if (backlog.size() >= maxBacklog) {
                throw new ConnectException("the backlog is full: backlog=" + maxBacklog);
            }
            connected++;
            near = LocalStream.pair(new LocalAddress(endpoint.name(), connected), address);
            backlog.add(near.peer());
        }
        signal();
        return near;
    }

    @Override
    public LocalEndpoint boundEndpoint() {
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
        signal();
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
                LocalStream next = next();
                if (next == null) {
                    return;
                }
                hand(next);
            }
        } finally {
            signal();
        }
    }

    private synchronized @Nullable LocalStream next() {
        return state == State.ACCEPTING ? backlog.poll() : null;
    }

    private void hand(LocalStream stream) {
        EventLoop home = loop;
        AcceptHandler target = handler;
        if (home == null || target == null) {
            stream.close();
            return;
        }
        stream.on(home);
        accepted++;
        boolean taken = false;
        try {
            target.onAccept(stream);
            taken = true;
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
        List<LocalStream> waiting;
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
            waiting = new ArrayList<>(backlog);
            backlog.clear();
        }
        BOUND.remove(endpoint.name(), this);
        waiting.forEach(LocalStream::close);
        if (keepAlive != null) {
            keepAlive.close();
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
