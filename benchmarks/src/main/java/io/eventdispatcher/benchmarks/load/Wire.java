package io.eventdispatcher.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * One connected socket, plain or with TLS. It takes all bytes that are written and keeps what the socket refuses.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
interface Wire {

    /** The channel, for the selector. */
    SocketChannel channel();

    /**
     * Reads once.
     *
     * @return bytes put into the buffer, 0 when there is nothing, -1 at the end of the stream
     */
    int read(ByteBuffer into) throws IOException;

    /**
     * Takes all remaining bytes.
     *
     * @return whether they left; if not, call {@link #flush()} when the channel is writable
     */
    boolean write(ByteBuffer from) throws IOException;

    /** Writes what is kept; returns whether nothing is left. */
    boolean flush() throws IOException;
}
