package io.eventdispatcher.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on an endpoint and makes a connection of each peer that connects, on one loop or {@linkplain Builder#spreadOver
 * spread over several}.
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
    private final List<Arrivals> away = new ArrayList<>();
    private final AtomicLong refused = new AtomicLong();
    private boolean accepting;

    /** While the listener is paused: the connections that are not read for that reason. */
    @GuardedBy("this")
    private Set<Connection> suspended = Set.of();

    private volatile ListenerState state = ListenerState.RUNNING;

    private Listener(Builder builder) throws IOException {
        this.options = builder.options;
        if (builder.paused) {
            this.suspended = new LinkedHashSet<>();
            this.state = ListenerState.PAUSED;
        }
        this.handlers = builder.handlers;
        this.connections =
                new ConnectionGroup(builder.loops, builder.name, Role.SERVER, options.connection(), builder.observer);
        for (EventLoop loop : builder.loops.subList(1, builder.loops.size())) {
            away.add(new Arrivals(loop, connections, stream -> openOn(loop, stream)));
        }
        this.acceptor = builder.transports.of(builder.endpoint).listen(builder.endpoint, options.listen());
    }

    /**
     * Prepares a listener.
     *
     * @param endpoint where to listen; port 0 lets the system choose
     * @param loop serves the listener and its connections
     * @param handlers makes the handler of each connection, on the thread of its loop; with several loops, on several threads
     *     at the same time
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
     * Returns how many peers were refused because of the limit, or because the loop they were to live on took no tasks.
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
                connections.forEach(this::suspendWhilePaused);
            }
        });
    }

    /** Once for each connection; one that is opened on another loop right now is found by both threads, or by that one. */
    private synchronized void suspendWhilePaused(Connection connection) {
        if (state == ListenerState.PAUSED && suspended.add(connection)) {
            connection.suspend();
        }
    }

    /** Accepts and reads again. Does nothing unless it is paused. */
    public void resume() {
        onLoop(() -> {
            Set<Connection> waiting;
            synchronized (this) {
                waiting = suspended;
                if (!move(ListenerState.PAUSED, ListenerState.RUNNING)) {
                    return;
                }
            }
            waiting.forEach(Connection::resume);
            if (accepting) {
                acceptor.resume();
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
        return stop(grace, connection -> null);
    }

    /**
     * Stops like {@link #stop(Duration)}, and lets each connection say a last word.
     *
     * @param grace how long peers and work in flight may take; 0 closes at once
     * @param farewell makes the {@linkplain Connection#drain(io.eventdispatcher.connection.CloseReason, ByteSource) last
     *     frame} of a connection, or null; called on the thread of its loop, must not throw
     * @return see {@link #stop(Duration)}
     */
    public CompletableFuture<Boolean> stop(
            Duration grace, Function<? super Connection, ? extends @Nullable ByteSource> farewell) {
        synchronized (this) {
            if (state != ListenerState.STOPPED) {
                state = ListenerState.STOPPING;
            }
        }
        acceptor.close();
        return connections.drain(grace, farewell).thenCompose(this::unbound).whenComplete((graceful, failure) -> {
            away.forEach(Arrivals::isLost);
            stopped();
        });
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
        suspended = Set.of();
    }

    /** Synchronized because any thread may stop; nothing leads back from there. */
    private synchronized boolean move(ListenerState from, ListenerState to) {
        boolean moves = state == from;
        if (moves) {
            state = to;
            suspended = to == ListenerState.PAUSED ? new LinkedHashSet<>() : Set.of();
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
        if (connections.occupied() >= options.maxConnections()) {
            refuse(transport);
        } else if (isStopping()) {
            transport.close();
        } else {
            Arrivals home = away.isEmpty() ? null : emptiest();
            if (home == null || !transport.moveTo(home.loop())) {
                connections.open(transport, handlers.get());
            } else if (!home.hand(transport)) {
                countRefused(transport.remoteAddress(), home.loop() + " takes no tasks");
            }
        }
    }

    private boolean isStopping() {
        return state == ListenerState.STOPPING || state == ListenerState.STOPPED;
    }

    /** Returns the loop with the fewest connections; null for the one that accepts, also when others have as many. */
    private @Nullable Arrivals emptiest() {
        Arrivals found = null;
        int fewest = connections.occupied(connections.loop());
        for (Arrivals each : away) {
            int occupied = each.isLost() ? Integer.MAX_VALUE : each.occupied();
            if (occupied < fewest) {
                fewest = occupied;
                found = each;
            }
        }
        return found;
    }

    /** Opens what another loop has accepted; returns false if nobody wants it any more. */
    private boolean openOn(EventLoop loop, StreamTransport transport) {
        if (isStopping()) {
            return false;
        }
        Connection connection = connections.open(loop, transport, handlers.get());
        if (state == ListenerState.PAUSED) {
            suspendWhilePaused(connection);
        }
        return true;
    }

    private void refuse(StreamTransport transport) {
        countRefused(
                transport.remoteAddress(),
                "connections=" + connections.occupied() + " max=" + options.maxConnections());
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

    private void countRefused(String peer, String reason) {
        if (refused.getAndIncrement() == 0) {
            log.warn("listener '{}' refuses {}: {}; later refusals are only counted", name(), peer, reason);
        }
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
        private List<EventLoop> loops;
        private String name;
        private ListenerOptions options = ListenerOptions.defaults();
        private boolean paused;
        private ConnectionObserver observer = ConnectionObserver.NONE;
        private Transports transports = Transports.standard();

        private Builder(Endpoint endpoint, EventLoop loop, Supplier<? extends ConnectionHandler> handlers) {
            this.endpoint = endpoint;
            this.loop = loop;
            this.loops = List.of(loop);
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
         * Sets further loops for the connections; none if not set. Peers are accepted on the first loop, the one given to
         * {@link #on}, and each connection lives on the loop that has the fewest at that moment, for as long as it is open.
         * Connections of transports that cannot {@linkplain StreamTransport#moveTo move} live on the first loop: only TCP,
         * Unix stream sockets and TLS over these can.
         *
         * @param further loops that live as long as the listener
         * @return this
         * @throws IllegalArgumentException if a loop is there twice
         */
        public Builder spreadOver(List<EventLoop> further) {
            List<EventLoop> all = new ArrayList<>(List.of(loop));
            all.addAll(further);
            if (new HashSet<>(all).size() < all.size()) {
                throw new IllegalArgumentException("the loops of a listener must differ: " + all);
            }
            loops = List.copyOf(all);
            return this;
        }

        /**
         * Sets whether it starts as if {@link Listener#pause} had been called: bound, but nobody is accepted until {@link
         * Listener#resume}; false if not set.
         *
         * @param value whether it starts paused
         * @return this
         */
        public Builder paused(boolean value) {
            paused = value;
            return this;
        }

        /**
         * Sets who watches the connections.
         *
         * @param value the observer; with several loops it is called on several threads at the same time
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
