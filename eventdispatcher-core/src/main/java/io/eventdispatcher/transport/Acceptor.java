package io.eventdispatcher.transport;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A bound endpoint that accepts streams.
 *
 * <p>At most 64 streams are accepted a turn. When accepting fails, which means that the process or the system has no
 * descriptors left, the acceptor pauses itself for 1 second, doubling up to 30 seconds while it keeps failing; waiting
 * peers stay in the backlog. This is logged at WARN once per outage and at INFO when accepting works again.
 *
 * <p>Threading: loop thread only after {@link #start}. {@link #close}, {@link #boundEndpoint} and {@link #statistics}
 * may be called from any thread.
 *
 * @since 0.1
 */
public interface Acceptor {

    /**
     * The endpoint really bound, with the port the system chose.
     *
     * @return the endpoint, also after closing
     * @since 0.1
     */
    Endpoint boundEndpoint();

    /**
     * Begins to accept.
     *
     * <p>Threading: loop thread only (of the given loop).
     *
     * @param loop where this acceptor lives, and the accepted streams until they {@linkplain StreamTransport#moveTo move}
     * @param name of the source as the loop lists it, usually the name of the listener; not empty
     * @param priority 0 to 255, smaller is served first
     * @param handler gets the streams
     * @throws IOException if the acceptor is closed
     * @throws IllegalStateException if it was started before, the loop is closed, or on the wrong thread
     * @since 0.1
     */
    void start(EventLoop loop, String name, int priority, AcceptHandler handler) throws IOException;

    /**
     * Stops accepting for now; peers that connect wait in the backlog. Does nothing when paused or closed.
     *
     * @throws IllegalStateException if not started
     * @since 0.1
     */
    void pause();

    /**
     * Accepts again after {@link #pause}. Does nothing when not paused or closed.
     *
     * @throws IllegalStateException if not started
     * @since 0.1
     */
    void resume();

    /**
     * Unbinds the endpoint; peers in the backlog are disconnected, accepted streams are not touched. A TCP port is
     * free again when the loop has turned once more. Never throws; a second call does nothing.
     *
     * <p>Threading: any thread. From another thread than the loop's, a last stream may be accepted while it runs.
     *
     * @since 0.1
     */
    void close();

    /**
     * What happened so far.
     *
     * @return a snapshot
     * @since 0.1
     */
    AcceptorStatistics statistics();

    /**
     * What happened to the datagrams of a socket that receives such.
     *
     * @return a snapshot; null unless the streams are made of datagrams
     * @since 0.1
     */
    default @Nullable DatagramStatistics datagrams() {
        return null;
    }
}
