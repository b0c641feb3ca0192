package io.eventdispatcher.connection;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.framing.FrameEncoder;
import io.eventdispatcher.framing.Framing;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The path of frames out: queue, limits, water marks, one write per batch of frames.
 *
 * <p>Frames sent while frames are being received leave together at the end of that batch; frames sent from timers, tasks
 * or other connections leave together at the end of the turn. {@code OP_WRITE} is only asked for after a partial write.
 *
 * <p>Threading: loop thread only, except {@link #send}, {@link #isWritable()} and the counters.
 */
final class OutboundFrames implements Runnable {

    /**
     * Queued bytes at which a batch is written before it ends: with hundreds of frames in one read, the peer works on the
     * first answers while we work on the last questions, instead of each waiting for the other.
     */
    private static final int EARLY_FLUSH_BYTES = 16 * 1024;

    private final Connection connection;
    private final FlowLimits limits;
    private final FrameEncoder encoder;
    private final Framing framing;
    private final WriteQueue queue;
    private boolean blocked;
    private boolean flushScheduled;
    private volatile boolean writable = true;
    private volatile @Nullable ForeignFrames foreign;
    private long framesSent;

    OutboundFrames(Connection connection, FlowLimits limits, Framing framing, OutputChunkPool pool) {
        this.connection = connection;
        this.limits = limits;
        this.encoder = framing.encoder();
        this.framing = framing;
        this.queue = new WriteQueue(pool);
    }

    Framing framing() {
        return framing;
    }

    int maxFrameBytes() {
        return framing.maxFrameBytes();
    }

    long bytesWritten() {
        return queue.bytesWritten();
    }

    long framesSent() {
        return framesSent;
    }

    /** Returns how many frames of other threads were refused; those of the loop are counted by the share. */
    long foreignFramesRefused() {
        ForeignFrames waiting = foreign;
        return waiting == null ? 0 : waiting.refused();
    }

    long queuedBytes() {
        ForeignFrames waiting = foreign;
        return queue.queuedBytes() + (waiting == null ? 0 : waiting.bytes());
    }

    /** Also looks at what other threads have sent and the loop has not seen, so that they stop in time. */
    boolean isWritable() {
        ForeignFrames waiting = foreign;
        return writable && (waiting == null || waiting.bytes() <= limits.highWaterBytes());
    }

    boolean isEmpty() {
        ForeignFrames waiting = foreign;
        return queue.isEmpty() && (waiting == null || waiting.isEmpty());
    }

    SendResult send(ByteSource frame) {
        if (connection.loop().inLoop()) {
            if (takeForeign()) {
                flushSoon();
            }
            return connection.state().canSend() ? append(frame) : SendResult.CLOSED;
        }
        return connection.state().canSend() ? sendFromOtherThread(frame) : SendResult.CLOSED;
    }

    private SendResult append(ByteSource frame) {
        if (frame.length() > maxFrameBytes()) {
            connection.share().countRefused();
            return SendResult.TOO_LONG;
        }
        if (queue.queuedBytes() + encoder.encodedLength(frame.length()) > maxQueuedBytesNow()) {
            connection.share().countRefused();
            return SendResult.FULL;
        }
        enqueue(frame);
        if (!blocked) {
            if (queue.queuedBytes() >= EARLY_FLUSH_BYTES) {
                writeEarly();
            }
            flushSoon();
        }
        return SendResult.SENT;
    }

    /** The limit of this connection, or its share while all connections of the group have too much queued. */
    private long maxQueuedBytesNow() {
        ConnectionShare share = connection.share();
        if (!share.isCrowded()) {
            return limits.maxQueuedBytes();
        }
        int live = Math.max(1, share.group().liveNow());
        return Math.min(limits.maxQueuedBytes(), limits.maxTotalBytes() / live);
    }

    /** Shows the frame before it can be written: what a peer answers is received, and observed, after it. */
    private void enqueue(ByteSource frame) {
        connection.showSent(frame, SendResult.SENT);
        int length = frame.length();
        queue.append(encoder, frame, length, encoder.encodedLength(length));
        framesSent++;
        if (queue.queuedBytes() > limits.highWaterBytes()) {
            writable = false;
        }
    }

    /**
     * Writes from inside a send, whose caller does not expect to be called back or to lose the connection there: water
     * marks and the end of the connection are looked at by the flush that follows, and a failure is met again by it.
     */
    private void writeEarly() {
        try {
            write();
        } catch (IOException metAgainByTheFlush) {
            // Peer gone: the stream refuses every further write as well.
        }
    }

    private void flushSoon() {
        if (!blocked && !flushScheduled && !connection.inBatch()) {
            connection.loop().atTurnEnd(this);
            flushScheduled = true;
        }
    }

    private SendResult sendFromOtherThread(ByteSource frame) {
        ForeignFrames waiting = foreignFrames();
        int length = frame.length();
        if (length > maxFrameBytes()) {
            waiting.refuse();
            return SendResult.TOO_LONG;
        }
        try {
            return waiting.offer(frame, encoder.encodedLength(length)) ? SendResult.SENT : SendResult.FULL;
        } catch (RejectedExecutionException loopClosed) {
            return SendResult.CLOSED;
        }
    }

    private ForeignFrames foreignFrames() {
        ForeignFrames present = foreign;
        if (present == null) {
            synchronized (queue) {
                present = foreign;
                if (present == null) {
                    present = new ForeignFrames(
                            () -> maxQueuedBytesNow() - queue.queuedBytes(),
                            () -> connection.loop().execute(this::foreignFramesWait));
                    foreign = present;
                }
            }
        }
        return present;
    }

    /** They leave at once: each of many connections would else hold a chunk until the end of the turn. */
    private void foreignFramesWait() {
        if (takeForeign() && !blocked && !connection.inBatch()) {
            flush();
        }
    }

    /**
     * Queues what was accepted from other threads, whatever the limit says now; their senders were told so.
     *
     * @return whether there was something, which is still to be written
     */
    private boolean takeForeign() {
        ForeignFrames waiting = foreign;
        if (waiting == null || !connection.state().canSend()) {
            return false;
        }
        try {
            return waiting.drainTo(this::enqueue);
        } catch (RuntimeException e) {
            connection.failed(e);
            return false;
        }
    }

    /** End of the turn. */
    @Override
    public void run() {
        flushScheduled = false;
        flush();
    }

    /** The transport takes bytes again. */
    void onWritable() {
        flush();
    }

    void flush() {
        if (!connection.state().canSend()) {
            return;
        }
        if (!queue.isEmpty()) {
            try {
                write();
            } catch (IOException e) {
                connection.lost(e);
                return;
            }
        }
        if (!writable && queue.queuedBytes() <= limits.lowWaterBytes()) {
            writable = true;
            connection.becameWritable();
        }
        connection.finishIfDone();
    }

    private void write() throws IOException {
        queue.writeTo(connection.transport(), connection.loop().writeBuffer());
        if (blocked == queue.isEmpty()) {
            blocked = !blocked;
            connection.transport().writeInterest(blocked);
        }
    }

    void clear() {
        queue.clear();
        foreign = null;
    }
}
