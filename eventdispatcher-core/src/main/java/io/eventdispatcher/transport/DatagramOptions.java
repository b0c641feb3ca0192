package io.eventdispatcher.transport;

import io.eventdispatcher.endpoint.Endpoint;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What UDP and Unix datagrams have in common: who is believed, how long a datagram may be, and how many peers a socket
 * remembers.
 *
 * <p>Threading: immutable.
 *
 * @param guard checks what arrives and completes what leaves: secret codes
 * @param maxDatagramBytes the longest datagram sent and taken, with everything in it; 0 = as the transport is used to:
 *     1,024 for {@code udp}, the most that servers of the C++ library take, and 65,536 for {@code unix-dgram}. Longer ones
 *     are dropped and counted, never cut off
 * @param maxPeers senders that a listening socket knows at a time; the one silent for longest makes room for a new one
 * @param peerIdle how long a listening socket remembers a sender that is silent
 * @param maxBufferedBytes what all peers of a socket together may have sent while their connections do not read, with 80
 *     bytes for each datagram; more is dropped and counted
 * @param replyTo where answers of a listening socket go instead of to the sender, of the scheme listened on; null = to
 *     the sender
 * @since 0.1
 */
public record DatagramOptions(
        DatagramGuard guard,
        int maxDatagramBytes,
        int maxPeers,
        Duration peerIdle,
        int maxBufferedBytes,
        @Nullable Endpoint replyTo)
        implements SchemeOptions {

    /** The most that can be asked for, 64 KiB. What the system takes is less with some transports: 65,507 with UDP. */
    public static final int MAX_DATAGRAM_BYTES = 65536;

    private static final DatagramOptions DEFAULTS =
            new DatagramOptions(DatagramGuard.NONE, 0, 1024, Duration.ofMinutes(1), 4 << 20, null);

    /**
     * Checks the ranges.
     *
     * @param guard see the record
     * @param maxDatagramBytes see the record
     * @param maxPeers see the record
     * @param peerIdle see the record
     * @param maxBufferedBytes see the record
     * @param replyTo see the record
     * @throws IllegalArgumentException if a number is out of range or the duration is not positive
     */
    public DatagramOptions {
        if (maxDatagramBytes < 0 || maxDatagramBytes > MAX_DATAGRAM_BYTES) {
            throw new IllegalArgumentException("the limit of a datagram is out of range: maxDatagramBytes="
                    + maxDatagramBytes + " min=1 max=" + MAX_DATAGRAM_BYTES + "; 0 = as the transport is used to");
        }
        if (maxPeers < 1) {
            throw new IllegalArgumentException("a socket must know at least one peer: maxPeers=" + maxPeers + " min=1");
        }
        if (peerIdle.isNegative() || peerIdle.isZero()) {
            throw new IllegalArgumentException("the time to remember a peer must be positive: peerIdle=" + peerIdle);
        }
        if (maxBufferedBytes < MAX_DATAGRAM_BYTES) {
            throw new IllegalArgumentException("the buffer must hold the longest datagram: maxBufferedBytes="
                    + maxBufferedBytes + " min=" + MAX_DATAGRAM_BYTES);
        }
    }

    /**
     * The defaults: nobody is believed, the transport's usual limit, 1,024 peers for a minute each, 4 MiB, answers to the
     * sender.
     *
     * @return the defaults
     * @since 0.1
     */
    public static DatagramOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The settings among those of a stream.
     *
     * @param options of the accepted or connected streams
     * @return what was {@linkplain TransportOptions#with added} there, else the defaults
     * @since 0.1
     */
    public static DatagramOptions of(TransportOptions options) {
        DatagramOptions found = options.find(DatagramOptions.class);
        return found == null ? DEFAULTS : found;
    }

    /**
     * Replaces {@link #guard}.
     *
     * @param wanted who checks, for example a secret code
     * @return a changed copy
     * @since 0.1
     */
    public DatagramOptions withGuard(DatagramGuard wanted) {
        return new DatagramOptions(wanted, maxDatagramBytes, maxPeers, peerIdle, maxBufferedBytes, replyTo);
    }

    /**
     * Replaces {@link #maxDatagramBytes}.
     *
     * @param bytes 1 to {@link #MAX_DATAGRAM_BYTES}, or 0
     * @return a changed copy
     * @throws IllegalArgumentException if out of range
     * @since 0.1
     */
    public DatagramOptions withMaxDatagramBytes(int bytes) {
        return new DatagramOptions(guard, bytes, maxPeers, peerIdle, maxBufferedBytes, replyTo);
    }

    /**
     * Replaces {@link #maxPeers} and {@link #peerIdle}.
     *
     * @param peers senders known at a time, 1 or more
     * @param idle how long a silent one is remembered, positive
     * @return a changed copy
     * @throws IllegalArgumentException if out of range
     * @since 0.1
     */
    public DatagramOptions withPeers(int peers, Duration idle) {
        return new DatagramOptions(guard, maxDatagramBytes, peers, idle, maxBufferedBytes, replyTo);
    }

    /**
     * Replaces {@link #maxBufferedBytes}.
     *
     * @param bytes {@link #MAX_DATAGRAM_BYTES} or more
     * @return a changed copy
     * @throws IllegalArgumentException if less
     * @since 0.1
     */
    public DatagramOptions withMaxBufferedBytes(int bytes) {
        return new DatagramOptions(guard, maxDatagramBytes, maxPeers, peerIdle, bytes, replyTo);
    }

    /**
     * Replaces {@link #replyTo}.
     *
     * @param endpoint where answers go; null = to the sender
     * @return a changed copy
     * @since 0.1
     */
    public DatagramOptions withReplyTo(@Nullable Endpoint endpoint) {
        return new DatagramOptions(guard, maxDatagramBytes, maxPeers, peerIdle, maxBufferedBytes, endpoint);
    }
}
