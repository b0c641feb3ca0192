package io.eventdispatcher.transport;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.IoHandler;
import io.eventdispatcher.loop.IoRegistration;
import io.eventdispatcher.loop.TimerHandle;
import io.eventdispatcher.timer.Schedule;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts on a bound {@link ServerSocketChannel}: TCP and Unix sockets.
 *
 * <p>Threading: as {@link Acceptor}.
 *
 * @since 0.1
 */
public final class ChannelAcceptor implements Acceptor, IoHandler, Unattached {

    private static final Logger log = LoggerFactory.getLogger(ChannelAcceptor.class);

    private static final int MAX_ACCEPTS_PER_TURN = 64;

    private final ServerSocketChannel channel;
    private final Endpoint endpoint;
    private final TransportOptions accepted;
    private final @Nullable SocketAddress fixedLocal;
    private final Runnable beforeClose;
    private final AcceptCall acceptCall;
    private final AcceptOutage outage = new AcceptOutage();

    private volatile State state = State.BOUND;
    private volatile @Nullable EventLoop loop;
    private String name = "";
    private @Nullable AcceptHandler handler;
    private volatile @Nullable IoRegistration registration;
    private volatile @Nullable TimerHandle retry;

    // written by the loop thread only
    private volatile long acceptedCount;
    private volatile long vanished;

    /**
     * Takes over a bound channel.
     *
     * @param channel bound, non-blocking; closed by {@link #close}
     * @param endpoint the endpoint really bound
     * @param accepted settings of the accepted streams
     * @param fixedLocal the local address of all accepted streams; null = ask each channel
     * @param beforeClose called once, before the channel is closed
     * @since 0.1
     */
    public ChannelAcceptor(
            ServerSocketChannel channel,
            Endpoint endpoint,
            TransportOptions accepted,
            @Nullable SocketAddress fixedLocal,
            Runnable beforeClose) {
        this(channel, endpoint, accepted, fixedLocal, beforeClose, channel::accept);
    }

    ChannelAcceptor(
            ServerSocketChannel channel,
            Endpoint endpoint,
            TransportOptions accepted,
            @Nullable SocketAddress fixedLocal,
            Runnable beforeClose,
            AcceptCall acceptCall) {
        this.channel = channel;
        this.endpoint = endpoint;
        this.accepted = accepted;
        this.fixedLocal = fixedLocal;
        this.beforeClose = beforeClose;
        this.acceptCall = acceptCall;
    }

    /** The system call, replaced in tests by one that runs out of descriptors. */
    interface AcceptCall {
        @Nullable
        SocketChannel accept() throws IOException;
    }

    @Override
    public Endpoint boundEndpoint() {
        return endpoint;
    }

    @Override
    public EventLoop loop() {
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
        if (state != State.BOUND && state != State.CLOSED) {
            throw new IllegalStateException("acceptor started twice: name='" + name + "' endpoint=" + endpoint);
        }
        registration = target.register(channel, sourceName, priority, SelectionKey.OP_ACCEPT, this);
        name = sourceName;
        handler = acceptHandler;
        loop = target;
        move(State.BOUND, State.ACCEPTING);
    }

    @Override
    public void onReady(IoRegistration ready, int readyOps) throws IOException {
        for (int i = 0; i < MAX_ACCEPTS_PER_TURN && state == State.ACCEPTING; i++) {
            SocketChannel next;
            try {
                next = acceptCall.accept();
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

    /** A handler that threw does not end the listener; the loop has logged and counted it. */
    @Override
    public void onFailure(IoRegistration failed, Throwable failure) {}

    private void deliver(SocketChannel next) {
        ChannelStream stream;
        try {
            stream = prepare(next);
        } catch (IOException e) {
            vanished++;
            log.debug("{}: a peer vanished while it was accepted: {}", name, e.toString());
            closeQuietly(next);
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

    private ChannelStream prepare(SocketChannel next) throws IOException {
        next.configureBlocking(false);
        ChannelSettings.apply(accepted, next, fixedLocal == null);
        SocketAddress local = fixedLocal == null ? next.getLocalAddress() : fixedLocal;
        return new ChannelStream(next, local, next.getRemoteAddress(), this);
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
        IoRegistration current = registration;
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

    @Override
    public void close() {
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
        }
        cancelRetry();
        beforeClose.run();
        cancelRegistration();
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("close failed: endpoint={}: {}", endpoint, e.toString());
        }
    }

    /** The kernel lets go of the address only when the selector does, so the loop has to turn once. */
    private void cancelRegistration() {
        EventLoop current = loop;
        IoRegistration cancelled = registration;
        if (current == null || cancelled == null) {
            return;
        }
        if (current.inLoop()) {
            cancelled.cancel();
            return;
        }
        try {
            current.execute(cancelled::cancel);
        } catch (RejectedExecutionException e) {
            log.debug("loop has let go already: endpoint={}: {}", endpoint, e.getMessage());
        }
    }

    private static void closeQuietly(SocketChannel unwanted) {
        try {
            unwanted.close();
        } catch (IOException e) {
            log.debug("close failed: {}", e.toString());
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
