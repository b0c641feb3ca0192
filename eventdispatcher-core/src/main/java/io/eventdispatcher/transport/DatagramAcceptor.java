package io.eventdispatcher.transport;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.DatagramCounters.Event;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a datagram socket: whoever sends something that the guard lets pass becomes a stream of its own, which gets
 * the following datagrams of the same address and sends answers there.
 *
 * <p>A stream whose peer is silent for {@link DatagramOptions#peerIdle} ends, and the one silent for longest when there
 * are more than {@link DatagramOptions#maxPeers}; the next datagram of that peer makes a new one. Answers leave only to
 * peers that are certainly on this machine, or that the guard {@linkplain DatagramGuard#authenticates authenticates}:
 * anybody can write a victim's address on a datagram. At most 64 datagrams are received a turn, for at most 10 ms.
 * Differs from the C++ library, which has one conversation with everybody and reads until nothing is left.
 *
 * <p>After {@link #close} nothing is received any more, but the address stays bound until the last stream is closed, so
 * that answers can still leave.
 *
 * <p>Threading: as {@link Acceptor}.
 *
 * @since 0.1
 */
public final class DatagramAcceptor implements Acceptor, TransportHandler, DatagramOwner {

    private static final Logger log = LoggerFactory.getLogger(DatagramAcceptor.class);

    private final DatagramPort port;
    private final Endpoint endpoint;
    private final @Nullable SocketAddress replyTo;
    private final Runnable beforeClose;
    private final DatagramIo io;
    private final DatagramPeers peers;
    private final DatagramOutage outage;

    private volatile State state = State.BOUND;
    private volatile @Nullable EventLoop loop;
    private @Nullable AcceptHandler handler;

    /**
     * Takes over a bound socket.
     *
     * @param port closed with this acceptor
     * @param endpoint the endpoint really bound
     * @param options limits and guard; their own {@code maxDatagramBytes} and {@code replyTo} are not looked at
     * @param maxDatagramBytes the longest datagram sent and taken, 1 or more
     * @param replyTo where answers go; null = to the sender
     * @param beforeClose called once, before the socket is unbound
     * @throws IllegalArgumentException if the limit leaves no room for what the guard adds
     * @since 0.1
     */
    public DatagramAcceptor(
            DatagramPort port,
            Endpoint endpoint,
            DatagramOptions options,
            int maxDatagramBytes,
            @Nullable SocketAddress replyTo,
            Runnable beforeClose) {
        this.port = port;
        this.endpoint = endpoint;
        this.replyTo = replyTo;
        this.beforeClose = beforeClose;
        this.io = new DatagramIo(port, options.guard(), maxDatagramBytes);
        this.peers = new DatagramPeers(options);
        this.outage = new DatagramOutage();
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
    public DatagramPort port() {
        return port;
    }

    @Override
    public int maxFrameBytes() {
        return io.maxFrameBytes();
    }

    @Override
    public void start(EventLoop target, String sourceName, int priority, AcceptHandler acceptHandler)
            throws IOException {
        target.checkInLoop("acceptor '" + sourceName + "'");
        if (state == State.CLOSED) {
            throw new ClosedChannelException();
        }
        if (state != State.BOUND) {
            throw new IllegalStateException("acceptor started twice: name='" + sourceName + "' endpoint=" + endpoint);
        }
        handler = acceptHandler;
        io.name(sourceName);
        port.attach(target, sourceName, priority, this);
        loop = target;
        if (move(State.BOUND, State.RECEIVING)) {
            port.readInterest(true);
        } else {
            port.close();
        }
    }

    @Override
    public void onReadable() {
        if (state != State.RECEIVING) {
            return;
        }
        try {
            io.receive(loop(), this::onDatagram);
            outage.over();
        } catch (ClosedChannelException e) {
            log.debug("{}: closed while receiving", endpoint);
        } catch (IOException e) {
            io.dropped(Event.FAILED, null, () -> "cause='" + e.getMessage() + "'", loop().nanoTime());
            if (move(State.RECEIVING, State.BACKING_OFF)) {
                port.readInterest(false);
                outage.began(loop(), endpoint + " receive", this::retry);
            }
        }
    }

    private void retry() {
        if (move(State.BACKING_OFF, State.RECEIVING)) {
            port.readInterest(true);
        }
    }

    /** A handler that threw does not end the listener; its stream knows, and the loop has logged and counted it. */
    @Override
    public void onFailure(Throwable failure) {}

    private boolean onDatagram(SocketAddress from, ByteBuffer content) {
        long now = loop().nanoTime();
        DatagramStream stream = peers.find(from);
        if (stream == null) {
            stream = admit(from, now);
        }
        if (stream == null) {
            return state == State.RECEIVING;
        }
        stream.touch(now);
        DatagramStream.Refusal refusal = stream.offer(content);
        if (refusal != null) {
            Event event = refusal == DatagramStream.Refusal.TOO_LONG ? Event.TOO_LONG : Event.OVERFLOWED;
            io.dropped(event, from, () -> "length=" + content.remaining(), now);
        }
        stream.deliver();
        return state == State.RECEIVING;
    }

    private @Nullable DatagramStream admit(SocketAddress from, long nowNanos) {
        AcceptHandler target = handler;
        if (target == null || peers.isCrowded()) {
            io.dropped(Event.OVERFLOWED, from, () -> "streams=" + peers.open(), nowNanos);
            return null;
        }
        DatagramStream silent = peers.oldestIfFull();
        if (silent != null) {
            io.dropped(Event.EVICTED, silent.remoteSocketAddress(), () -> "maxPeers=" + peers.max(), nowNanos);
            silent.end();
        }
        DatagramStream stream = new DatagramStream(this, from);
        peers.add(stream);
        peers.forgetIdle(loop());
        boolean taken = false;
        try {
            target.onAccept(stream);
            taken = true;
        } finally {
            if (!taken) {
                stream.close();
            }
        }
        return stream.takesInput() ? stream : null;
    }

    // ---- what the streams ask for ----

    @Override
    public void attached(DatagramStream stream, String name, int priority) {
        // The socket is listed under the name of the listener, with its priority.
    }

    @Override
    public boolean send(DatagramStream stream, ByteBuffer frame) throws IOException {
        SocketAddress sender = stream.remoteSocketAddress();
        SocketAddress target = replyTo == null ? sender : replyTo;
        long now = loop().nanoTime();
        if (!stream.isLoopback() && !io.authenticates() || !port.canReach(target)) {
            io.dropped(Event.WITHHELD, sender, () -> "length=" + frame.remaining(), now);
            return true;
        }
        if (!port.isOpen()) {
            throw new ClosedChannelException();
        }
        boolean taken = io.send(frame, target, true, now);
        if (taken) {
            stream.touch(now);
            peers.touch(sender);
        }
        return taken;
    }

    @Override
    public void readWanted(DatagramStream stream, boolean wanted) {
        // The others go on receiving; what arrives for this one is kept for a while.
    }

    @Override
    public void writeWanted(DatagramStream stream, boolean wanted) {
        peers.writeWanted(stream, wanted);
        port.writeInterest(peers.anyWantsToWrite());
    }

    @Override
    public void onWritable() {
        for (DatagramStream stream : peers.writers()) {
            stream.writable();
        }
    }

    @Override
    public boolean keep(int bytes, int kept) {
        return peers.keep(bytes, kept);
    }

    @Override
    public void release(int bytes) {
        peers.release(bytes);
    }

    @Override
    public void ended(DatagramStream stream) {
        peers.forget(stream);
    }

    @Override
    public void closed(DatagramStream stream) {
        peers.remove(stream);
        if (!loop().isClosed()) {
            port.writeInterest(peers.anyWantsToWrite());
        }
        releaseIfUnused();
    }

    private void releaseIfUnused() {
        if (state == State.CLOSED && peers.open() == 0) {
            port.close();
        }
    }

    // ---- life cycle ----

    @Override
    public void pause() {
        loop().checkInLoop(this);
        if (move(State.RECEIVING, State.PAUSED) || move(State.BACKING_OFF, State.PAUSED)) {
            outage.cancel();
            port.readInterest(false);
        }
    }

    @Override
    public void resume() {
        loop().checkInLoop(this);
        if (move(State.PAUSED, State.RECEIVING)) {
            port.readInterest(true);
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

    @Override
    public void close() {
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
        }
        beforeClose.run();
        EventLoop current = loop;
        if (current == null) {
            port.close();
        } else if (current.inLoop()) {
            finish();
        } else {
            try {
                current.execute(this::finish);
            } catch (RejectedExecutionException e) {
                log.debug("the loop of {} takes no tasks, so it is closed at once: {}", endpoint, e.getMessage());
                port.close();
            }
        }
    }

    private void finish() {
        outage.cancel();
        peers.cancelTimer();
        port.readInterest(false);
        releaseIfUnused();
    }

    @Override
    public AcceptorStatistics statistics() {
        return new AcceptorStatistics(peers.accepted(), outage.failures(), outage.outages(), 0);
    }

    @Override
    public DatagramStatistics datagrams() {
        return io.counters().snapshot(peers.known());
    }

    @Override
    public String toString() {
        return "acceptor of " + endpoint;
    }

    /**
     * BOUND to RECEIVING by start; RECEIVING to BACKING_OFF when the socket fails and back by a timer; both to PAUSED and
     * from there to RECEIVING; all to CLOSED, where the socket stays bound until the last stream is closed.
     */
    private enum State {
        BOUND,
        RECEIVING,
        BACKING_OFF,
        PAUSED,
        CLOSED
    }
}
