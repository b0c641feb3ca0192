package io.eventdispatcher.transport.tls;

import io.eventdispatcher.transport.StreamTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Encrypted bytes that the inner stream did not take. At most what one write produces, because nothing is encrypted
 * while there are any, and a few control records.
 *
 * <p>Threading: loop thread only.
 */
final class PendingBytes {

    /** Reached only by a peer that makes us answer and does not read the answers. */
    private static final int MAX_BYTES = 256 * 1024;

    private @Nullable ByteBuffer bytes;

    boolean isEmpty() {
        return bytes == null;
    }

    /** Writes what the inner stream takes now and keeps the rest; returns whether nothing is left. */
    boolean write(StreamTransport inner, ByteBuffer more) throws IOException {
        if (bytes == null) {
            inner.write(more);
            if (more.hasRemaining()) {
                bytes = ByteBuffer.allocate(more.remaining()).put(more).flip();
            }
        } else {
            int length = bytes.remaining() + more.remaining();
            if (length > MAX_BYTES) {
                throw new IOException("the peer does not read TLS control records: pending=" + length + " max="
                        + MAX_BYTES + " peer=" + inner.remoteAddress());
            }
            bytes = ByteBuffer.allocate(length).put(bytes).put(more).flip();
        }
        return bytes == null;
    }

    /** Returns whether nothing is left. */
    boolean flush(StreamTransport inner) throws IOException {
        ByteBuffer waiting = bytes;
        if (waiting == null) {
            return true;
        }
        inner.write(waiting);
        if (waiting.hasRemaining()) {
            return false;
        }
        bytes = null;
        return true;
    }

    void clear() {
        bytes = null;
    }
}
