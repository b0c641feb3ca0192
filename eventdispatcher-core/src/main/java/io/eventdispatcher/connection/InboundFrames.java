package io.eventdispatcher.connection;

import io.eventdispatcher.framing.FrameDecoder;
import io.eventdispatcher.framing.FrameSink;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.TransportHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The path of bytes in: one read per readiness into the loop's shared buffer, all complete frames of it to the handler,
 * the unfinished rest kept here. A connection without an unfinished frame holds no buffer. For the loop it is the name of the
 * connection as well, so that an idle connection needs no text for it.
 *
 * <p>Threading: loop thread only.
 */
final class InboundFrames implements TransportHandler, FrameSink, Supplier<String> {

    /** Rests up to this length are copied in front of the next read; longer ones grow in an array of their own. */
    private static final int SHORT_REST_BYTES = 4096;

    /** What a lingering connection throws away at most. */
    private static final int MAX_DISCARDED_BYTES = 1 << 20;

    private final Connection connection;
    private final FrameDecoder decoder;
    private byte @Nullable [] rest;
    private int restOffset;
    private int restLength;
    private boolean backlog;
    private boolean backlogScheduled;
    private boolean ended;
    private boolean inBatch;
    private int discardedBytes;
    private long framesReceived;
    private long bytesReceived;

    InboundFrames(Connection connection, FrameDecoder decoder) {
        this.connection = connection;
        this.decoder = decoder;
    }

    /** Returns the name of the connection. Any thread. */
    @Override
    public String get() {
        return connection.id();
    }

    long framesReceived() {
        return framesReceived;
    }

    long bytesReceived() {
        return bytesReceived;
    }

    /** Tells whether a frame was begun but is not complete. */
    boolean hasUnfinishedFrame() {
        return restLength > 0 && !backlog;
    }

    boolean hasEnded() {
        return ended;
    }

    boolean inBatch() {
        return inBatch;
    }

    @Override
    public void onReadable() {
        try {
            if (connection.state() == ConnectionState.LINGERING) {
                discard();
            } else if (connection.isReading() && !backlog) {
                readOnce();
            } else {
                connection.updateReading(); // suspended by another thread: the interest goes off with the first call
            }
        } catch (IOException e) {
            connection.lost(e);
        }
    }

    /** Reads what has come while the loop was busy elsewhere; returns whether there was something. */
    boolean catchUp() {
        if (inBatch || backlog || !connection.isReading()) {
            return false;
        }
        long before = bytesReceived;
        onReadable();
        return bytesReceived != before;
    }

    @Override
    public void onWritable() {
        connection.outbound().onWritable();
    }

    @Override
    public void onFailure(Throwable failure) {
        connection.failed(failure);
    }

    private void readOnce() throws IOException {
        EventLoop loop = connection.loop();
        ByteBuffer buffer = loop.readBuffer();
        byte[] inbound = loop.inbound();
        boolean shortRest = restLength <= Math.min(SHORT_REST_BYTES, inbound.length / 2);
        buffer.clear();
        if (shortRest) {
            buffer.limit(Math.min(buffer.capacity(), inbound.length - restLength));
        }
        int count = connection.transport().read(buffer);
        if (count <= 0) {
            if (count < 0) {
                end();
            }
            return;
        }
        bytesReceived += count;
        buffer.flip();
        if (shortRest) {
            int before = restLength;
            if (before > 0) {
                System.arraycopy(rest(), restOffset, inbound, 0, before);
            }
            buffer.get(inbound, before, count);
            decode(inbound, 0, before + count);
        } else {
            byte[] grown = restWithRoomFor(count);
            buffer.get(grown, restOffset + restLength, count);
            decode(grown, restOffset, restLength + count);
        }
    }

    private byte[] restWithRoomFor(int count) {
        byte[] bytes = rest();
        int end = restOffset + restLength;
        if (end + count <= bytes.length) {
            return bytes;
        }
        byte[] grown = new byte[Math.max(restLength + count, 2 * restLength)];
        System.arraycopy(bytes, restOffset, grown, 0, restLength);
        rest = grown;
        restOffset = 0;
        return grown;
    }

    private byte[] rest() {
        byte[] bytes = rest;
        if (bytes == null) {
            throw new IllegalStateException(connection.id() + ": no unfinished bytes, but length=" + restLength);
        }
        return bytes;
    }

    private void decode(byte[] bytes, int offset, int length) {
        connection.share().budget().begin();
        inBatch = true;
        int consumed;
        try {
            consumed = decoder.decode(bytes, offset, length, this);
        } finally {
            inBatch = false;
        }
        if (consumed == FrameDecoder.TOO_LONG) {
            drop();
            connection.batchEnded();
            connection.tooLong();
        } else {
            keep(bytes, offset + consumed, length - consumed);
            connection.batchEnded();
        }
        connection.outbound().flush();
        if (backlog) {
            connection.updateReading();
        }
    }

    private void keep(byte[] bytes, int offset, int length) {
        if (length == 0 || !connection.state().canSend() || connection.state() == ConnectionState.DRAINING) {
            drop();
            return;
        }
        if (bytes == rest && length >= bytes.length / 2) {
            restOffset = offset;
        } else {
            rest = Arrays.copyOfRange(bytes, offset, offset + length);
            restOffset = 0;
        }
        restLength = length;
    }

    /** Forgets what was received but not handed over. */
    void drop() {
        rest = null;
        restOffset = 0;
        restLength = 0;
        backlog = false;
    }

    @Override
    public boolean onFrame(byte[] bytes, int offset, int length) {
        framesReceived++;
        connection.frameReceived(bytes, offset, length);
        if (!connection.share().budget().isSpentByFrame() && connection.isReading()) {
            return true;
        }
        backlog = true;
        return false;
    }

    boolean hasBacklog() {
        return backlog;
    }

    /** Has the backlog gone on with in the next turn. */
    void scheduleBacklog() {
        if (!backlogScheduled && !inBatch) {
            connection.loop().execute(this::continueBacklog);
            backlogScheduled = true;
        }
    }

    /** Goes on with frames that were received but not handed over when the turn ended or reading was suspended. */
    private void continueBacklog() {
        backlogScheduled = false;
        if (backlog && !inBatch && connection.isReading()) {
            backlog = false;
            try {
                decode(rest(), restOffset, restLength);
            } catch (RuntimeException e) {
                connection.failed(e);
            }
            if (!backlog) {
                connection.updateReading();
            }
        }
    }

    private void end() {
        ended = true;
        connection.transport().readInterest(false);
        boolean unfinished = restLength > 0;
        drop();
        connection.peerEnded(unfinished);
    }

    /**
     * Throws away what the peer still sends.
     *
     * @return whether something was there
     */
    boolean discard() throws IOException {
        ByteBuffer buffer = connection.loop().readBuffer();
        buffer.clear();
        int count = connection.transport().read(buffer);
        if (count < 0 || discardedBytes > MAX_DISCARDED_BYTES) {
            ended = true;
            connection.lingered();
            return false;
        }
        discardedBytes += count;
        return count > 0;
    }
}
