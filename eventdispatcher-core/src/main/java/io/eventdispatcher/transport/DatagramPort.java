package io.eventdispatcher.transport;

import io.eventdispatcher.loop.EventLoop;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One bound datagram socket, non-blocking: what {@link DatagramAcceptor} and {@link DatagramConnect} need of UDP and of
 * Unix datagram sockets.
 *
 * <p>A port knows nothing of peers, limits or secret codes. It need not be safe against slow or throwing handlers
 * either: what it calls is part of this package.
 *
 * <p>Threading: loop thread only after {@link #attach}, before it the thread that made the port. {@link #localAddress},
 * {@link #text}, {@link #isLocal}, {@link #canReach}, {@link #peerCredentials}, {@link #isOpen} and {@link #close} may be
 * called from any thread.
 *
 * @since 0.1
 */
public interface DatagramPort {

    /**
     * The scheme of the endpoint this came from.
     *
     * @return for example {@code udp} or {@code unix-dgram}
     * @since 0.1
     */
    String scheme();

    /**
     * The address this socket is bound to.
     *
     * @return also after closing
     * @since 0.1
     */
    SocketAddress localAddress();

    /**
     * An address of this family as people read it, for logs too: control characters that a peer chose are replaced.
     *
     * @param address the local one, or one that {@link #receive} gave
     * @return for example {@code 127.0.0.1:4041}, {@code /run/x.sock} or {@code (unnamed)}
     * @since 0.1
     */
    String text(SocketAddress address);

    /**
     * Whether a peer is certainly on this machine (both ends are loopback addresses, or the scheme cannot leave the
     * machine).
     *
     * @param peer an address that {@link #receive} gave, or a target
     * @return whether it is local
     * @since 0.1
     */
    boolean isLocal(SocketAddress peer);

    /**
     * Whether {@link #send} could reach a peer at all.
     *
     * @param peer an address that {@link #receive} gave
     * @return false for the sender of a Unix datagram whose socket has no name; answers to it are discarded and counted
     * @since 0.1
     */
    default boolean canReach(SocketAddress peer) {
        return true;
    }

    /**
     * Who a peer is, where that is certain: for example the owner of the socket file when nobody else may write to it.
     *
     * @param peer an address that {@link #receive} gave
     * @return null when it cannot be told
     * @since 0.1
     */
    default @Nullable PeerCredentials peerCredentials(SocketAddress peer) {
        return null;
    }

    /**
     * Starts delivering readiness on the thread of a loop. Both interests are off at first. Readiness is level-triggered:
     * as long as an interest is on and its condition holds, the handler is called once per turn. The loop is kept alive
     * until the port is closed. What the handler throws reaches the loop, which logs and counts it; then {@link
     * TransportHandler#onFailure} is called and delivery goes on.
     *
     * @param loop where this socket lives
     * @param name of the source as the loop lists it; not empty
     * @param priority 0 to 255, smaller is served first
     * @param handler what to call; kept until the port is closed
     * @throws IOException if the port is closed
     * @throws IllegalStateException if it is attached already, the loop is closed, or on the wrong thread
     * @since 0.1
     */
    void attach(EventLoop loop, String name, int priority, TransportHandler handler) throws IOException;

    /**
     * Takes the next datagram, without waiting. A datagram longer than the room in {@code target} is cut off, which the
     * caller notices by leaving more room than its limit.
     *
     * @param target filled from its position, which advances by the length of the datagram (0 for an empty one)
     * @return who sent it, null when there is none now. The address has {@code equals} and {@code hashCode} by value and
     *     does not change; senders without a name have one and the same address
     * @throws java.net.PortUnreachableException if an earlier datagram found nobody; there may be datagrams behind it
     * @throws IOException if the socket failed or is closed
     * @since 0.1
     */
    @Nullable
    SocketAddress receive(ByteBuffer target) throws IOException;

    /**
     * Sends one datagram, without waiting.
     *
     * @param datagram its remaining bytes, 1 or more; the position advances to the limit when it was taken
     * @param to an address that {@link #receive} gave, or a target
     * @return whether it was taken; false when there is no room now: try again when writable
     * @throws java.net.PortUnreachableException if an earlier datagram found nobody; this one was not sent
     * @throws IOException if it cannot be sent: the peer is gone or unreachable, it is too long, or the socket is closed
     * @since 0.1
     */
    boolean send(ByteBuffer datagram, SocketAddress to) throws IOException;

    /**
     * Sets whether the handler wants to hear that there is something to receive, errors included. Does nothing when
     * unchanged or closed.
     *
     * @param wanted whether to call {@link TransportHandler#onReadable}
     * @throws IllegalStateException if not attached
     * @since 0.1
     */
    void readInterest(boolean wanted);

    /**
     * Sets whether the handler wants to hear that there is room to send. Does nothing when unchanged or closed.
     *
     * @param wanted whether to call {@link TransportHandler#onWritable}
     * @throws IllegalStateException if not attached
     * @since 0.1
     */
    void writeInterest(boolean wanted);

    /**
     * Unbinds and stops delivering readiness. What was sent is still delivered. Never throws; a second call does nothing.
     * The address is free again when the loop has turned once more.
     *
     * <p>Threading: any thread.
     *
     * @since 0.1
     */
    void close();

    /**
     * Whether {@link #close} was not called yet.
     *
     * @return whether this socket is open
     * @since 0.1
     */
    boolean isOpen();
}
