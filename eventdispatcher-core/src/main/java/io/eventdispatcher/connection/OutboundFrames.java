package io.eventdispatcher.connection;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.framing.FrameEncoder;
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

    /** Queued bytes at which a batch is written before it ends. */
    private static final int EARLY_FLUSH_BYTES = 64 * 1024;

    private final Connection connection;
    private final FlowLimits limits;
    private final FrameEncoder encoder;
    private final int maxFrameBytes;
    private final WriteQueue queue;
    private boolean blocked;
    private boolean flushScheduled;
    private volatile boolean writable = true;
    private volatile @Nullable ForeignFrames foreign;
    private long bytesWritten;
    private long framesSent;
    private long framesRefused;

    OutboundFrames(Connection connection, ConnectionOptions options, OutputChunkPool pool) {
        this.connection = connection;
        this.limits = options.flow();
        this.encoder = options.framing().encoder();
        this.maxFrameBytes = options.framing().maxFrameBytes();
        this.queue = new WriteQueue(pool);
    }

    long bytesWritten() {
        return bytesWritten;
    }

    long framesSent() {
        return framesSent;
    }

    long framesRefused() {
        return framesRefused;
    }

    long queuedBytes() {
        ForeignFrames waiting = foreign;
        return queue.queuedBytes() + (waiting == null ? 0 : waiting.bytes());
    }

    boolean isWritable() {
        return writable;
    }

    boolean isEmpty() {
        return queue.isEmpty() && (foreign == null || queuedBytes() == 0);
    }

    SendResult send(ByteSource frame) {
        if (!connection.state().canSend()) {
            return SendResult.CLOSED;
        }
        if (frame.length() > maxFrameBytes) {
            framesRefused++;
            return SendResult.TOO_LONG;
        }
        if (!connection.loop().inLoop()) {
            return sendFromOtherThread(frame);
        }
        if (foreign != null) {
            takeForeign();
        }
        return append(frame);
    }

    private SendResult append(ByteSource frame) {
        int length = frame.length();
        int encodedLength = encoder.encodedLength(length);
        if (queue.queuedBytes() + encodedLength > limits.maxQueuedBytes()) {
            framesRefused++;
            return SendResult.FULL;
        }
        queue.append(encoder, frame, length, encodedLength);
        framesSent++;
        long queued = queue.queuedBytes();
        if (queued > limits.highWaterBytes()) {
            writable = false;
        }
        if (!blocked) {
            if (queued >= EARLY_FLUSH_BYTES) {
                flush();
            } else if (!flushScheduled && !connection.inBatch()) {
                flushScheduled = true;
                connection.loop().atTurnEnd(this);
            }
        }
        return SendResult.SENT;
    }

    private SendResult sendFromOtherThread(ByteSource frame) {
        ForeignFrames waiting = foreign;
        if (waiting == null) {
            synchronized (queue) {
                waiting = foreign;
                if (waiting == null) {
                    waiting = new ForeignFrames();
                    foreign = waiting;
                }
            }
        }
        long room = limits.maxQueuedBytes() - queue.queuedBytes();
        try {
            boolean taken = waiting.offer(frame, encoder.encodedLength(frame.length()), room, this::wakeLoop);
            return taken ? SendResult.SENT : SendResult.FULL;
        } catch (RejectedExecutionException loopClosed) {
            return SendResult.CLOSED;
        }
    }

    private void wakeLoop() {
        connection.loop().execute(this::takeForeign);
    }

    private void takeForeign() {
        ForeignFrames waiting = foreign;
        if (waiting == null || waiting.bytes() == 0) {
            return;
        }
        for (ByteSource frame : waiting.takeAll()) {
            if (frame == null || !connection.state().canSend()) {
                break;
            }
            append(frame);
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
                bytesWritten +=
                        queue.writeTo(connection.transport(), connection.loop().writeBuffer());
            } catch (IOException e) {
                connection.lost(e);
                return;
            }
            if (blocked == queue.isEmpty()) {
                blocked = !blocked;
                connection.transport().writeInterest(blocked);
            }
        }
        if (!writable && queue.queuedBytes() <= limits.lowWaterBytes()) {
            writable = true;
            connection.becameWritable();
        }
        connection.finishIfDone();
    }

    void clear() {
        queue.clear();
        foreign = null;
    }
}
