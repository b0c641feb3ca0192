package io.eventdispatcher.transport;

import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * A guard that guards nothing.
 *
 * <p>Threading: immutable.
 */
final class OpenGuard implements DatagramGuard {

    @Override
    public ByteBuffer open(ByteBuffer datagram, SocketAddress from) {
        return datagram;
    }

    @Override
    public ByteBuffer seal(ByteBuffer frame) {
        return frame;
    }

    @Override
    public int overheadBytes() {
        return 0;
    }

    @Override
    public boolean authenticates() {
        return false;
    }

    @Override
    public String toString() {
        return "no guard";
    }
}
