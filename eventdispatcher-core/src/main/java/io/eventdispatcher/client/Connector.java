package io.eventdispatcher.client;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.StreamTransport;
import io.eventdispatcher.transport.TransportOptions;
import io.eventdispatcher.transport.Transports;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Gets a stream to one of several endpoints, without blocking the loop.
 *
 * <p>One round tries the endpoints in order. The names of each are resolved anew, on another thread, and every
 * address is tried in the order the transport gives (TCP alternates IPv6 and IPv4), until one connects. Differs from
 * the original, which resolves once, tries one address for each pause, and has no time-out of its own.
 *
 * <p>Threading: loop thread only.
 *
 * @since 0.1
 */
public final class Connector {

    /** How long one address may take to connect, or one name to be resolved, unless told otherwise. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    private final EventLoop loop;
    private final List<Endpoint> endpoints;
    private final Transports transports;
    private final TransportOptions options;
    private final Duration timeout;
    private final Executor resolver;

    /**
     * Creates a connector with the shared threads for resolving names.
     *
     * @param loop where the streams will live
     * @param endpoints at least one, tried in this order
     * @param transports to choose from
     * @param options of the streams
     * @param timeout for each address and for resolving each name, positive
     * @throws IllegalArgumentException if there is no endpoint, no transport for one of them, or the time-out is not
     *     positive
     */
    public Connector(
            EventLoop loop,
            List<? extends Endpoint> endpoints,
            Transports transports,
            TransportOptions options,
            Duration timeout) {
        this(loop, endpoints, transports, options, timeout, NameResolver.SHARED);
    }

    Connector(
            EventLoop loop,
            List<? extends Endpoint> endpoints,
            Transports transports,
            TransportOptions options,
            Duration timeout,
            Executor resolver) {
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("a client needs at least one endpoint to connect to");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the connect time-out must be positive: timeout=" + timeout);
        }
        endpoints.forEach(transports::of);
        this.loop = loop;
        this.endpoints = List.copyOf(endpoints);
        this.transports = transports;
        this.options = options;
        this.timeout = timeout;
        this.resolver = resolver;
    }

    /**
     * Starts a round.
     *
     * @param handler hears the outcome exactly once, never from inside this call; not at all when the round is
     *     cancelled before
     * @return the round, to cancel it
     * @throws java.util.concurrent.RejectedExecutionException if the loop is closed
     */
    public ConnectAttempt connect(Handler handler) {
        loop.checkInLoop("connector");
        ConnectRound round = new ConnectRound(this, handler);
        loop.execute(round::nextEndpoint);
        return round;
    }

    EventLoop loop() {
        return loop;
    }

    List<Endpoint> endpoints() {
        return endpoints;
    }

    Transports transports() {
        return transports;
    }

    TransportOptions options() {
        return options;
    }

    Duration timeout() {
        return timeout;
    }

    Executor resolver() {
        return resolver;
    }

    /**
     * Hears how a round ended.
     *
     * <p>Threading: called on the loop thread, must not block.
     *
     * @since 0.1
     */
    public interface Handler {

        /**
         * There is a stream.
         *
         * @param endpoint which of the endpoints it leads to
         * @param transport the open stream, which belongs to the handler from now on
         */
        void onConnected(Endpoint endpoint, StreamTransport transport);

        /**
         * Every address of every endpoint failed.
         *
         * @param failure names each endpoint and the reason
         */
        void onConnectFailed(IOException failure);
    }
}
