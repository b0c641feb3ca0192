package io.eventdispatcher.transport.junix;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.TimerHandle;
import io.eventdispatcher.timer.Schedule;
import io.eventdispatcher.transport.AcceptHandler;
import io.eventdispatcher.transport.AcceptOutage;
import io.eventdispatcher.transport.Acceptor;
import io.eventdispatcher.transport.AcceptorStatistics;
import io.eventdispatcher.transport.TransportOptions;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts on a bound channel of junixsocket.
 *
 * <p>Threading: as {@link Acceptor}.
 */
final class JunixAcceptor implements Acceptor, Watch.ReadyHandler {

    private static final Logger log = LoggerFactory.getLogger(JunixAcceptor.class);

    private static final int MAX_ACCEPTS_PER_TURN = 64;

    private final AFUNIXServerSocketChannel channel;
    private final Endpoint endpoint;
    private final UnixAddress local;
    private final TransportOptions accepted;
    private final AcceptOutage outage = new AcceptOutage();

    private volatile State state = State.BOUND;
    private volatile @Nullable EventLoop loop;
    private volatile @Nullable Watch watch;
    private volatile @Nullable TimerHandle retry;
    private String name = "";
    private @Nullable AcceptHandler handler;

    // written by the loop thread only
    private volatile long acceptedCount;
    private volatile long vanished;

    JunixAcceptor(AFUNIXServerSocketChannel channel, Endpoint endpoint, UnixAddress local, TransportOptions accepted) {
        this.channel = channel;
        this.endpoint = endpoint;
        this.local = local;
        this.accepted = accepted;
    }

    @Override
    public Endpoint boundEndpoint() {
        return endpoint;
    }

    private EventLoop loop() {
        EventLoop current = loop;
        if (current == null) {
            throw new IllegalStateException("acceptor is not started: endpoint=" + endpoint);
        }
        return current;
    }

    @Override
    public void start(EventLoop target, String sourceName, int priority, AcceptHandler acceptHandler)
            throws IOException {
        target.checkInLoop("acceptor '" + sourceName + "'");
        synchronized (this) {
            if (state == State.CLOSED) {
                throw new ClosedChannelException();
            }
            if (state != State.BOUND) {
                throw new IllegalStateException("acceptor started twice: name='" + name + "' endpoint=" + endpoint);
            }
            watch = Watch.start(channel, target, sourceName, this);
            name = sourceName;
            handler = acceptHandler;
            loop = target;
            state = State.ACCEPTING;
        }
        interest(SelectionKey.OP_ACCEPT);
    }

    @Override
    public void onReady(int ops, boolean hungUp) {
        for (int i = 0; i < MAX_ACCEPTS_PER_TURN && state == State.ACCEPTING; i++) {
            AFUNIXSocketChannel next;
            try {
                next = channel.accept();
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                backOff(e);
                return;
            }
            if (next == null) {
                return;
            }
            outage.over(name, endpoint);
            deliver(next);
        }
    }

    private void deliver(AFUNIXSocketChannel next) {
        JunixStream stream;
        try {
            stream = prepare(next);
        } catch (IOException e) {
            vanished++;
            log.debug("{}: a peer vanished while it was accepted: {}", name, e.toString());
            Watch.closeQuietly(next);
            return;
        }
        acceptedCount++;
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

    private JunixStream prepare(AFUNIXSocketChannel next) throws IOException {
        next.configureBlocking(false);
        if (accepted.receiveBuffer() > 0) {
            next.setOption(StandardSocketOptions.SO_RCVBUF, accepted.receiveBuffer());
        }
        if (accepted.sendBuffer() > 0) {
            next.setOption(StandardSocketOptions.SO_SNDBUF, accepted.sendBuffer());
        }
        return new JunixStream(loop(), next, local, Junix.address(next.getRemoteAddress()));
    }

    private void backOff(IOException cause) {
        int pauseSeconds = outage.failed(name, endpoint, cause);
        if (move(State.ACCEPTING, State.BACKING_OFF)) {
            interest(0);
            retry = loop().schedule(name + " accept", Schedule.after(Duration.ofSeconds(pauseSeconds)), this::retry);
        }
    }

    private void retry() {
        if (move(State.BACKING_OFF, State.ACCEPTING)) {
            interest(SelectionKey.OP_ACCEPT);
        }
    }

    @Override
    public void pause() {
        loop().checkInLoop(this);
        if (move(State.ACCEPTING, State.PAUSED) || move(State.BACKING_OFF, State.PAUSED)) {
            cancelRetry();
            interest(0);
        }
    }

    @Override
    public void resume() {
        loop().checkInLoop(this);
        if (move(State.PAUSED, State.ACCEPTING)) {
            interest(SelectionKey.OP_ACCEPT);
        }
    }

    /** Synchronized because any thread may close; nothing leaves CLOSED. */
    private synchronized boolean move(State from, State to) {
        boolean moves = state == from;
        if (moves) {
            state = to;
        }
        return moves;
    }

    private void interest(int ops) {
        Watch current = watch;
        if (current != null) {
            current.interest(ops);
        }
    }

    private void cancelRetry() {
        TimerHandle pending = retry;
        if (pending != null) {
            pending.cancel();
        }
    }

    /** Waits for the poll thread, usually for some microseconds, so that the name is free when it returns. */
    @Override
    public void close() {
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
        }
        cancelRetry();
        Watch current = watch;
        if (current == null) {
            Watch.closeQuietly(channel);
        } else {
            current.close();
            current.awaitClosed();
        }
    }

    @Override
    public AcceptorStatistics statistics() {
        return new AcceptorStatistics(acceptedCount, outage.failures(), outage.outages(), vanished);
    }

    @Override
    public String toString() {
        return "acceptor of " + endpoint;
    }

    /**
     * BOUND to ACCEPTING by start; ACCEPTING to BACKING_OFF when out of descriptors and back by the timer; both to
     * PAUSED and from there to ACCEPTING; all to CLOSED.
     */
    private enum State {
        BOUND,
        ACCEPTING,
        BACKING_OFF,
        PAUSED,
        CLOSED
    }
}
