package io.eventdispatcher.transport.junix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * Sends through a second descriptor of a socket, because junixsocket closes the descriptor when a peer turns out to be
 * gone; the socket itself lives on in the first one.
 *
 * <p>Threading: loop thread only; {@link #close} any thread.
 */
final class DatagramSender {

    private final AFUNIXDatagramChannel socket;
    private @Nullable AFUNIXDatagramChannel duplicate;
    private boolean closed;

    DatagramSender(AFUNIXDatagramChannel socket) {
        this.socket = socket;
    }

    /** Sends; returns false when there is no room. */
    synchronized boolean send(ByteBuffer datagram, AFUNIXSocketAddress to) throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        AFUNIXDatagramChannel through = duplicate;
        if (through == null) {
            through = FileDescriptorCast.duplicating(socket.getFileDescriptor()).as(AFUNIXDatagramChannel.class);
            through.configureBlocking(false);
            through.setShutdownOnClose(false);
            through.setDeleteOnClose(false);
            duplicate = through;
        }
        int start = datagram.position();
        try {
            boolean taken = through.send(datagram, to) > 0;
            datagram.position(taken ? datagram.limit() : start);
            return taken;
        } catch (IOException e) {
            datagram.position(start);
            drop();
            throw Watch.readable(e);
        }
    }

    private void drop() {
        if (duplicate != null) {
            Watch.closeQuietly(duplicate);
            duplicate = null;
        }
    }

    synchronized void close() {
        closed = true;
        drop();
    }
}
