package io.eventdispatcher.transport.tls;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one TLS handshake ended.
 *
 * <p>Threading: immutable.
 *
 * @param server whether this side was the server
 * @param peer address of the other side
 * @param result what became of it
 * @param duration from the connection to the end, waiting for a free place included
 * @param reason why it failed, may hold text of the peer; null if it succeeded
 * @since 0.1
 */
public record HandshakeOutcome(
        boolean server,
        String peer,
        Result result,
        Duration duration,
        @Nullable String reason) {

    /**
     * The kinds of outcomes.
     *
     * @since 0.1
     */
    public enum Result {
        /** There is an encrypted stream. */
        SUCCEEDED,
        /** The peer is not trusted, does not trust us, speaks no TLS or another version, or went away. */
        FAILED,
        /** It took longer than {@link TlsOptions#handshakeTimeout}. */
        TIMED_OUT,
        /** It was closed to make room: of too many that wait for their peers, this one was silent for longest. */
        DISPLACED
    }
}
