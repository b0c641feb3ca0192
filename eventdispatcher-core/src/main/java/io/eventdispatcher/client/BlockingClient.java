package io.eventdispatcher.client;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionGroup;
import io.eventdispatcher.connection.ConnectionObserver;
import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.connection.Role;
import io.eventdispatcher.connection.SendResult;
import io.eventdispatcher.connection.Timeouts;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.StreamTransport;
import io.eventdispatcher.transport.TransportOptions;
import io.eventdispatcher.transport.Transports;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A client for scripts and tools: connects, sends and receives while the caller waits, each call with its own deadline.
 *
 * <p>It has a loop of its own, which runs inside these calls only and needs no thread. Works over every stream
 * transport, TLS included, and handles partial writes (differs from the original, which reads byte by byte, cannot do
 * TLS, and writes once).
 *
 * <p>Threading: one thread at a time (confined to its owner).
 *
 * @since 0.1
 */
public final class BlockingClient implements AutoCloseable {

    private final Endpoint endpoint;
    private final EventLoop loop;
    private final StreamTransport transport;
    private final Connection connection;
    private final Inbox inbox;

    /** Position in the stream behind the newest frame; out of reach until that is accepted. */
    private long sentEnd;

    private boolean closed;

    private BlockingClient(
            Endpoint endpoint, EventLoop loop, StreamTransport transport, Connection connection, Inbox inbox) {
        this.endpoint = endpoint;
        this.loop = loop;
        this.transport = transport;
        this.connection = connection;
        this.inbox = inbox;
    }

    /**
     * Returns the options of {@link #open(Endpoint, Duration)}: lines of at most 64 KiB, no time-outs besides those
     * of the calls.
     *
     * @return the options
     */
    public static ConnectionOptions defaultOptions() {
        Timeouts none = new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        return ConnectionOptions.client().withTimeouts(none);
    }

    /**
     * Connects with lines of at most 64 KiB as frames.
     *
     * @param endpoint where to
     * @param connectTimeout for resolving the name and connecting together, positive
     * @return the connected client; close it
     * @throws IOException if there is no connection in time; the message names the endpoint and the reason
     * @throws IllegalArgumentException if no stream transport serves the endpoint, or the time-out is not positive
     */
    public static BlockingClient open(Endpoint endpoint, Duration connectTimeout) throws IOException {
        return open(endpoint, connectTimeout, defaultOptions(), Transports.standard());
    }

    /**
     * Connects.
     *
     * @param endpoint where to
     * @param connectTimeout for resolving the name and connecting together, positive
     * @param options framing and limits
     * @param transports to choose from
     * @return the connected client; close it
     * @throws IOException if there is no connection in time; the message names the endpoint and the reason
     * @throws IllegalArgumentException if no stream transport serves the endpoint, or the time-out is not positive
     */
    public static BlockingClient open(
            Endpoint endpoint, Duration connectTimeout, ConnectionOptions options, Transports transports)
            throws IOException {
        return open(endpoint, connectTimeout, options, TransportOptions.defaults(), transports);
    }

    /**
     * Connects, with settings of the transport: certificates, secret codes.
     *
     * @param endpoint where to
     * @param connectTimeout for resolving the name and connecting together, positive
     * @param options framing and limits
     * @param transportOptions settings of the stream
     * @param transports to choose from
     * @return the connected client; close it
     * @throws IOException if there is no connection in time; the message names the endpoint and the reason
     * @throws IllegalArgumentException if no stream transport serves the endpoint, or the time-out is not positive
     */
    public static BlockingClient open(
            Endpoint endpoint,
            Duration connectTimeout,
            ConnectionOptions options,
            TransportOptions transportOptions,
            Transports transports)
            throws IOException {
        EventLoop loop = EventLoop.open("blocking client");
        BlockingClient client = null;
        try {
            Connector connector = new Connector(loop, List.of(endpoint), transports, transportOptions, connectTimeout);
            client = connect(connector, endpoint, options);
            return client;
        } finally {
            if (client == null) {
                loop.close();
            }
        }
    }

    private static BlockingClient connect(Connector connector, Endpoint endpoint, ConnectionOptions options)
            throws IOException {
        EventLoop loop = connector.loop();
        Inbox inbox = new Inbox();
        ConnectionGroup group =
                new ConnectionGroup(loop, "blocking client", Role.CLIENT, options, ConnectionObserver.NONE);
        BlockingConnect outcome = new BlockingConnect(group, inbox);
        ConnectAttempt round = connector.connect(outcome);
        if (!await(loop, connector.timeout(), outcome::isOver)) {
            round.cancel();
            throw new SocketTimeoutException("no connection to " + endpoint + " within " + words(connector.timeout()));
        }
        Connection connection = outcome.connection();
        return new BlockingClient(endpoint, loop, outcome.transport(), connection, inbox);
    }

    /**
     * Sends one frame and waits until the kernel has taken all of it.
     *
     * @param frame content without framing
     * @param timeout how long that may take
     * @throws SocketTimeoutException if the peer does not take it in time; it may have been sent in part, and goes on
     *     being sent by the next calls
     * @throws IOException if the connection is closed or breaks
     * @throws IllegalArgumentException if the frame is longer than the framing allows
     */
    public void send(ByteSource frame, Duration timeout) throws IOException {
        long deadline = loop.nanoTime() + Nanos.saturated(timeout);
        sentEnd = Long.MAX_VALUE;
        boolean accepted = awaitUntil(loop, deadline, () -> isClosed() || offer(frame));
        boolean written = accepted && awaitUntil(loop, deadline, () -> isClosed() || isWritten());
        if (isClosed() && !isWritten()) {
            throw inbox.failure(endpoint);
        }
        if (!written) {
            throw new SocketTimeoutException("frame not sent to " + endpoint + " within " + words(timeout)
                    + ": frameBytes=" + frame.length() + " queuedBytes=" + connection.queuedBytes());
        }
    }

    private boolean offer(ByteSource frame) {
        long before = connection.bytesWritten() + connection.queuedBytes();
        SendResult result = connection.send(frame);
        if (result == SendResult.TOO_LONG) {
            throw new IllegalArgumentException("frame for " + endpoint + " too long: length=" + frame.length() + " max="
                    + connection.maxFrameBytes() + "; a larger limit can be set in the framing, or for datagrams in"
                    + " their options");
        }
        if (result == SendResult.SENT) {
            sentEnd = before + connection.framing().encoder().encodedLength(frame.length());
        }
        return result == SendResult.SENT;
    }

    private boolean isWritten() {
        return connection.bytesWritten() >= sentEnd;
    }

    private boolean isClosed() {
        return closed || inbox.isClosed();
    }

    /**
     * Waits for the next frame.
     *
     * @param timeout how long; 0 looks only
     * @return the frame, or null if none arrived in time
     * @throws EOFException if the peer closed the connection and all its frames have been received
     * @throws IOException if the connection broke, or a frame was longer than the framing allows
     */
    public byte @Nullable [] receive(Duration timeout) throws IOException {
        byte[] frame = inbox.poll(connection);
        if (frame == null) {
            await(loop, timeout, () -> closed || inbox.hasNews());
            frame = inbox.poll(connection);
        }
        if (frame == null && isClosed()) {
            throw inbox.failure(endpoint);
        }
        return frame;
    }

    /**
     * Sends a frame and waits for the next one from the peer, which is an earlier one if that was not received yet.
     *
     * @param frame content without framing
     * @param timeout for both together
     * @return the frame received
     * @throws SocketTimeoutException if there was no reply in time
     * @throws IOException as {@link #send} and {@link #receive}
     */
    public byte[] request(ByteSource frame, Duration timeout) throws IOException {
        long deadline = loop.nanoTime() + Nanos.saturated(timeout);
        send(frame, timeout);
        byte[] reply = receive(Duration.ofNanos(Math.max(0, deadline - loop.nanoTime())));
        if (reply == null) {
            throw new SocketTimeoutException("no reply from " + endpoint + " within " + words(timeout));
        }
        return reply;
    }

    /**
     * Tells the peer that nothing more is sent (half-close), after what {@link #send} has returned for. What the peer
     * still sends can be {@linkplain #receive received}; waiting for its end shows that it has read everything, and
     * keeps an early {@link #close} from resetting the connection under a peer that is about to answer. Of no use with
     * datagrams, whose peer does not see an end.
     *
     * @throws IOException if the connection is closed or breaks
     */
    public void finishSending() throws IOException {
        if (isClosed()) {
            throw inbox.failure(endpoint);
        }
        transport.shutdownOutput();
    }

    /**
     * Returns the endpoint.
     *
     * @return as given to {@code open}
     */
    public Endpoint endpoint() {
        return endpoint;
    }

    /**
     * Returns the address of the peer.
     *
     * @return printable, also after closing
     */
    public String remoteAddress() {
        return connection.remoteAddress();
    }

    /** Closes the connection. What {@link #send} has returned for is still delivered. A second call does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            connection.close(CloseReason.LOCAL);
            loop.runOnce(0);
            loop.close();
        }
    }

    private static boolean await(EventLoop loop, Duration timeout, BooleanSupplier condition) throws IOException {
        return awaitUntil(loop, loop.nanoTime() + Nanos.saturated(timeout), condition);
    }

    /** Runs turns until the condition holds, at least one unless it holds already; returns whether it does. */
    private static boolean awaitUntil(EventLoop loop, long deadline, BooleanSupplier condition)
            throws InterruptedIOException {
        long left = deadline - loop.nanoTime();
        while (!condition.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while waiting for the peer");
            }
            loop.runOnce(Math.max(0, left));
            left = deadline - loop.nanoTime();
            if (left <= 0) {
                return condition.getAsBoolean();
            }
        }
        return true;
    }

    private static String words(Duration duration) {
        return Nanos.words(Nanos.saturated(Objects.requireNonNull(duration)));
    }
}
