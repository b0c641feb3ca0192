package io.eventdispatcher.transport;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.DatagramCounters.Event;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives and sends on one port: limits of a turn and of a datagram, the guard, and what the system has to complain
 * about. Nothing that a datagram contains comes out of here as a failure.
 *
 * <p>Threading: loop thread only.
 */
final class DatagramIo {

    private static final int MAX_DATAGRAMS_PER_TURN = 64;
    private static final long MAX_TURN_NANOS = 10_000_000;

    /** A send collects what the system learned about earlier datagrams, so it may fail for another's sake. */
    private static final int MAX_TRIES = 3;

    private static final Logger log = LoggerFactory.getLogger(DatagramIo.class);

    private final DatagramPort port;
    private final DatagramGuard guard;
    private final int maxDatagramBytes;
    private final ByteBuffer buffer;
    private final DatagramCounters counters = new DatagramCounters();
    private String name;

    DatagramIo(DatagramPort port, DatagramGuard guard, int maxDatagramBytes) {
        if (maxDatagramBytes <= guard.overheadBytes()) {
            throw new IllegalArgumentException("the limit of a datagram leaves no room for a message: maxDatagramBytes="
                    + maxDatagramBytes + " secretBytes=" + guard.overheadBytes());
        }
        this.port = port;
        this.guard = guard;
        this.maxDatagramBytes = maxDatagramBytes;
        this.buffer = ByteBuffer.allocateDirect(maxDatagramBytes + 1); // one more tells what is too long
        this.name = port.scheme();
    }

    /** Takes what arrived. */
    interface Sink {

        /** Takes one datagram and returns whether there shall be more in this turn. */
        boolean onDatagram(SocketAddress from, ByteBuffer content);
    }

    DatagramCounters counters() {
        return counters;
    }

    /** The longest frame that fits with what the guard adds. */
    int maxFrameBytes() {
        return maxDatagramBytes - guard.overheadBytes();
    }

    boolean authenticates() {
        return guard.authenticates();
    }

    void name(String source) {
        name = source;
    }

    /**
     * Receives at most 64 datagrams, and for at most 10 ms with what is done about them.
     *
     * @throws IOException if the socket failed
     */
    void receive(EventLoop loop, Sink sink) throws IOException {
        long end = loop.nanoTime() + MAX_TURN_NANOS;
        boolean more = true;
        for (int i = 0; i < MAX_DATAGRAMS_PER_TURN && more; i++) {
            buffer.clear();
            SocketAddress from;
            try {
                from = port.receive(buffer);
            } catch (PortUnreachableException e) {
                dropped(Event.UNREACHABLE, null, () -> "", loop.nanoTime());
                continue;
            }
            if (from == null) {
                return;
            }
            buffer.flip();
            long now = loop.nanoTime();
            ByteBuffer content = admitted(from, now);
            if (content != null) {
                counters.count(Event.RECEIVED);
                more = sink.onDatagram(from, content);
            }
            more = more && loop.nanoTime() - end < 0;
        }
    }

    private @Nullable ByteBuffer admitted(SocketAddress from, long nowNanos) {
        int length = buffer.remaining();
        if (length == 0) {
            counters.count(Event.EMPTY);
            return null;
        }
        if (length > maxDatagramBytes) {
            dropped(Event.TOO_LONG, from, () -> "max=" + maxDatagramBytes, nowNanos);
            return null;
        }
        ByteBuffer content;
        try {
            content = guard.open(buffer, from);
        } catch (RuntimeException e) {
            dropped(Event.REFUSED, from, () -> "length=" + length + " the guard failed: " + e, nowNanos);
            return null;
        }
        if (content == null) {
            dropped(Event.REFUSED, from, () -> "length=" + length, nowNanos);
        }
        return content;
    }

    /**
     * Sends one frame as a datagram, or drops it for good.
     *
     * @param lossy whether a datagram that the system refuses is dropped too
     * @return false if there is no room now
     * @throws IOException if the socket is closed or, unless lossy, if the datagram cannot be sent
     */
    boolean send(ByteBuffer frame, SocketAddress to, boolean lossy, long nowNanos) throws IOException {
        int length = frame.remaining();
        ByteBuffer datagram = length == 0 ? null : sealed(frame);
        if (datagram == null || datagram.remaining() > maxDatagramBytes) {
            dropped(Event.UNSENDABLE, to, () -> "length=" + length + " max=" + maxFrameBytes(), nowNanos);
            return true;
        }
        boolean taken;
        try {
            taken = trySend(datagram, to, nowNanos);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            if (!lossy && !isTooLong(e)) {
                throw e;
            }
            dropped(Event.FAILED, to, () -> "cause='" + e.getMessage() + "'", nowNanos);
            return true;
        }
        if (taken) {
            counters.count(Event.SENT);
        }
        return taken;
    }

    private @Nullable ByteBuffer sealed(ByteBuffer frame) {
        try {
            return guard.seal(frame);
        } catch (RuntimeException e) {
            log.error("{}: the guard failed, a frame is not sent", name, e);
            return null;
        }
    }

    private boolean trySend(ByteBuffer datagram, SocketAddress to, long nowNanos) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return port.send(datagram, to);
            } catch (PortUnreachableException e) {
                dropped(Event.UNREACHABLE, to, () -> "", nowNanos);
                if (tries == MAX_TRIES) {
                    return true; // nobody listens there, so nothing is lost by giving this one up
                }
            }
        }
    }

    /** The system's EMSGSIZE, of which Java keeps the words only: trying again would not make the datagram shorter. */
    private static boolean isTooLong(IOException failure) {
        return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("too long");
    }

    /** Counts, and now and then logs; a peer that is null is not known. */
    void dropped(Event event, @Nullable SocketAddress peer, Supplier<String> detail, long nowNanos) {
        counters.dropped(event, name, () -> peer == null ? "unknown" : port.text(peer), detail, nowNanos);
    }
}
