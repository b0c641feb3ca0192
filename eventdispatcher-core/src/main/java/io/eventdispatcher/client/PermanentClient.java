package io.eventdispatcher.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.backoff.Backoff;
import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionGroup;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.connection.ConnectionObserver;
import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.connection.Role;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.framing.Framing;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.JdkDelays;
import io.eventdispatcher.loop.KeepAlive;
import io.eventdispatcher.transport.TransportOptions;
import io.eventdispatcher.transport.Transports;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client whose connection comes back by itself: when nobody listens yet, when the peer restarts, when the network
 * fails.
 *
 * <p>Frames may be sent at any time. What has no connection waits in a bounded queue; what a broken connection had not
 * handed to the kernel completely is sent first, whole and in order, on the next one (guarantee L1). What the kernel
 * had taken may be lost with the peer. Every accepted frame that is given up is reported to {@link
 * ClientObserver#dropped}.
 *
 * <p>Differs from the original, which blocks while it connects, tries one address for each pause, keeps frames
 * without limit and only when asked to, and loses what was in the write buffer.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class PermanentClient {

    private static final long STOP_MARGIN_NANOS = 1_000_000_000L;

    private final ClientSettings settings;
    private final ConnectionGroup group;
    private final Outbox outbox;
    private final Reconnection reconnection;
    private final CompletableFuture<Boolean> stopped = new CompletableFuture<>();

    @GuardedBy("this")
    private @Nullable KeepAlive keepAlive;

    @GuardedBy("this")
    private boolean stopping;

    private PermanentClient(Builder builder) {
        settings = new ClientSettings(
                builder.name,
                List.copyOf(builder.endpoints),
                builder.loop,
                builder.options,
                builder.handlers,
                builder.backoff,
                builder.greeting,
                builder.awaitReady,
                builder.observer);
        Connector connector = new Connector(
                builder.loop,
                settings.endpoints(),
                builder.transports,
                builder.transportOptions,
                builder.connectTimeout,
                builder.resolver);
        group = new ConnectionGroup(
                builder.loop, builder.name, Role.CLIENT, builder.options, builder.connectionObserver);
        FrameDrops drops = new FrameDrops(builder.name, builder.observer);
        outbox = new Outbox(builder.loop, builder.options, builder.queueLimits, drops);
        reconnection = new Reconnection(settings, connector, group, outbox, drops, this::ended);
    }

    /**
     * Begins to describe a client of one endpoint.
     *
     * @param endpoint where to connect to
     * @param loop serves the client
     * @return a builder
     */
    public static Builder to(Endpoint endpoint, EventLoop loop) {
        return to(List.of(endpoint), loop);
    }

    /**
     * Begins to describe a client of several endpoints that serve the same purpose; each round of attempts tries them
     * in this order, so the first is preferred whenever a connection has to be made.
     *
     * @param endpoints where to connect to, at least one
     * @param loop serves the client
     * @return a builder
     */
    public static Builder to(List<? extends Endpoint> endpoints, EventLoop loop) {
        return new Builder(endpoints, loop);
    }

    /**
     * Starts connecting. From now on the client keeps its loop alive, until it is stopped.
     *
     * @throws IllegalStateException if it was started or stopped before, or its loop is closed
     */
    public synchronized void start() {
        if (isStarted()) {
            throw new IllegalStateException("client '" + name() + "' cannot be started twice: state=" + state());
        }
        try {
            loop().execute(reconnection::begin);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("client '" + name() + "' cannot be started: " + e.getMessage(), e);
        }
        keepAlive = loop().keepAlive("client '" + name() + "'");
    }

    /**
     * Tells whether {@link #start} or {@link #stop} was called. The {@link #state} follows later, on the loop.
     *
     * @return true from then on
     */
    public synchronized boolean isStarted() {
        return keepAlive != null || stopping;
    }

    /**
     * Sends one frame, now or when there is a connection. Frames of one thread keep their order, also while the
     * connection comes and goes. Before {@link #start} frames are queued.
     *
     * @param frame content without framing; must not change afterwards
     * @return what became of it
     */
    public Delivery send(ByteSource frame) {
        return outbox.send(frame);
    }

    /**
     * Takes back a frame that waits here for a connection, or for the present one to take more.
     *
     * @param frame the very object given to {@link #send}
     * @return true if it was waiting and will not be sent; false if it is on its way, was sent or dropped
     */
    public boolean withdraw(ByteSource frame) {
        return outbox.withdraw(frame);
    }

    /**
     * Returns the frames that wait here for a connection, or for the present one to take more.
     *
     * @return the very objects given to {@link #send}; a copy
     */
    public Set<ByteSource> unsent() {
        return outbox.frames();
    }

    /**
     * Declares the session ready: waiting frames go out. Only needed with {@link Builder#awaitReady}, once for each
     * connection; without a connection it does nothing.
     */
    public void ready() {
        Connection current = connection();
        onLoop(() -> reconnection.ready(current));
    }

    /** Ends a pause between attempts at once, or begins anew after the client gave up. Does nothing in other states. */
    public void connectNow() {
        loop().execute(reconnection::connectNow); // never from within an observer, which is called in between
    }

    /**
     * Stops for good: takes no more frames, sends what waits (connecting for it, if need be), closes the connection
     * in order, and after the grace period by force. What could not be sent by then is dropped and reported. A second
     * call returns the same future.
     *
     * @param patience how long that may take; 0 closes at once
     * @return completed on the loop thread with true if nothing was dropped or cut off; with false if the loop is
     *     closed, or a second after the period on another thread if it was closed or is blocked meanwhile
     * @throws IllegalArgumentException if the duration is negative
     */
    public synchronized CompletableFuture<Boolean> stop(Duration patience) {
        if (patience.isNegative()) {
            throw new IllegalArgumentException("the grace period must not be negative: patience=" + patience);
        }
        if (!stopping) {
            stopping = true;
            outbox.close();
            stopOnLoop(patience);
        }
        return stopped.copy();
    }

    @GuardedBy("this")
    private void stopOnLoop(Duration patience) {
        if (keepAlive == null) {
            reconnection.stop(Duration.ZERO); // never started, so the loop knows nothing of it
            return;
        }
        try {
            loop().execute(() -> reconnection.stop(patience));
            long limit = Nanos.saturated(patience) + STOP_MARGIN_NANOS;
            JdkDelays.completeLater(stopped, false, limit);
        } catch (RejectedExecutionException loopClosed) {
            outbox.clear();
            ended(false);
        }
    }

    private void ended(boolean graceful) {
        KeepAlive token;
        synchronized (this) {
            token = keepAlive;
        }
        if (token != null) {
            token.close();
        }
        stopped.complete(graceful);
    }

    private void onLoop(Runnable action) {
        if (loop().inLoop()) {
            action.run();
        } else {
            loop().execute(action);
        }
    }

    /**
     * Returns the name.
     *
     * @return the name, also the owner of its connections
     */
    public String name() {
        return settings.name();
    }

    /**
     * Returns where it connects to.
     *
     * @return at least one, in the order they are tried
     */
    public List<Endpoint> endpoints() {
        return settings.endpoints();
    }

    /**
     * Returns the loop that serves the client.
     *
     * @return the loop
     */
    public EventLoop loop() {
        return settings.loop();
    }

    /**
     * Returns the state; it may change at any time.
     *
     * @return the state
     */
    public ClientState state() {
        return snapshot().state();
    }

    /**
     * Returns the present connection. It may be closed already, and another may take its place at any time.
     *
     * @return null while there is none
     */
    public @Nullable Connection connection() {
        return reconnection.connection();
    }

    /**
     * Returns the connection and the totals over all connections of this client.
     *
     * @return the group, of at most one live connection
     */
    public ConnectionGroup connections() {
        return group;
    }

    /**
     * Returns how the client looks now.
     *
     * @return a snapshot
     */
    public ClientSnapshot snapshot() {
        return reconnection.snapshot();
    }

    @Override
    public String toString() {
        return "client '" + name() + "' to " + endpoints() + " " + state();
    }

    /**
     * Settings of a client that is not made yet.
     *
     * <p>Threading: one thread at a time (confined to its owner).
     *
     * @since 0.1
     */
    public static final class Builder {

        private final List<? extends Endpoint> endpoints;
        private final EventLoop loop;
        private String name = "client";
        private ConnectionOptions options = ConnectionOptions.client();
        private Supplier<? extends ConnectionHandler> handlers = () -> (connection, bytes, offset, length) -> {};
        private Backoff backoff = Backoff.slippery();
        private Duration connectTimeout = Connector.DEFAULT_TIMEOUT;
        private OfflineQueueLimits queueLimits = OfflineQueueLimits.defaults();
        private Supplier<? extends List<? extends ByteSource>> greeting = List::of;
        private boolean awaitReady;
        private ClientObserver observer = ClientObserver.NONE;
        private ConnectionObserver connectionObserver = ConnectionObserver.NONE;
        private Transports transports = Transports.standard();
        private TransportOptions transportOptions = TransportOptions.defaults();
        private Executor resolver = NameResolver.SHARED;

        private Builder(List<? extends Endpoint> endpoints, EventLoop loop) {
            this.endpoints = endpoints;
            this.loop = loop;
        }

        /**
         * Sets the name; {@code client} if not set.
         *
         * @param value for logs, and the first part of connection names
         * @return this
         */
        public Builder name(String value) {
            name = value;
            return this;
        }

        /**
         * Sets the framing, as part of the {@link #options}.
         *
         * @param value the framing; lines of at most 64 KiB if not set
         * @return this
         */
        public Builder framing(Framing value) {
            options = options.withFraming(value);
            return this;
        }

        /**
         * Sets what makes the handler of each connection; received frames are ignored if not set.
         *
         * @param value called on the loop thread, once for each connection
         * @return this
         */
        public Builder handler(Supplier<? extends ConnectionHandler> value) {
            handlers = value;
            return this;
        }

        /**
         * Sets the options of the connections, the framing included.
         *
         * @param value the options; {@link ConnectionOptions#client()} if not set
         * @return this
         */
        public Builder options(ConnectionOptions value) {
            options = value;
            return this;
        }

        /**
         * Sets the pauses between rounds of attempts.
         *
         * @param value {@link Backoff#slippery()} if not set
         * @return this
         */
        public Builder backoff(Backoff value) {
            backoff = value;
            return this;
        }

        /**
         * Sets how long one address may take to connect, and one name to be resolved.
         *
         * @param value positive; {@link Connector#DEFAULT_TIMEOUT} if not set
         * @return this
         */
        public Builder connectTimeout(Duration value) {
            connectTimeout = value;
            return this;
        }

        /**
         * Sets what is kept while there is no connection.
         *
         * @param value the limits; {@link OfflineQueueLimits#defaults()} if not set
         * @return this
         */
        public Builder offlineQueue(OfflineQueueLimits value) {
            queueLimits = value;
            return this;
        }

        /**
         * Sets the frames that begin each connection, such as {@code REGISTER}: before anything the handler sends
         * when it opens, and before waiting frames. They are made anew each time and not kept when the connection
         * breaks.
         *
         * @param value called on the loop thread; if it throws, the connection is closed and counts as failed
         * @return this
         */
        public Builder greeting(Supplier<? extends List<? extends ByteSource>> value) {
            greeting = value;
            return this;
        }

        /**
         * Lets frames wait on each new connection until {@link PermanentClient#ready()} is called, for protocols in
         * which the peer answers the greeting first.
         *
         * @return this
         */
        public Builder awaitReady() {
            awaitReady = true;
            return this;
        }

        /**
         * Sets who watches the client.
         *
         * @param value the observer
         * @return this
         */
        public Builder observer(ClientObserver value) {
            observer = value;
            return this;
        }

        /**
         * Sets who watches its connections.
         *
         * @param value the observer
         * @return this
         */
        public Builder connectionObserver(ConnectionObserver value) {
            connectionObserver = value;
            return this;
        }

        /**
         * Sets the transports to choose from.
         *
         * @param value {@link Transports#standard()} if not set
         * @return this
         */
        public Builder transports(Transports value) {
            transports = value;
            return this;
        }

        /**
         * Sets the options of the streams.
         *
         * @param value {@link TransportOptions#defaults()} if not set
         * @return this
         */
        public Builder transportOptions(TransportOptions value) {
            transportOptions = value;
            return this;
        }

        /**
         * Sets who asks the name service, which may block for seconds.
         *
         * @param value four daemon threads shared by all clients if not set
         * @return this
         */
        public Builder resolver(Executor value) {
            resolver = value;
            return this;
        }

        /**
         * Makes the client without starting it.
         *
         * @return the client
         * @throws IllegalArgumentException if there is no endpoint, no transport for one of them, or the connect
         *     time-out is not positive
         */
        public PermanentClient build() {
            return new PermanentClient(this);
        }

        /**
         * Makes the client and starts it.
         *
         * @return the client, which is connecting
         * @throws IllegalArgumentException as in {@link #build}
         * @throws IllegalStateException if the loop is closed
         */
        public PermanentClient start() {
            PermanentClient client = build();
            client.start();
            return client;
        }
    }
}
