package io.eventdispatcher.transport;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link PumpedStream} says about its two ends.
 *
 * <p>Threading: immutable.
 *
 * @param scheme for example {@code fifo}
 * @param local this end's address, printable
 * @param remote the peer's address, printable
 * @param remoteSocketAddress the peer's address as an object
 * @param credentials who the peer is; null = unknown
 * @param mayBeSilent see {@link StreamTransport#mayBeSilent}
 * @param atomicBytes how many bytes the system writes as one piece among those of other writers (PIPE_BUF), so that
 *     lines up to that length stay whole; 0 = there are no other writers
 * @since 0.1
 */
public record PumpedEnds(
        String scheme,
        String local,
        String remote,
        SocketAddress remoteSocketAddress,
        @Nullable PeerCredentials credentials,
        boolean mayBeSilent,
        int atomicBytes) {

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if {@code atomicBytes} is negative
     */
    public PumpedEnds {
        if (atomicBytes < 0) {
            throw new IllegalArgumentException("atomicBytes must be 0 (no limit) or more: " + atomicBytes);
        }
    }
}
