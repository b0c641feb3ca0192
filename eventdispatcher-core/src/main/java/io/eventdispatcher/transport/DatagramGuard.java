package io.eventdispatcher.transport;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every datagram before anything is made of it, and finishes every datagram that leaves: the place of secret
 * codes. This package knows no messages, so who knows their form implements it, for example {@code
 * io.eventdispatcher.messenger.SecretCode}.
 *
 * <p>Threading: called on loop threads, by several sockets at a time; must not block, keep buffers, or throw because of
 * what a datagram contains.
 *
 * @since 0.1
 */
public interface DatagramGuard {

    /** Lets everything pass unchanged and believes nobody. */
    DatagramGuard NONE = new OpenGuard();

    /**
     * Checks a received datagram and takes away what proved its origin.
     *
     * @param datagram its bytes; valid during the call only
     * @param from the sender, for logs
     * @return what is handed on: {@code datagram} itself, or other bytes; null when it is refused, which is counted and
     *     never answered
     * @since 0.1
     */
    @Nullable
    ByteBuffer open(ByteBuffer datagram, SocketAddress from);

    /**
     * Adds to a frame what its receiver will want to see.
     *
     * @param frame the bytes; valid during the call only
     * @return what is sent: {@code frame} itself, or other bytes; null when it cannot be sent, which is counted
     * @since 0.1
     */
    @Nullable
    ByteBuffer seal(ByteBuffer frame);

    /**
     * How many bytes {@link #seal} adds to an ordinary frame; frames are limited to what leaves this much room.
     *
     * @return 0 or more bytes
     * @since 0.1
     */
    int overheadBytes();

    /**
     * Whether what {@link #open} lets pass comes from somebody who may be answered wherever he is.
     *
     * @return false when senders prove nothing; then only peers on this machine are answered
     * @since 0.1
     */
    boolean authenticates();
}
