package io.eventdispatcher.server;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionGroup;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.connection.ConnectionObserver;
import io.eventdispatcher.connection.Role;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.framing.FrameEncoder;
import io.eventdispatcher.framing.Framing;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.AcceptHandler;
import io.eventdispatcher.transport.Acceptor;
import io.eventdispatcher.transport.DatagramStatistics;
import io.eventdispatcher.transport.StreamTransport;
import io.eventdispatcher.transport.Transports;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on an endpoint and makes a connection of each peer that connects.
 *
 * <p>Above the limit of live connections a peer is told so, closed and counted; it is never left waiting in silence.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class Listener {

    private static final Logger log = LoggerFactory.getLogger(Listener.class);

    private final ConnectionGroup connections;
    private final ListenerOptions options;
    private final Supplier<? extends ConnectionHandler> handlers;
    private final Acceptor acceptor;
    private final AtomicLong refused = new AtomicLong();
    private boolean accepting;
    private List<Connection> suspended = List.of();
    private volatile ListenerState state = ListenerState.RUNNING;

    private Listener(Builder builder) throws IOException {
        this.options = builder.options;
        this.handlers = builder.handlers;
        this.connections =
                new ConnectionGroup(builder.loop, builder.name, Role.SERVER, options.connection(), builder.observer);
        this.acceptor = builder.transports.of(builder.endpoint).listen(builder.endpoint, options.listen());
    }

    /**
     * Prepares a listener.
     *
     * @param endpoint where to listen; port 0 lets the system choose
     * @param loop serves the listener and its connections
     * @param handlers makes the handler of each connection, on the loop thread
     * @return a builder
     */
    public static Builder on(Endpoint endpoint, EventLoop loop, Supplier<? extends ConnectionHandler> handlers) {
        return new Builder(endpoint, loop, handlers);
    }

    /**
     * Returns the name.
     *
     * @return the name, also the owner of its connections
     */
    public String name() {
        return connections.owner();
    }

    /**
     * Returns where it listens.
     *
     * @return the endpoint with the port the system chose
     */
    public Endpoint endpoint() {
        return acceptor.boundEndpoint();
    }

    /**
     * Returns the state.
     *
     * @return the state
     */
    public ListenerState state() {
        return state;
    }

    /**
     * Returns the live connections and the totals.
     *
     * @return the group; register it in a {@link io.eventdispatcher.connection.ConnectionRegistry} to find its connections
     */
    public ConnectionGroup connections() {
        return connections;
    }

    /**
     * Returns the limit of live connections.
     *
     * @return 1 or more
     */
    public int maxConnections() {
        return options.maxConnections();
    }

    /**
     * Returns how many peers were accepted.
     *
     * @return including the refused ones
     */
    public long accepted() {
        return acceptor.statistics().accepted();
    }

    /**
     * Returns how many peers were refused because of the limit.
     *
     * @return 0 or more
     */
    public long refused() {
        return refused.get();
    }

    /**
     * Returns what happened to the datagrams of a listener on a datagram endpoint.
     *
     * @return a snapshot; null when the endpoint is not made of datagrams
     */
    public @Nullable DatagramStatistics datagrams() {
        return acceptor.datagrams();
    }

    /** Stops accepting and reading; sockets stay. Does nothing unless it is running. */
    public void pause() {
        onLoop(() -> {
            if (move(ListenerState.RUNNING, ListenerState.PAUSED)) {
                if (accepting) {
                    acceptor.pause();
                }
                suspended = connections.connections();
                suspended.forEach(Connection::suspend);
            }
        });
    }

    /** Accepts and reads again. Does nothing unless it is paused. */
    public void resume() {
        onLoop(() -> {
            if (move(ListenerState.PAUSED, ListenerState.RUNNING)) {
                suspended.forEach(Connection::resume);
                suspended = List.of();
                if (accepting) {
                    acceptor.resume();
                }
            }
        });
    }

    /**
     * Stops: unbinds at once, drains the connections, closes what is left after the grace period. A second call waits for
     * the same end, which its own grace period may bring nearer.
     *
     * @param grace how long peers and work in flight may take; 0 closes at once
     * @return completed with true if nothing had to be cut off; the address can be bound again then
     */
    public CompletableFuture<Boolean> stop(Duration grace) {
        synchronized (this) {
            if (state != ListenerState.STOPPED) {
                state = ListenerState.STOPPING;
            }
        }
        acceptor.close();
        return connections.drain(grace).thenCompose(this::unbound).whenComplete((graceful, failure) -> stopped());
    }

    /** The system lets go of an address when the selector does, with which the next turn of the loop begins. */
    private CompletableFuture<Boolean> unbound(boolean graceful) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        inALaterTurn(() -> inALaterTurn(() -> done.complete(graceful)));
        return done;
    }

    /** A task may still belong to the turn it is added in, the task that this one adds does not. */
    private void inALaterTurn(Runnable action) {
        try {
            connections.loop().execute(action);
        } catch (RejectedExecutionException loopClosed) {
            action.run();
        }
    }

    private synchronized void stopped() {
        state = ListenerState.STOPPED;
        suspended = List.of();
    }

    /** Synchronized because any thread may stop; nothing leads back from there. */
    private synchronized boolean move(ListenerState from, ListenerState to) {
        boolean moves = state == from;
        if (moves) {
            state = to;
        }
        return moves;
    }

    private void onLoop(Runnable action) {
        if (connections.loop().inLoop()) {
            action.run();
        } else {
            try {
                connections.loop().execute(action);
            } catch (RejectedExecutionException loopClosed) {
                log.debug("listener '{}': not done, {}", name(), loopClosed.getMessage());
            }
        }
    }

    private void startAccepting() throws IOException {
        acceptor.start(connections.loop(), name(), options.connection().priority(), (AcceptHandler) this::accept);
        accepting = true;
        if (state == ListenerState.PAUSED) {
            acceptor.pause();
        }
    }

    private void accept(StreamTransport transport) {
        if (connections.size() >= options.maxConnections()) {
            refuse(transport);
        } else if (state == ListenerState.STOPPING || state == ListenerState.STOPPED) {
            transport.close();
        } else {
            connections.open(transport, handlers.get());
        }
    }

    private void refuse(StreamTransport transport) {
        if (refused.getAndIncrement() == 0) {
            log.warn(
                    "listener '{}' refuses {}: connections={} max={}; later refusals are only counted",
                    name(),
                    transport.remoteAddress(),
                    connections.size(),
                    options.maxConnections());
        }
        ByteSource refusal = options.refusal();
        Framing framing = transport.framing(options.connection().framing());
        if (refusal != null && refusal.length() <= framing.maxFrameBytes()) {
            try {
                transport.write(ByteBuffer.wrap(framed(refusal, framing.encoder())));
            } catch (IOException e) {
                log.debug("listener '{}': the refused peer {} is gone already", name(), transport.remoteAddress());
            }
        }
        transport.close();
    }

    private static byte[] framed(ByteSource frame, FrameEncoder encoder) {
        int length = frame.length();
        byte[] bytes = new byte[encoder.encodedLength(length)];
        int header = encoder.header(bytes, 0, length);
        frame.copyTo(bytes, header);
        encoder.trailer(bytes, header + length, length);
        return bytes;
    }

    /**
     * Settings of a listener that is not started yet.
     *
     * <p>Threading: one thread at a time (confined to its owner).
     *
     * @since 0.1
     */
    public static final class Builder {

        private final Endpoint endpoint;
        private final EventLoop loop;
        private final Supplier<? extends ConnectionHandler> handlers;
        private String name;
        private ListenerOptions options = ListenerOptions.defaults();
        private ConnectionObserver observer = ConnectionObserver.NONE;
        private Transports transports = Transports.standard();

        private Builder(Endpoint endpoint, EventLoop loop, Supplier<? extends ConnectionHandler> handlers) {
            this.endpoint = endpoint;
            this.loop = loop;
            this.handlers = handlers;
            this.name = endpoint.scheme();
        }

        /**
         * Sets the name; the scheme of the endpoint if not set.
         *
         * @param value for logs, and the first part of connection names
         * @return this
         */
        public Builder name(String value) {
            name = value;
            return this;
        }

        /**
         * Sets the options.
         *
         * @param value the options
         * @return this
         */
        public Builder options(ListenerOptions value) {
            options = value;
            return this;
        }

        /**
         * Sets who watches the connections.
         *
         * @param value the observer
         * @return this
         */
        public Builder observer(ConnectionObserver value) {
            observer = value;
            return this;
        }

        /**
         * Sets the transports to choose from; {@link Transports#standard()} if not set.
         *
         * @param value the transports
         * @return this
         */
        public Builder transports(Transports value) {
            transports = value;
            return this;
        }

        /**
         * Binds the endpoint and starts accepting.
         *
         * @return the running listener
         * @throws IOException if the endpoint cannot be bound; the message names it, the reason and what to do
         * @throws IllegalArgumentException if no transport serves the scheme of the endpoint
         * @throws RejectedExecutionException if the loop is closed or takes no tasks; nothing is bound then
         */
        public Listener start() throws IOException {
            Listener listener = new Listener(this);
            if (loop.inLoop()) {
                begin(listener);
                return listener;
            }
            try {
                loop.execute(() -> begin(listener));
            } catch (RejectedExecutionException e) {
                listener.acceptor.close();
                throw e;
            }
            return listener;
        }

        private void begin(Listener listener) {
            if (listener.state != ListenerState.RUNNING && listener.state != ListenerState.PAUSED) {
                return; // stopped again before the loop got here
            }
            try {
                listener.startAccepting();
            } catch (IOException | IllegalStateException e) {
                listener.acceptor.close();
                listener.stopped();
                log.error("listener '{}' cannot accept on {}: {}", name, endpoint, e.getMessage());
            }
        }
    }
}
