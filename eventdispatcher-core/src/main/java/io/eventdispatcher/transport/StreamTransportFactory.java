package io.eventdispatcher.transport;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;

/**
 * Makes the streams of one scheme: connects and listens. Found through {@link java.util.ServiceLoader}, see {@link
 * Transports}; an implementation has a public constructor without parameters.
 *
 * <p>Threading: any thread, except where a method says otherwise.
 *
 * @since 0.1
 */
public interface StreamTransportFactory {

    /**
     * The scheme of the endpoints this factory serves.
     *
     * @return for example {@code tcp}
     * @since 0.1
     */
    String scheme();

    /**
     * Whether this factory serves an endpoint.
     *
     * @param endpoint any endpoint
     * @return whether the other methods accept it
     * @since 0.1
     */
    boolean supports(Endpoint endpoint);

    /**
     * Finds the addresses behind an endpoint, best first. May ask the name service and so block: never call it on a
     * loop thread.
     *
     * @param endpoint a supported endpoint
     * @return at least one address
     * @throws IOException if there is none, naming the endpoint
     * @throws IllegalArgumentException if the endpoint is not supported
     * @since 0.1
     */
    List<SocketAddress> resolve(Endpoint endpoint) throws IOException;

    /**
     * Whether {@link #resolve} needs to ask nobody for this endpoint, so that it may be called on a loop thread.
     *
     * @param endpoint a supported one
     * @return false unless a transport knows better
     * @since 0.1
     */
    default boolean resolvesAtOnce(Endpoint endpoint) {
        return false;
    }

    /**
     * Starts connecting to one address, without blocking. There is no time-out: the caller cancels the attempt.
     *
     * <p>Threading: loop thread only.
     *
     * @param loop where the stream will live
     * @param address one of {@link #resolve}'s
     * @param options of the stream
     * @param handler hears the outcome exactly once, on the loop thread, never from inside this call; not at all when
     *     the attempt is cancelled before
     * @return the attempt
     * @throws IllegalArgumentException if the address is not of this scheme
     * @since 0.1
     */
    ConnectAttempt connect(EventLoop loop, SocketAddress address, TransportOptions options, ConnectHandler handler);

    /**
     * Whether an attempt to connect waits for the peer to come, at no cost, so that it should not be given up for want of
     * an answer when there is nothing else to try.
     *
     * @return false unless a transport knows better
     * @since 0.1
     */
    default boolean waitsForPeer() {
        return false;
    }

    /**
     * Binds an endpoint. Peers can connect from now on, and are accepted from {@link Acceptor#start} on. A host name
     * may be asked from the name service, so do not call it on a loop thread that must not block.
     *
     * @param endpoint a supported endpoint; port 0 lets the system choose
     * @param options of the listener and of the accepted streams
     * @return the bound acceptor; close it
     * @throws BindFailedException if it cannot be bound, saying why
     * @throws IOException if the host is unknown
     * @throws IllegalArgumentException if the endpoint is not supported
     * @since 0.1
     */
    Acceptor listen(Endpoint endpoint, ListenOptions options) throws IOException;
}
