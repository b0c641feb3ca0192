package io.eventdispatcher.connection;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.TimerHandle;
import io.eventdispatcher.timer.Schedule;
import io.eventdispatcher.transport.StreamTransport;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the connections of a group that live on one loop share: its list of live connections, counters, output buffers and
 * time-out sweep. The loops of a group have nothing in common that a message would write to; who wants to know the totals
 * adds the shares up.
 *
 * <p>Threading: loop thread only, unless a method says otherwise. The lock is for those who ask from other threads.
 */
final class ConnectionShare {

    private static final Logger log = LoggerFactory.getLogger(ConnectionShare.class);

    /** Queued bytes after which the other loops are looked at again, or a sixteenth of the limit if that is less. */
    private static final long LOOK_EVERY_BYTES = 64 * 1024;

    private final ConnectionGroup group;
    private final EventLoop loop;
    private final ConnectionOptions options;
    private final long maxTotalBytes;
    private final long lookEveryBytes;
    private final OutputChunkPool chunks = new OutputChunkPool();
    private final TurnBudget budget;
    private final long[] closedByReason = new long[CloseReason.values().length];
    private Connection[] live = new Connection[8];
    private int liveCount;
    private int reserved;
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

    ConnectionShare(ConnectionGroup group, EventLoop loop, ConnectionOptions options, boolean single) {
        this.group = group;
        this.loop = loop;
        this.options = options;
        this.budget = new TurnBudget(loop, options.flow());
        this.maxTotalBytes = options.flow().maxTotalBytes();
        this.lookEveryBytes = single ? Long.MAX_VALUE : Math.min(LOOK_EVERY_BYTES, maxTotalBytes / 16);
    }

    Connection open(StreamTransport transport, ConnectionHandler handler) {
        loop.checkInLoop(group);
        if (sweep == null) {
            Duration period = Duration.ofNanos(options.timeouts().sweepNanos());
            sweep = loop.schedule(group.owner() + " time-outs", Schedule.every(period), this::sweep);
        }
        Connection connection;
        synchronized (this) {
            opened++;
            reserved = Math.max(0, reserved - 1);
            connection = new Connection(this, group.nextNumber(), transport, handler);
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

    /** Returns the group this is a share of. Any thread. */
    ConnectionGroup group() {
        return group;
    }

    /** Returns the loop on which the connections of this share live. Any thread. */
    EventLoop loop() {
        return loop;
    }

    /** Returns the settings of the group. Any thread. */
    ConnectionOptions options() {
        return options;
    }

    OutputChunkPool chunks() {
        return chunks;
    }

    TurnBudget budget() {
        return budget;
    }

    /** Returns how many connections are live, without the lock: any thread, may lag. */
    int liveNow() {
        return liveCount;
    }

    Instant now() {
        return loop.clock().now();
    }

    /** Any thread. */
    synchronized int size() {
        return liveCount;
    }

    /** Returns the live connections and the places kept for others. Any thread. */
    synchronized int occupied() {
        return liveCount + reserved;
    }

    /** Keeps a place for a connection that will be opened. Any thread. */
    synchronized void reserve() {
        reserved++;
    }

    /** Gives up a place that was kept. Any thread. */
    synchronized void release() {
        reserved--;
    }

    /** Any thread. */
    synchronized void addTo(List<Connection> all) {
        all.addAll(Arrays.asList(live).subList(0, liveCount));
    }

    /** Any thread. */
    synchronized void addTo(GroupTotals totals) {
        totals.active += liveCount;
        totals.opened += opened;
        totals.framesReceived += framesReceived;
        totals.framesSent += framesSent;
        totals.framesRefused += framesRefused;
        totals.framesUnfinished += framesUnfinished;
        totals.framesTooLong += framesTooLong;
        totals.bytesReceived += bytesReceived;
        totals.bytesSent += bytesSent;
        totals.handlerFailures += handlerFailures;
        for (int i = 0; i < liveCount; i++) {
            totals.addLive(live[i]);
        }
        for (CloseReason reason : CloseReason.values()) {
            totals.closed.merge(reason, closedByReason[reason.ordinal()], Long::sum);
        }
    }

    /**
     * Tells whether all connections of the group together have more queued than they may.
     *
     * <p>What the other loops have queued is looked at once for each 64 KiB, and before this says yes: to read it for
     * every message would make the loops wait for each other's memory. Any thread; of threads that look at the same time
     * the last one wins.
     */
    boolean isCrowded() {
        if (chunks.queuedBytesOfAll() < maxTotalBytes && chunks.queuedSinceLook() < lookEveryBytes) {
            return false;
        }
        chunks.looked(group.queuedBytesBeside(this));
        return chunks.queuedBytesOfAll() >= maxTotalBytes;
    }

    /** Any thread. */
    CompletableFuture<Boolean> drain(
            Duration grace, Function<? super Connection, ? extends @Nullable ByteSource> farewell) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        try {
            loop.execute(() -> startDraining(grace, farewell, done));
        } catch (RejectedExecutionException loopClosed) {
            done.complete(false);
        }
        return done;
    }

    private void startDraining(
            Duration grace,
            Function<? super Connection, ? extends @Nullable ByteSource> farewell,
            CompletableFuture<Boolean> done) {
        for (Connection connection : liveCopy()) {
            connection.drain(CloseReason.SHUTDOWN, farewell.apply(connection));
        }
        if (liveCount == 0) {
            done.complete(true);
            return;
        }
        CompletableFuture<Boolean> end = drained == null ? new CompletableFuture<>() : drained;
        drained = end;
        TimerHandle deadline = loop.schedule(group.owner() + " drain", Schedule.after(grace), () -> {
            drained = null;
            for (Connection connection : liveCopy()) {
                connection.close(CloseReason.SHUTDOWN);
            }
            end.complete(false);
        });
        var unused = end.thenAccept(graceful -> {
            deadline.cancel();
            done.complete(graceful);
        });
    }

    /** In the order of their numbers. */
    private Connection[] liveCopy() {
        Connection[] copy = Arrays.copyOf(live, liveCount);
        Arrays.sort(copy, ConnectionGroup.BY_NUMBER);
        return copy;
    }

    // ---- what connections tell their share ----

    void closed(Connection connection, CloseReason reason) {
        synchronized (this) {
            Connection last = live[--liveCount];
            live[connection.index] = last;
            last.index = connection.index;
            live = shrink(live, liveCount);
            closedByReason[reason.ordinal()]++;
            framesReceived += connection.inbound().framesReceived();
            bytesReceived += connection.inbound().bytesReceived();
            framesSent += connection.outbound().framesSent();
            framesRefused += connection.outbound().foreignFramesRefused();
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
            group.observer().opened(connection);
        } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
            log.error("{}: the connection observer failed; ignored", connection.id(), e);
        }
        log.debug("{}: open, {}", connection.id(), connection);
    }

    /** Tells an observer of frames; any thread. */
    void observe(Connection connection, Runnable call) {
        try {
            call.run();
        } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
            log.error("{}: the frame observer failed; ignored", connection.id(), e);
        }
    }

    void observeClosed(Connection connection, CloseReason reason, @Nullable Throwable cause) {
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
            group.observer().closed(connection, reason, connection.clock().openNanos(loop.nanoTime()));
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

    /** Counts a frame of the loop thread that was refused. */
    synchronized void countRefused() {
        framesRefused++;
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

    /** Any thread. */
    void dropped(Connection connection, RejectedExecutionException cause) {
        log.debug("{}: not done, {}", connection.id(), cause.getMessage());
    }
}
