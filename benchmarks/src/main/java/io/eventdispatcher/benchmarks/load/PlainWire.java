package io.eventdispatcher.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A socket without encryption.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
record PlainWire(SocketChannel channel, PendingBytes pending) implements Wire {

    @Override
    public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public boolean write(ByteBuffer from) throws IOException {
        if (pending.isEmpty()) {
            channel.write(from);
            if (!from.hasRemaining()) {
                return true;
            }
        }
        pending.add(from);
        return false;
    }

    @Override
    public boolean flush() throws IOException {
        return pending.writeTo(channel);
    }
}
