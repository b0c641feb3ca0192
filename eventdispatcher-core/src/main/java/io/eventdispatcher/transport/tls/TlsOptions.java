package io.eventdispatcher.transport.tls;

import io.eventdispatcher.tls.TlsContext;
import io.eventdispatcher.transport.SchemeOptions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of TLS, for a listener and for a client. Pass them with {@link
 * io.eventdispatcher.transport.TransportOptions#with}; a listener finds them in {@link
 * io.eventdispatcher.transport.ListenOptions#accepted}.
 *
 * <p>Threading: immutable; the context may be exchanged while in use.
 *
 * @param context own certificate and trusted ones
 * @param protocols {@code TLSv1.3}, {@code TLSv1.2} or both; older ones are refused
 * @param clientAuth whether a server asks for certificates; of no meaning for a client
 * @param verifyHostName whether a client checks that the server's certificate is for the name it wanted (RFC 2818)
 * @param serverName the name a client asks for (SNI) and checks; null = the host of the endpoint
 * @param handshakeTimeout how long a peer may be silent before a handshake, how long the handshake itself may take once
 *     it has begun, waiting of all kinds included, and how long a closed stream may take to hand its last bytes to the kernel
 * @param maxHandshakes of one listener that are worked on at the same time, 1 or more; others queue. One that waits for
 *     its peer does not count, and queues again when the peer goes on
 * @param maxWaiting handshakes of one listener that wait for their peers, begun or not, 1 or more; when there are more,
 *     the peer that has been silent for longest is disconnected. When as many queue for work, no more are accepted for
 *     the time being
 * @param observer is told how each handshake ends
 * @since 0.1
 */
public record TlsOptions(
        TlsContext context,
        List<String> protocols,
        ClientAuth clientAuth,
        boolean verifyHostName,
        @Nullable String serverName,
        Duration handshakeTimeout,
        int maxHandshakes,
        int maxWaiting,
        HandshakeObserver observer)
        implements SchemeOptions {

    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

    /**
     * Checks the ranges.
     *
     * @param context see the record
     * @param protocols see the record
     * @param clientAuth see the record
     * @param verifyHostName see the record
     * @param serverName see the record
     * @param handshakeTimeout see the record
     * @param maxHandshakes see the record
     * @param maxWaiting see the record
     * @param observer see the record
     * @throws IllegalArgumentException if there is no protocol or an unknown one, the name is empty, the time-out is not
     *     positive, or a limit is below 1
     */
    public TlsOptions {
        Objects.requireNonNull(context, "context");
        protocols = List.copyOf(protocols);
        if (protocols.isEmpty() || !PROTOCOLS.containsAll(protocols)) {
            throw new IllegalArgumentException(
                    "TLS protocols must be TLSv1.3, TLSv1.2 or both; older ones are not safe: protocols=" + protocols);
        }
        if (serverName != null && serverName.isBlank()) {
            throw new IllegalArgumentException(
                    "the server name is empty; leave it out to use the host of the endpoint: serverName='" + serverName
                            + "'");
        }
        if (handshakeTimeout.isNegative() || handshakeTimeout.isZero()) {
            throw new IllegalArgumentException(
                    "the handshake time-out must be positive: handshakeTimeout=" + handshakeTimeout);
        }
        if (maxHandshakes < 1 || maxWaiting < 1) {
            throw new IllegalArgumentException("limits of handshakes must be 1 or more: maxHandshakes=" + maxHandshakes
                    + " maxWaiting=" + maxWaiting);
        }
    }

    /**
     * The defaults: TLS 1.3 only, no client certificates, names verified, 5 s, 32 handshakes at work at the same time,
     * 1,024 waiting for their peers.
     *
     * @param context own certificate and trusted ones
     * @return the defaults
     * @since 0.1
     */
    public static TlsOptions defaults(TlsContext context) {
        return new TlsOptions(
                context,
                List.of("TLSv1.3"),
                ClientAuth.NONE,
                true,
                null,
                Duration.ofSeconds(5),
                32,
                1024,
                HandshakeObserver.NONE);
    }

    /**
     * Replaces {@link #protocols}.
     *
     * @param names {@code TLSv1.3}, {@code TLSv1.2}
     * @return a changed copy
     * @throws IllegalArgumentException if there is none or an unknown one
     * @since 0.1
     */
    public TlsOptions withProtocols(List<String> names) {
        return new TlsOptions(
                context,
                names,
                clientAuth,
                verifyHostName,
                serverName,
                handshakeTimeout,
                maxHandshakes,
                maxWaiting,
                observer);
    }

    /**
     * Replaces {@link #clientAuth}.
     *
     * @param wanted whether to ask clients for certificates
     * @return a changed copy
     * @since 0.1
     */
    public TlsOptions withClientAuth(ClientAuth wanted) {
        return new TlsOptions(
                context,
                protocols,
                wanted,
                verifyHostName,
                serverName,
                handshakeTimeout,
                maxHandshakes,
                maxWaiting,
                observer);
    }

    /**
     * Replaces {@link #verifyHostName}.
     *
     * @param wanted false only where the trusted authority signs for nobody else
     * @return a changed copy
     * @since 0.1
     */
    public TlsOptions withVerifyHostName(boolean wanted) {
        return new TlsOptions(
                context,
                protocols,
                clientAuth,
                wanted,
                serverName,
                handshakeTimeout,
                maxHandshakes,
                maxWaiting,
                observer);
    }

    /**
     * Replaces {@link #serverName}.
     *
     * @param name a host name or address; null = the host of the endpoint
     * @return a changed copy
     * @throws IllegalArgumentException if empty
     * @since 0.1
     */
    public TlsOptions withServerName(@Nullable String name) {
        return new TlsOptions(
                context,
                protocols,
                clientAuth,
                verifyHostName,
                name,
                handshakeTimeout,
                maxHandshakes,
                maxWaiting,
                observer);
    }

    /**
     * Replaces {@link #handshakeTimeout}.
     *
     * @param limit positive
     * @return a changed copy
     * @throws IllegalArgumentException if not positive
     * @since 0.1
     */
    public TlsOptions withHandshakeTimeout(Duration limit) {
        return new TlsOptions(
                context, protocols, clientAuth, verifyHostName, serverName, limit, maxHandshakes, maxWaiting, observer);
    }

    /**
     * Replaces the limits of handshakes of a listener.
     *
     * @param running see {@link #maxHandshakes}
     * @param waiting see {@link #maxWaiting}
     * @return a changed copy
     * @throws IllegalArgumentException if below 1
     * @since 0.1
     */
    public TlsOptions withLimits(int running, int waiting) {
        return new TlsOptions(
                context,
                protocols,
                clientAuth,
                verifyHostName,
                serverName,
                handshakeTimeout,
                running,
                waiting,
                observer);
    }

    /**
     * Replaces {@link #observer}.
     *
     * @param watcher is told how each handshake ends
     * @return a changed copy
     * @since 0.1
     */
    public TlsOptions withObserver(HandshakeObserver watcher) {
        return new TlsOptions(
                context,
                protocols,
                clientAuth,
                verifyHostName,
                serverName,
                handshakeTimeout,
                maxHandshakes,
                maxWaiting,
                watcher);
    }
}
