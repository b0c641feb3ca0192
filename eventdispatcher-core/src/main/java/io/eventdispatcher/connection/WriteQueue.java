package io.eventdispatcher.connection;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.framing.FrameEncoder;
import io.eventdispatcher.transport.StreamTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Frames waiting to be written to one connection, encoded back to back into chunks.
 *
 * <p>Threading: loop thread only; {@link #queuedBytes()} any thread, may lag.
 */
final class WriteQueue {

    private final OutputChunkPool pool;
    private @Nullable OutputChunk head;
    private @Nullable OutputChunk tail;
    private long queuedBytes;
    private long bytesWritten;

    WriteQueue(OutputChunkPool pool) {
        this.pool = pool;
    }

    long queuedBytes() {
        return queuedBytes;
    }

    /** Returns the bytes that the transport has taken, also in writes that failed later. */
    long bytesWritten() {
        return bytesWritten;
    }

    boolean isEmpty() {
        return head == null;
    }

    /** Encodes a frame at the end of the queue; the caller has checked the limit. */
    void append(FrameEncoder encoder, ByteSource frame, int frameLength, int encodedLength) {
        OutputChunk chunk = tail;
        if (chunk == null || chunk.room() < encodedLength) {
            chunk = addChunk(encodedLength);
        }
        int at = chunk.end;
        int content = at + encoder.header(chunk.bytes, at, frameLength);
        frame.copyTo(chunk.bytes, content);
        encoder.trailer(chunk.bytes, content + frameLength, frameLength);
        chunk.end = at + encodedLength;
        queuedBytes += encodedLength;
        pool.queued(encodedLength);
    }

    private OutputChunk addChunk(int bytes) {
        OutputChunk chunk = pool.take(bytes);
        OutputChunk last = tail;
        if (last == null) {
            head = chunk;
        } else {
            last.next = chunk;
        }
        tail = chunk;
        return chunk;
    }

    /**
     * Writes until the queue is empty or the transport takes no more.
     *
     * @param scratch direct buffer of the loop: the chunks of a turn are gathered there and leave in one write
     */
    void writeTo(StreamTransport transport, ByteBuffer scratch) throws IOException {
        while (head != null) {
            scratch.clear();
            for (OutputChunk chunk = head; chunk != null && scratch.hasRemaining(); chunk = chunk.next) {
                scratch.put(chunk.bytes, chunk.start, Math.min(chunk.remaining(), scratch.remaining()));
            }
            scratch.flip();
            int offered = scratch.remaining();
            int taken = transport.write(scratch);
            consume(taken);
            if (taken < offered) {
                return;
            }
        }
    }

    private void consume(int bytes) {
        queuedBytes -= bytes;
        pool.unqueued(bytes);
        bytesWritten += bytes;
        OutputChunk chunk = head;
        int rest = bytes;
        while (chunk != null && rest >= chunk.remaining()) {
            rest -= chunk.remaining();
            OutputChunk next = chunk.next;
            pool.give(chunk);
            chunk = next;
        }
        head = chunk;
        if (chunk == null) {
            tail = null;
        } else {
            chunk.start += rest;
        }
    }

    /** Drops everything that was not written. */
    void clear() {
        OutputChunk chunk = head;
        while (chunk != null) {
            OutputChunk next = chunk.next;
            pool.give(chunk);
            chunk = next;
        }
        head = null;
        tail = null;
        pool.unqueued(queuedBytes);
        queuedBytes = 0;
    }
}
