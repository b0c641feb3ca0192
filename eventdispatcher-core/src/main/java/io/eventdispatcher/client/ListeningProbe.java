package io.eventdispatcher.client;

import io.eventdispatcher.backoff.Backoff;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.KeepAlive;
import io.eventdispatcher.loop.TimerHandle;
import io.eventdispatcher.timer.Schedule;
import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.StreamTransport;
import io.eventdispatcher.transport.Transports;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when somebody begins, and ceases, to listen on an endpoint.
 *
 * <p>It connects without blocking and closes the connection at once, with growing pauses while nobody listens and at a
 * steady pace while somebody does. What the first attempt finds is told, and then each change once. It keeps {@link
 * EventLoop#run()} from returning. Differs from the C++ library's {@code socket_events}, which asks the kernel about local
 * IPv4 TCP sockets every second: this works over every stream transport and for other hosts, and the peer sees the
 * connections come and go.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class ListeningProbe implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ListeningProbe.class);

    /** Where connecting proves nothing (datagrams) or would disturb (a FIFO has one writer's worth of meaning). */
    private static final Set<String> REFUSED = Set.of("udp", "unix-dgram", "fifo");

    private static final int MAX_FAILURES = Integer.MAX_VALUE - 1;

    private final Endpoint endpoint;
    private final EventLoop loop;
    private final ListeningProbeOptions options;
    private final Handler handler;
    private final Connector connector;
    private final KeepAlive keepAlive;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private @Nullable ConnectAttempt attempt;
    private @Nullable TimerHandle pause;
    private int failures;

    /** What was told last. Written by the loop thread. */
    private volatile State state = State.UNKNOWN;

    private ListeningProbe(
            EventLoop loop, Endpoint endpoint, Connector connector, ListeningProbeOptions options, Handler handler) {
        this.endpoint = endpoint;
        this.loop = loop;
        this.options = options;
        this.handler = Objects.requireNonNull(handler, "handler");
        this.connector = connector;
        this.keepAlive = loop.keepAlive("listening probe " + endpoint);
    }

    /**
     * What is known of the endpoint.
     *
     * @since 0.1
     */
    public enum State {
        /** The first attempt is not over. */
        UNKNOWN,
        /** The last attempt connected. */
        LISTENING,
        /** The last attempt failed. */
        SILENT
    }

    /**
     * Starts probing with the transports of this installation and default settings.
     *
     * @param loop where the handler is called
     * @param endpoint of a stream transport
     * @param handler hears of changes
     * @return the probe; close it to stop
     * @throws IllegalArgumentException if it is an endpoint of datagrams or a FIFO, or no transport serves it
     * @throws RejectedExecutionException if the loop is closed or has too many pending tasks
     */
    public static ListeningProbe start(EventLoop loop, Endpoint endpoint, Handler handler) {
        return start(loop, endpoint, Transports.standard(), ListeningProbeOptions.defaults(), handler);
    }

    /**
     * Starts probing.
     *
     * @param loop where the handler is called
     * @param endpoint of a stream transport
     * @param transports to choose from
     * @param options pauses and time-outs
     * @param handler hears of changes
     * @return the probe; close it to stop
     * @throws IllegalArgumentException if it is an endpoint of datagrams or a FIFO, or no transport serves it
     * @throws RejectedExecutionException if the loop is closed or has too many pending tasks
     */
    public static ListeningProbe start(
            EventLoop loop, Endpoint endpoint, Transports transports, ListeningProbeOptions options, Handler handler) {
        checkScheme(endpoint);
        return start(
                loop,
                endpoint,
                new Connector(loop, List.of(endpoint), transports, options.transport(), options.connectTimeout()),
                options,
                handler);
    }

    static ListeningProbe start(
            EventLoop loop, Endpoint endpoint, Connector connector, ListeningProbeOptions options, Handler handler) {
        ListeningProbe probe = new ListeningProbe(loop, endpoint, connector, options, handler);
        try {
            probe.pauseFor(options.backoff().delayNanos(0));
        } catch (RejectedExecutionException e) {
            probe.close();
            throw e;
        }
        return probe;
    }

    /**
     * Returns the endpoint.
     *
     * @return the endpoint
     */
    public Endpoint endpoint() {
        return endpoint;
    }

    /**
     * Returns what the handler was told last.
     *
     * @return the state
     */
    public State state() {
        return state;
    }

    /**
     * Stops probing. Called on the loop thread, the handler is not called any more; called on another thread, it may be
     * just about to. A second call does nothing.
     */
    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            keepAlive.close();
            try {
                loop.execute(this::release);
            } catch (RejectedExecutionException e) {
                if (loop.inLoop()) {
                    release();
                }
                // Else the time-out of the attempt, or the end of the loop, releases it.
            }
        }
    }

    @Override
    public String toString() {
        return "listening probe of " + endpoint;
    }

    private static void checkScheme(Endpoint endpoint) {
        if (REFUSED.contains(endpoint.scheme())) {
            throw new IllegalArgumentException("cannot probe whether somebody listens: endpoint=" + endpoint
                    + "; connecting proves it with stream sockets only: tcp, tls, unix, local");
        }
    }

    private void probe() {
        pause = null;
        if (open.get()) {
            try {
                attempt = connector.connect(new Outcome());
            } catch (RejectedExecutionException e) {
                log.debug("{} goes on later: {}", this, e.getMessage()); // the loop is full; when closed, so is this
                pauseFor(options.recheck().toNanos());
            }
        }
    }

    private void pauseFor(long nanos) {
        if (nanos != Backoff.NEVER) {
            pause = loop.schedule(toString(), Schedule.after(Duration.ofNanos(nanos)), this::probe);
        } else {
            close();
        }
    }

    private void release() {
        if (pause != null) {
            pause.cancel();
        }
        if (attempt != null) {
            attempt.cancel();
        }
    }

    /**
     * Hears of changes.
     *
     * <p>Threading: called on the loop thread, must not block; what it throws is logged by the loop, and the probe goes
     * on.
     *
     * @since 0.1
     */
    public interface Handler {
        /**
         * Somebody listens now. The connection that proved it is closed already.
         *
         * @param endpoint what was probed
         */
        void onListening(Endpoint endpoint);

        /**
         * Nobody listens: not yet, or no longer.
         *
         * @param endpoint what was probed
         * @param reason why connecting failed, each address with its own
         */
        default void onSilent(Endpoint endpoint, IOException reason) {}
    }

    private final class Outcome implements Connector.Handler {
        @Override
        public void onConnected(Endpoint connected, StreamTransport transport) {
            transport.close();
            attempt = null;
            if (open.get()) {
                failures = 0;
                pauseFor(options.recheck().toNanos());
                if (state != State.LISTENING) {
                    state = State.LISTENING;
                    handler.onListening(endpoint);
                }
            }
        }

        @Override
        public void onConnectFailed(IOException failure) {
            attempt = null;
            if (open.get()) {
                failures = Math.min(failures, MAX_FAILURES) + 1;
                boolean tell = state != State.SILENT;
                state = State.SILENT;
                // Told before the backoff may end the probing.
                try {
                    if (tell) {
                        handler.onSilent(endpoint, failure);
                    }
                } finally {
                    if (open.get()) {
                        pauseFor(options.backoff().delayNanos(failures));
                    }
                }
            }
        }
    }
}
