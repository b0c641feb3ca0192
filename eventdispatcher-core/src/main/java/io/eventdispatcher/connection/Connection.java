package io.eventdispatcher.connection;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.framing.Framing;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.TimerHandle;
import io.eventdispatcher.timer.Schedule;
import io.eventdispatcher.transport.PeerCredentials;
import io.eventdispatcher.transport.StreamTransport;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.security.Principal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One connection: a transport, a framing and a handler, with a bounded write queue, statistics and an orderly end.
 *
 * <p>Threading: any thread, unless a method says otherwise. Everything happens on the thread of {@link #loop()}; what
 * other threads ask for is handed over to it.
 *
 * @since 0.1
 */
public final class Connection {

    private static final VarHandle SUSPENDS;
    private static final VarHandle HOLDS;

    /** Most connections have none. */
    private static final AttributeKey<ConnectionTimers> TIMERS = AttributeKey.named("timers");

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            SUSPENDS = lookup.findVarHandle(Connection.class, "suspends", int.class);
            HOLDS = lookup.findVarHandle(Connection.class, "holds", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** How a connection ends, in one field: hardly any of the many connections is ending. */
    private record Drain(CloseReason reason, @Nullable ByteSource last) {
        static final Drain NONE = new Drain(CloseReason.PEER, null);
    }

    private final ConnectionShare share;
    private final long number;
    private final StreamTransport transport;
    private final ConnectionHandler handler;
    private final InboundFrames inbound;
    private final OutboundFrames outbound;
    private final ConnectionClock clock;
    private volatile ConnectionState state = ConnectionState.OPENING;
    private volatile int suspends;
    private volatile int holds;
    private Drain drain = Drain.NONE;
    private volatile @Nullable Map<AttributeKey<?>, Object> attributes;
    private volatile @Nullable FrameObserver frames; // written by whoever traces

    /** Position in the list of live connections of the share; belongs to the share. */
    int index;

    Connection(ConnectionShare share, long number, StreamTransport transport, ConnectionHandler handler) {
        this.share = share;
        this.number = number;
        this.transport = transport;
        this.handler = handler;
        Framing framing = transport.framing(share.options().framing());
        this.inbound = new InboundFrames(this, framing.newDecoder());
        this.outbound = new OutboundFrames(this, share.options().flow(), framing, share.chunks());
        this.clock = new ConnectionClock(share.loop().nanoTime());
    }

    /**
     * Returns the unique name: owner, a dash and a number.
     *
     * @return for example {@code "main-42"}
     */
    public String id() {
        return share.group().owner() + "-" + number;
    }

    /**
     * Returns the number in the {@link #id()}.
     *
     * @return 1 or more, ascending per owner
     */
    public long number() {
        return number;
    }

    /**
     * Returns the name of the listener or client that owns this connection.
     *
     * @return the name
     */
    public String owner() {
        return share.group().owner();
    }

    /**
     * Returns which side opened the connection.
     *
     * @return the role of this side
     */
    public Role role() {
        return share.group().role();
    }

    /**
     * Returns the state; it may change at any time.
     *
     * @return the state
     */
    public ConnectionState state() {
        return state;
    }

    /**
     * Returns the scheme of the transport.
     *
     * @return for example {@code "tcp"}
     */
    public String scheme() {
        return transport.scheme();
    }

    /**
     * Returns the printable address of this side.
     *
     * @return also after closing
     */
    public String localAddress() {
        return transport.localAddress();
    }

    /**
     * Returns the printable address of the peer.
     *
     * @return also after closing
     */
    public String remoteAddress() {
        return transport.remoteAddress();
    }

    /**
     * Tells whether both ends are on this machine's loopback, or the transport never leaves the machine.
     *
     * @return true for loopback TCP, Unix sockets and in-memory connections
     */
    public boolean isLoopback() {
        return transport.isLoopback();
    }

    /**
     * Returns who the peer is, where the transport knows.
     *
     * @return null unless the transport is a Unix socket
     */
    public @Nullable PeerCredentials peerCredentials() {
        return transport.peerCredentials();
    }

    /**
     * Returns the TLS session, with the certificates of the peer if it presented any.
     *
     * @return also after closing; null when the transport does not encrypt
     */
    public @Nullable SSLSession tlsSession() {
        return transport.tlsSession();
    }

    /**
     * Returns who the peer proved to be.
     *
     * @return the subject of its certificate, null without TLS or when it presented none
     */
    public @Nullable Principal principal() {
        SSLSession session = transport.tlsSession();
        try {
            return session == null ? null : session.getPeerPrincipal();
        } catch (SSLPeerUnverifiedException noCertificate) {
            return null;
        }
    }

    /**
     * Returns the loop whose thread serves this connection.
     *
     * @return the loop
     */
    public EventLoop loop() {
        return share.loop();
    }

    /**
     * Returns who acts on what happens to this connection.
     *
     * @return the handler it was opened with
     */
    public ConnectionHandler handler() {
        return handler;
    }

    /**
     * Sends one frame. Frames of one thread keep their order. The frame is accepted whole or not at all.
     *
     * @param frame content without framing; must not change afterwards
     * @return whether it was accepted
     */
    public SendResult send(ByteSource frame) {
        SendResult result = outbound.send(frame);
        if (!result.accepted()) {
            showSent(frame, result);
        }
        return result;
    }

    /** Shows the observer a frame that was refused, or that is queued now and will be written next. */
    void showSent(ByteSource frame, SendResult result) {
        FrameObserver watching = frames;
        if (watching != null) {
            share.observe(this, () -> watching.sent(this, frame, result));
        }
    }

    /**
     * Lets somebody watch each frame from now on, in place of whoever did so before. Without an observer frames cost
     * nothing more.
     *
     * @param observer told about each frame in both directions; null ends it
     */
    public void observeFrames(@Nullable FrameObserver observer) {
        frames = observer;
    }

    /**
     * Returns the longest frame that can be sent and received.
     *
     * @return bytes, without framing
     */
    public int maxFrameBytes() {
        return outbound.maxFrameBytes();
    }

    /**
     * Returns how frames lie in the bytes of this connection.
     *
     * @return what the options ask for, or what the transport has made of it
     */
    public Framing framing() {
        return outbound.framing();
    }

    /**
     * Tells whether the write queue is below its high-water mark; {@link ConnectionHandler#onWritable} tells when it is
     * again.
     *
     * @return false from above the high until at or below the low-water mark
     */
    public boolean isWritable() {
        return outbound.isWritable();
    }

    /** Stops reading, from the loop thread at once, else soon. Each call needs its own {@link #resume()}. */
    public void suspend() {
        if ((int) SUSPENDS.getAndAdd(this, 1) == 0) {
            onLoop(this::updateReading);
        }
    }

    /**
     * Takes one {@link #suspend()} back; frames that were received but not handed over come first.
     *
     * @throws IllegalStateException if it was not suspended
     */
    public void resume() {
        int before;
        do {
            before = suspends;
            if (before <= 0) {
                throw new IllegalStateException("connection '" + id() + "' is not suspended");
            }
        } while (!SUSPENDS.compareAndSet(this, before, before - 1));
        if (before == 1) {
            onLoop(this::updateReading);
        }
    }

    /**
     * Keeps the connection open while work is in flight, after the peer finished sending or while it drains.
     *
     * @return release it with {@link Hold#close()}
     */
    public Hold hold() {
        HOLDS.getAndAdd(this, 1);
        AtomicBoolean released = new AtomicBoolean();
        return () -> {
            if (released.compareAndSet(false, true) && (int) HOLDS.getAndAdd(this, -1) == 1) {
                onLoop(this::finishIfDone);
            }
        };
    }

    /**
     * Closes in order: reads no more, waits until nothing is held, writes what is queued, closes. After 30 s it closes
     * anyway, except for {@link CloseReason#SHUTDOWN}, whose grace its owner sets.
     *
     * @param reason why
     */
    public void drain(CloseReason reason) {
        drain(reason, null);
    }

    /**
     * Closes in order like {@link #drain(CloseReason)}, and says a last word: when nothing is held and everything else is
     * written, one more frame is sent. Only the first of several drains counts.
     *
     * @param reason why
     * @param last content without framing, left out when it cannot be sent; null for none
     */
    public void drain(CloseReason reason, @Nullable ByteSource last) {
        onLoop(() -> startDraining(reason, last));
    }

    /**
     * Closes at once; what is queued is lost. Of a loop that was closed, only the socket is closed: nobody is left to be
     * told.
     *
     * @param reason why
     */
    public void close(CloseReason reason) {
        onLoop(() -> end(reason, null));
    }

    /**
     * Returns an attribute.
     *
     * @param key the key
     * @param <T> type of the value
     * @return the value, null if it was not set
     */
    @SuppressWarnings("unchecked")
    public <T> @Nullable T attribute(AttributeKey<T> key) {
        Map<AttributeKey<?>, Object> values = attributes;
        return values == null ? null : (T) values.get(key);
    }

    /**
     * Sets or, with null, removes an attribute.
     *
     * @param key the key
     * @param value the value
     * @param <T> type of the value
     */
    public synchronized <T> void attribute(AttributeKey<T> key, @Nullable T value) {
        Map<AttributeKey<?>, Object> values = attributes;
        if (values == null) {
            values = new ConcurrentHashMap<>(4);
            attributes = values;
        }
        if (value == null) {
            values.remove(key);
        } else {
            values.put(key, value);
        }
    }

    /**
     * Makes a timer that ends with the connection: once it is closed, the action does not run any more. Timers that are
     * to outlive it come from {@link EventLoop#schedule}. Differs from the original, where a connection has one delay and
     * one date.
     *
     * @param schedule when to run, counted from this call
     * @param action run on the loop thread; must not block; what it throws closes the connection, as of a handler
     * @return the timer, to cancel it or to arm it again; cancelled already when the connection is closed
     * @throws IllegalStateException if 1,024 timers of this connection are armed
     * @throws RejectedExecutionException if the loop is closed or, on another thread, has too many pending tasks
     */
    public TimerHandle schedule(Schedule schedule, Runnable action) {
        ConnectionTimers own;
        synchronized (this) {
            own = attribute(TIMERS);
            if (own == null) {
                own = new ConnectionTimers(this);
                attribute(TIMERS, own);
            }
        }
        TimerHandle timer = own.schedule(schedule, action);
        if (state == ConnectionState.CLOSED) {
            own.end();
        }
        return timer;
    }

    /**
     * Returns what the connection looks like now; counters may lag by one turn of the loop.
     *
     * @return a snapshot
     */
    public ConnectionSnapshot snapshot() {
        return clock.snapshot(this);
    }

    /**
     * Returns the bytes that the kernel (or the in-memory peer) has taken.
     *
     * @return bytes, framing included
     */
    public long bytesWritten() {
        return outbound.bytesWritten();
    }

    /**
     * Returns the bytes that are accepted but not written.
     *
     * @return bytes, framing included
     */
    public long queuedBytes() {
        return outbound.queuedBytes();
    }

    @Override
    public String toString() {
        return id() + " " + scheme() + " " + localAddress() + " <-> " + remoteAddress() + " " + state;
    }

    // ---- the parts of a connection talk to each other from here on, on the loop thread ----

    ConnectionShare share() {
        return share;
    }

    StreamTransport transport() {
        return transport;
    }

    InboundFrames inbound() {
        return inbound;
    }

    OutboundFrames outbound() {
        return outbound;
    }

    ConnectionClock clock() {
        return clock;
    }

    boolean isSuspended() {
        return suspends > 0;
    }

    boolean isReading() {
        return state == ConnectionState.OPEN && suspends == 0;
    }

    boolean inBatch() {
        return inbound.inBatch();
    }

    private void onLoop(Runnable action) {
        if (loop().inLoop()) {
            action.run();
        } else {
            try {
                loop().execute(action);
            } catch (RejectedExecutionException closedOrFull) {
                share.dropped(this, closedOrFull);
                if (loop().isClosed()) {
                    transport.close();
                }
            }
        }
    }

    void start() {
        try {
            transport.attach(inbound, share.options().priority(), inbound);
        } catch (IOException | RuntimeException e) {
            share.observeOpened(this);
            end(CloseReason.ERROR, e);
            return;
        }
        state = ConnectionState.OPEN;
        share.observeOpened(this);
        if (state != ConnectionState.CLOSED) {
            try {
                handler.onOpen(this);
            } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
                failed(e);
            }
            updateReading();
        }
    }

    void frameReceived(byte[] bytes, int offset, int length) {
        FrameObserver watching = frames;
        if (watching != null) {
            share.observe(this, () -> watching.received(this, bytes, offset, length));
        }
        try {
            handler.onFrame(this, bytes, offset, length);
        } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
            failed(e);
        }
    }

    void batchEnded() {
        if (state == ConnectionState.CLOSED) {
            return;
        }
        try {
            handler.onBatchEnd(this);
        } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
            failed(e);
        }
    }

    void becameWritable() {
        try {
            handler.onWritable(this);
        } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
            failed(e);
        }
    }

    void tooLong() {
        share.countTooLong();
        if (state != ConnectionState.OPEN) {
            return; // closed or draining since the batch ended
        }
        try {
            handler.onTooLong(this, outbound.maxFrameBytes());
        } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
            failed(e);
        }
        startDraining(CloseReason.TOO_LONG, null);
    }

    void peerEnded(boolean unfinishedFrame) {
        if (unfinishedFrame) {
            share.countUnfinished(this);
        }
        if (state == ConnectionState.OPEN) {
            state = ConnectionState.HALF_CLOSED;
            try {
                handler.onEnd(this);
            } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
                failed(e);
            }
        }
        finishIfDone();
    }

    void updateReading() {
        if (state == ConnectionState.OPEN && !inbound.hasEnded()) {
            boolean reading = suspends == 0;
            transport.readInterest(reading && !inbound.hasBacklog());
            if (reading && inbound.hasBacklog()) {
                inbound.scheduleBacklog();
            }
        }
    }

    /** Makes up for what other threads could not tell because the loop took no tasks. */
    void recheck() {
        updateReading();
        finishIfDone();
    }

    private void startDraining(CloseReason reason, @Nullable ByteSource last) {
        if (state == ConnectionState.OPEN || state == ConnectionState.HALF_CLOSED) {
            drain = new Drain(reason, last);
            state = ConnectionState.DRAINING;
            clock.stateChanged(loop().nanoTime());
            if (!inbound.hasEnded()) {
                transport.readInterest(false);
            }
            if (!inbound.inBatch()) {
                inbound.drop();
                outbound.flush();
            }
        }
    }

    /** Closes a half-closed or draining connection when nothing is held and all is written. */
    void finishIfDone() {
        boolean finishing = state == ConnectionState.HALF_CLOSED || state == ConnectionState.DRAINING;
        if (!finishing || holds > 0 || inbound.inBatch() || !outbound.isEmpty() || saysLastWord()) {
            return;
        }
        try {
            boolean refusedInput = drainReason() == CloseReason.TOO_LONG || drainReason() == CloseReason.PROTOCOL;
            if (inbound.hasEnded() || (!inbound.discard() && !refusedInput) || inbound.hasEnded()) {
                end(drainReason(), null);
            } else {
                state = ConnectionState.LINGERING;
                clock.stateChanged(loop().nanoTime());
                transport.shutdownOutput();
                transport.readInterest(true);
            }
        } catch (IOException e) {
            end(drainReason(), null);
        }
    }

    /** Sends the last frame; what follows waits until it is written. */
    private boolean saysLastWord() {
        ByteSource last = drain.last();
        if (last != null) {
            drain = new Drain(drain.reason(), null);
        }
        return last != null && outbound.send(last).accepted();
    }

    /** A time-out of the input has passed: close after writing what is queued. */
    void expired(CloseReason reason) {
        startDraining(reason, null);
    }

    CloseReason drainReason() {
        return drain.reason();
    }

    /** Something is held for too long, for example by a handler whose stage never completes. */
    void drainedTooLong() {
        end(drainReason(), null);
    }

    void lingered() {
        if (state == ConnectionState.LINGERING) {
            end(drainReason(), null);
        }
    }

    /** The transport failed: the peer reset the connection or vanished. */
    void lost(IOException cause) {
        end(state == ConnectionState.LINGERING ? drainReason() : CloseReason.PEER, cause);
    }

    void timerFired(Runnable action) {
        try {
            action.run();
        } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
            failed(e);
        }
    }

    /** A handler failed; its fault, not the peer's. */
    void failed(Throwable failure) {
        share.handlerFailed(this, failure);
        end(CloseReason.ERROR, failure);
    }

    void end(CloseReason reason, @Nullable Throwable cause) {
        if (state == ConnectionState.CLOSED) {
            return;
        }
        state = ConnectionState.CLOSED;
        ConnectionTimers own = attribute(TIMERS);
        if (own != null) {
            own.end();
        }
        transport.close();
        share.closed(this, reason);
        try {
            handler.onClosed(this, reason, cause);
        } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
            share.handlerFailed(this, e);
        }
        inbound.drop();
        outbound.clear();
        share.observeClosed(this, reason, cause);
    }
}
