package io.eventdispatcher.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.connection.SendResult;
import io.eventdispatcher.framing.Framing;
import io.eventdispatcher.loop.EventLoop;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The way of frames out of a client: one queue for all senders, emptied by the loop thread into the connection when
 * there is one. That one queue keeps the order, also while the connection comes and goes.
 *
 * <p>The connection is called by the loop thread only and never with the lock held: it calls handlers, which are
 * somebody else's code and may wait for a thread that is just sending.
 *
 * <p>Threading: any thread where a method says so; the others loop thread only.
 */
final class Outbox {

    private final EventLoop loop;
    private final OfflineQueueLimits limits;
    private final Framing framing;
    private final int maxEncodedBytes;
    private final long maxBytesOnline;
    private final int maxFramesPerDrain;
    private final FrameDrops drops;
    private final Runnable drainTask = this::drainForOthers;
    private final InFlightFrames inFlight = new InFlightFrames();

    /** Also the lock of the next four fields. */
    private final OfflineQueue queue;

    /** False when the client is stopping: no new frames. */
    @GuardedBy("queue")
    private boolean open = true;

    /** Why there will be no connection by itself, null while attempts are made. */
    @GuardedBy("queue")
    private @Nullable String gaveUp;

    /** Whether there is a connection that frames may go to. */
    @GuardedBy("queue")
    private boolean online;

    /** Whether that connection refused the oldest frame because its write queue is full. */
    @GuardedBy("queue")
    private boolean stuck;

    @GuardedBy("queue")
    private boolean drainScheduled;

    /** The longest frame that connection carries; only while online. */
    @GuardedBy("queue")
    private int maxFrameBytesOnline;

    /** Written by the loop thread, at least once a second: the age of a frame needs no clock reading for each. */
    private volatile long coarseNanos;

    private @Nullable Connection connection;
    private @Nullable QueuedFrame giving;
    private boolean draining;

    Outbox(EventLoop loop, ConnectionOptions options, OfflineQueueLimits limits, FrameDrops drops) {
        this.loop = loop;
        this.limits = limits;
        this.framing = options.framing();
        this.maxEncodedBytes = options.flow().maxQueuedBytes();
        this.maxBytesOnline = Math.max(limits.maxBytes(), maxEncodedBytes);
        this.maxFramesPerDrain = options.flow().maxFramesPerTurn();
        this.queue = new OfflineQueue(limits);
        this.drops = drops;
        this.coarseNanos = loop.nanoTime();
    }

    /** Takes a frame, or says why not. Threading: any thread. */
    Delivery send(ByteSource frame) {
        int length = frame.length();
        if (length > framing.maxFrameBytes()) {
            return Delivery.rejected("frame too long: length=" + length + " max=" + framing.maxFrameBytes());
        }
        int bytes = framing.encoder().encodedLength(length);
        if (bytes > maxEncodedBytes) {
            return Delivery.rejected("frame longer than the write queue: bytes=" + bytes + " max=" + maxEncodedBytes);
        }
        boolean inLoop = loop.inLoop();
        boolean sending;
        boolean waits;
        List<QueuedFrame> dropped = List.of();
        synchronized (queue) {
            sending = online;
            String refusal =
                    !open ? "the client is stopped" : sending ? addOnline(frame, length, bytes, inLoop) : gaveUp;
            if (refusal != null) {
                return Delivery.rejected(refusal);
            }
            if (!sending) {
                // A fresh reading: before the client is started nobody keeps the coarse time up to date.
                dropped = queue.offer(new QueuedFrame(frame, bytes, loop.nanoTime()));
            }
            if (dropped == null) {
                return Delivery.rejected("not connected and the queue is full: bytes=" + bytes + " queuedFrames="
                        + queue.size() + " maxFrames=" + limits.maxFrames() + " queuedBytes=" + queue.bytes()
                        + " maxBytes=" + limits.maxBytes());
            }
            waits = !sending || stuck;
        }
        drops.report(dropped, DropReason.OVERFLOW);
        if (sending && inLoop) {
            drain();
            waits = isStuck();
        }
        return waits ? Delivery.QUEUED : Delivery.SENT;
    }

    /** Appends a frame for the connection; returns why not, or null. The offline limits do not apply now. */
    @GuardedBy("queue")
    private @Nullable String addOnline(ByteSource frame, int length, int bytes, boolean inLoop) {
        if (length > maxFrameBytesOnline) {
            return "frame too long for the connection: length=" + length + " max=" + maxFrameBytesOnline;
        }
        if (queue.bytes() + bytes > maxBytesOnline) {
            return "the peer does not keep up: bytes=" + bytes + " queuedBytes=" + queue.bytes() + " maxBytes="
                    + maxBytesOnline;
        }
        if (!inLoop && !scheduleDrain()) {
            return "the loop takes no tasks: it is closed, or too many wait";
        }
        queue.add(new QueuedFrame(frame, bytes, coarseNanos));
        return null;
    }

    @GuardedBy("queue")
    private boolean scheduleDrain() {
        if (!drainScheduled) {
            try {
                loop.execute(drainTask);
                drainScheduled = true;
            } catch (RejectedExecutionException e) {
                return false;
            }
        }
        return true;
    }

    private boolean isStuck() {
        synchronized (queue) {
            return stuck;
        }
    }

    private void drainForOthers() {
        synchronized (queue) {
            drainScheduled = false;
        }
        drain();
    }

    /** A connection was made; frames stay here until {@link #release}. */
    void connected(Connection made) {
        connection = made;
    }

    /** Lets the frames go to the connection, the waiting ones first. */
    void release() {
        Connection current = connection;
        if (current != null && current.state().canSend()) {
            synchronized (queue) {
                online = true;
                maxFrameBytesOnline = current.maxFrameBytes();
            }
            drain();
        }
    }

    /** Hands frames to the connection until none is left, it takes no more, or others must get their turn. */
    void drain() {
        Connection current = connection;
        if (draining || current == null) {
            return;
        }
        draining = true;
        try {
            int left = maxFramesPerDrain;
            QueuedFrame next = next();
            while (next != null && give(current, next)) {
                next = --left > 0 ? next() : null;
            }
            if (left == 0) {
                drainNextTurn();
            }
        } finally {
            draining = false;
        }
    }

    /** Senders on other threads may be as fast as this one; without an end the loop would do nothing else. */
    private void drainNextTurn() {
        synchronized (queue) {
            if (!queue.isEmpty() && !scheduleDrain()) {
                stuck = true; // the next tick tries again
            }
        }
    }

    private @Nullable QueuedFrame next() {
        synchronized (queue) {
            stuck = false;
            return online ? queue.poll() : null;
        }
    }

    private boolean give(Connection current, QueuedFrame frame) {
        giving = frame;
        SendResult result;
        try {
            result = current.send(frame.frame());
        } catch (RuntimeException e) {
            giving = null;
            throw e;
        }
        if (giving == null) {
            return false; // the connection broke meanwhile and the frame went back to the queue
        }
        giving = null;
        if (result == SendResult.SENT) {
            // Frames of other threads come behind this one in the stream, and may be counted already: then the frame
            // ends a little before the position noted, which can double it after a break, but never lose it.
            inFlight.add(frame, current.bytesWritten() + current.queuedBytes());
            inFlight.settle(current.bytesWritten());
            return true;
        }
        if (result == SendResult.TOO_LONG) {
            // Queued when it was not known how little this connection carries; it would stop all others for ever.
            drops.report(List.of(frame), DropReason.TOO_LONG);
            return true;
        }
        synchronized (queue) {
            queue.putBack(frame);
            stuck = true;
        }
        return false;
    }

    /** The connection is gone: what it had not handed to the kernel completely goes out first on the next one. */
    void disconnected() {
        Connection broken = connection;
        if (broken == null) {
            return;
        }
        connection = null;
        // The kernel took what was ever queued except what is still queued. bytesWritten alone may be behind: it does
        // not
        // count the last writes before the one that failed.
        inFlight.settle(Math.max(broken.bytesWritten(), inFlight.lastEnd() - broken.queuedBytes()));
        List<QueuedFrame> unsent = inFlight.takeAll();
        QueuedFrame interrupted = giving;
        if (interrupted != null) {
            unsent.add(interrupted);
            giving = null;
        }
        List<QueuedFrame> dropped;
        synchronized (queue) {
            online = false;
            stuck = false;
            dropped = queue.putBack(unsent);
        }
        drops.report(dropped, DropReason.OVERFLOW);
    }

    /** Once a second: forgets what is settled, drops what is too old, tries again what got stuck. */
    void tick(long nowNanos) {
        coarseNanos = nowNanos;
        Connection current = connection;
        if (current != null) {
            inFlight.settle(current.bytesWritten());
        }
        List<QueuedFrame> expired;
        synchronized (queue) {
            expired = queue.expire(nowNanos);
        }
        drops.report(expired, DropReason.EXPIRED);
        drain();
    }

    /** Takes no new frames until there is a connection, or null: takes them again. */
    void gaveUp(@Nullable String reason) {
        synchronized (queue) {
            gaveUp = reason;
        }
    }

    /** Takes a waiting frame back. Threading: any thread. */
    boolean withdraw(ByteSource frame) {
        synchronized (queue) {
            return queue.remove(frame);
        }
    }

    /** Takes no new frames any more. Threading: any thread. */
    void close() {
        synchronized (queue) {
            open = false;
        }
    }

    /** Drops what waits; returns how many frames that were. */
    int clear() {
        List<QueuedFrame> left;
        synchronized (queue) {
            left = queue.clear();
        }
        drops.report(left, DropReason.STOPPED);
        return left.size();
    }

    /** Whether frames go to a connection now. Threading: any thread. */
    boolean isOnline() {
        synchronized (queue) {
            return online;
        }
    }

    /** Whether no frame waits here; the connection may still be writing. Threading: any thread. */
    boolean isEmpty() {
        synchronized (queue) {
            return queue.isEmpty();
        }
    }

    /** The frames that wait, compared by identity. Threading: any thread. */
    Set<ByteSource> frames() {
        Set<ByteSource> frames = Collections.newSetFromMap(new IdentityHashMap<>());
        synchronized (queue) {
            queue.forEach(queued -> frames.add(queued.frame()));
        }
        return frames;
    }

    /** Threading: any thread. */
    int queuedFrames() {
        synchronized (queue) {
            return queue.size();
        }
    }

    /** Threading: any thread. */
    long queuedBytes() {
        synchronized (queue) {
            return queue.bytes();
        }
    }
}
