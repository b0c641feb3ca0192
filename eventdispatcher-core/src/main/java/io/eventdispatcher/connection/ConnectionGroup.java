package io.eventdispatcher.connection;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.TimerHandle;
import io.eventdispatcher.timer.Schedule;
import io.eventdispatcher.transport.StreamTransport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the connections of one listener or client share: loop, options, observer, output buffers, the time-out sweep and
 * the list of live connections.
 *
 * <p>Threading: any thread, unless a method says otherwise.
 *
 * @since 0.1
 */
public final class ConnectionGroup {

    private static final Logger log = LoggerFactory.getLogger(ConnectionGroup.class);

    private final EventLoop loop;
    private final String owner;
    private final Role role;
    private final ConnectionOptions options;
    private final ConnectionObserver observer;
    private final OutputChunkPool chunks = new OutputChunkPool();
    private final long[] closedByReason = new long[CloseReason.values().length];
    private Connection[] live = new Connection[8];
    private int liveCount;
    private long opened;
    private long framesReceived;
    private long framesSent;
    private long framesRefused;
    private long framesUnfinished;
    private long framesTooLong;
    private long bytesReceived;
    private long bytesSent;
    private long handlerFailures;
    private @Nullable TimerHandle sweep;
    private @Nullable CompletableFuture<Boolean> drained;

    /**
     * Creates a group without connections.
     *
     * @param loop serves all connections of the group
     * @param owner name of the listener or client, first part of the connections' names
     * @param role which side opens them
     * @param options shared settings
     * @param observer watches the connections come and go
     */
    public ConnectionGroup(
            EventLoop loop, String owner, Role role, ConnectionOptions options, ConnectionObserver observer) {
        this.loop = loop;
        this.owner = owner;
        this.role = role;
        this.options = options;
        this.observer = observer;
    }

    /**
     * Makes a connection of an established transport. Threading: loop thread only.
     *
     * @param transport belongs to the connection from now on
     * @param handler acts on what happens; its {@link ConnectionHandler#onOpen} is called before this returns
     * @return the connection, which may be closed already if its handler did so
     */
    public Connection open(StreamTransport transport, ConnectionHandler handler) {
        loop.checkInLoop("connection group '" + owner + "'");
        if (sweep == null) {
            Duration period = Duration.ofNanos(options.timeouts().sweepNanos());
            sweep = loop.schedule(owner + " time-outs", Schedule.every(period), this::sweep);
        }
        Connection connection;
        synchronized (this) {
            connection = new Connection(this, ++opened, transport, handler);
            if (liveCount == live.length) {
                live = Arrays.copyOf(live, liveCount * 2);
            }
            connection.index = liveCount;
            live[liveCount++] = connection;
        }
        connection.start();
        return connection;
    }

    private void sweep() {
        long now = loop.nanoTime();
        for (int i = liveCount - 1; i >= 0; i--) {
            // A close moves the last connection to the place of the closed one; it was looked at already.
            if (i < liveCount) {
                live[i].clock().sweep(live[i], options.timeouts(), now);
            }
        }
    }

    /**
     * Returns the loop of the group.
     *
     * @return the loop
     */
    public EventLoop loop() {
        return loop;
    }

    /**
     * Returns the name of the listener or client.
     *
     * @return the name
     */
    public String owner() {
        return owner;
    }

    /**
     * Returns which side opens the connections.
     *
     * @return the role of this side
     */
    public Role role() {
        return role;
    }

    /**
     * Returns the shared settings.
     *
     * @return the options
     */
    public ConnectionOptions options() {
        return options;
    }

    /**
     * Returns how many connections are live.
     *
     * @return 0 or more
     */
    public synchronized int size() {
        return liveCount;
    }

    /**
     * Returns the live connections.
     *
     * @return a copy, ordered by number
     */
    public List<Connection> connections() {
        List<Connection> copy;
        synchronized (this) {
            copy = new ArrayList<>(Arrays.asList(live).subList(0, liveCount));
        }
        copy.sort((a, b) -> Long.compare(a.number(), b.number()));
        return copy;
    }

    /**
     * Hands each live connection to an action.
     *
     * @param action called on the calling thread; may close connections
     */
    public void forEach(Consumer<? super Connection> action) {
        connections().forEach(action);
    }

    /**
     * Returns the totals since the group was created.
     *
     * @return a snapshot
     */
    public synchronized GroupStatistics statistics() {
        long frames = framesReceived;
        long sent = framesSent;
        long refused = framesRefused;
        long bytesIn = bytesReceived;
        long bytesOut = bytesSent;
        long queued = 0;
        int suspended = 0;
        for (int i = 0; i < liveCount; i++) {
            InboundFrames in = live[i].inbound();
            OutboundFrames out = live[i].outbound();
            frames += in.framesReceived();
            bytesIn += in.bytesReceived();
            sent += out.framesSent();
            refused += out.framesRefused();
            bytesOut += out.bytesWritten();
            queued += out.queuedBytes();
            suspended += live[i].isSuspended() ? 1 : 0;
        }
        Map<CloseReason, Long> closed = new EnumMap<>(CloseReason.class);
        for (CloseReason reason : CloseReason.values()) {
            closed.put(reason, closedByReason[reason.ordinal()]);
        }
        return new GroupStatistics(
                liveCount,
                suspended,
                opened,
                closed,
                frames,
                sent,
                refused,
                framesUnfinished,
                framesTooLong,
                bytesIn,
                bytesOut,
                queued,
                handlerFailures);
    }

    /**
     * Drains all connections, with {@link CloseReason#SHUTDOWN}, and closes what is left after the grace period. Calls
     * that overlap have the same end; the grace period that is over first counts.
     *
     * @param grace how long peers and work in flight may take; 0 closes at once
     * @return completed on the loop thread with true if nothing had to be cut off; with false at once if the loop is closed
     */
    public CompletableFuture<Boolean> drain(Duration grace) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        try {
            loop.execute(() -> startDraining(grace, done));
        } catch (RejectedExecutionException loopClosed) {
            done.complete(false);
        }
        return done;
    }

    private void startDraining(Duration grace, CompletableFuture<Boolean> done) {
        forEach(connection -> connection.drain(CloseReason.SHUTDOWN));
        if (liveCount == 0) {
            done.complete(true);
            return;
        }
        CompletableFuture<Boolean> end = drained == null ? new CompletableFuture<>() : drained;
        drained = end;
        TimerHandle deadline = loop.schedule(owner + " drain", Schedule.after(grace), () -> {
            drained = null;
            forEach(connection -> connection.close(CloseReason.SHUTDOWN));
            end.complete(false);
        });
        var unused = end.thenAccept(graceful -> {
            deadline.cancel();
            done.complete(graceful);
        });
    }

    // ---- what connections tell their group, on the loop thread ----

    OutputChunkPool chunks() {
        return chunks;
    }

    /** Returns how many connections are live, without the lock: any thread, may lag. */
    int liveNow() {
        return liveCount;
    }

    Instant now() {
        return loop.clock().now();
    }

    void closed(Connection connection) {
        synchronized (this) {
            Connection last = live[--liveCount];
            live[connection.index] = last;
            last.index = connection.index;
            live = shrink(live, liveCount);
            framesReceived += connection.inbound().framesReceived();
            bytesReceived += connection.inbound().bytesReceived();
            framesSent += connection.outbound().framesSent();
            framesRefused += connection.outbound().framesRefused();
            bytesSent += connection.outbound().bytesWritten();
        }
        TimerHandle timer = sweep;
        if (liveCount == 0 && timer != null) {
            timer.cancel();
            sweep = null;
        }
    }

    @SuppressWarnings("NullAway") // places beyond the count are empty
    private static Connection[] shrink(Connection[] live, int count) {
        live[count] = null;
        return count > 8 && count < live.length / 4 ? Arrays.copyOf(live, live.length / 2) : live;
    }

    void observeOpened(Connection connection) {
        try {
            observer.opened(connection);
        } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
            log.error("{}: the connection observer failed; ignored", connection.id(), e);
        }
        log.debug("{}: open, {}", connection.id(), connection);
    }

    void observeClosed(Connection connection, CloseReason reason, @Nullable Throwable cause) {
        synchronized (this) {
            closedByReason[reason.ordinal()]++;
        }
        if (log.isDebugEnabled()) {
            log.debug(
                    "{}: closed, reason={} cause={} received={} sent={}",
                    connection.id(),
                    reason.label(),
                    cause == null ? "none" : cause.toString(),
                    connection.inbound().framesReceived(),
                    connection.outbound().framesSent());
        }
        try {
            observer.closed(connection, reason, connection.clock().openNanos(loop.nanoTime()));
        } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
            log.error("{}: the connection observer failed; ignored", connection.id(), e);
        }
        CompletableFuture<Boolean> waiting = drained;
        if (liveCount == 0 && waiting != null) {
            drained = null;
            waiting.complete(true);
        }
    }

    void countTooLong() {
        synchronized (this) {
            framesTooLong++;
        }
    }

    void countUnfinished(Connection connection) {
        synchronized (this) {
            framesUnfinished++;
        }
        log.debug("{}: the peer ended in the middle of a frame, which was dropped", connection.id());
    }

    void handlerFailed(Connection connection, Throwable failure) {
        synchronized (this) {
            handlerFailures++;
        }
        log.error("{}: its handler failed; the connection is closed", connection.id(), failure);
    }

    void dropped(Connection connection, RejectedExecutionException cause) {
        log.debug("{}: not done, {}", connection.id(), cause.getMessage());
    }
}
