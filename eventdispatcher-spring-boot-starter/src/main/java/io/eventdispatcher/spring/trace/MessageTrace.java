package io.eventdispatcher.spring.trace;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.AttributeKey;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionObserver;
import io.eventdispatcher.connection.ConnectionRegistry;
import io.eventdispatcher.connection.FrameObserver;
import io.eventdispatcher.connection.SendResult;
import io.eventdispatcher.message.MessageLimits;
import io.eventdispatcher.spring.trace.TraceEntry.Direction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows each message that is received and sent, with secret values masked, in the log ({@value #LOGGER}, level INFO) and as the
 * last few for the actuator endpoint. It is switched at run time, for everything, a listener, a client or a single
 * connection; the last word counts. A connection that is not traced does not pay for it.
 *
 * <pre>{@code
 * trace.traceEndpoint("edge", true);
 * }</pre>
 *
 * <p>A value is masked if the name of its parameter, or the value itself, contains one of the configured words. Bytes that are
 * no message are never shown, only counted.
 *
 * <p>Threading: any thread. Messages are written on the thread that receives or sends them, the loop's mostly: a log that is
 * slow slows it down.
 *
 * @since 0.1
 */
public final class MessageTrace implements ConnectionObserver {

    /** Name of the logger. */
    public static final String LOGGER = "eventdispatcher.trace";

    private static final Logger log = LoggerFactory.getLogger(LOGGER);
    private static final AttributeKey<Boolean> SINGLE = AttributeKey.named("trace");

    private final ConnectionRegistry connections;
    private final Supplier<Instant> clock;
    private final TraceText texts;
    private final TraceBuffer buffer;
    private final FrameObserver frames = new Frames();

    @GuardedBy("this")
    private boolean all;

    @GuardedBy("this")
    private final Map<String, Boolean> endpoints = new TreeMap<>();

    /**
     * Creates the trace.
     *
     * @param settings what is configured
     * @param limits messages beyond them count as none
     * @param connections those that may be traced
     * @param clock wall clock
     */
    public MessageTrace(
            TraceSettings settings, MessageLimits limits, ConnectionRegistry connections, Supplier<Instant> clock) {
        this.connections = connections;
        this.clock = clock;
        this.texts = new TraceText(new TraceMask(settings.mask()), limits);
        this.buffer = new TraceBuffer(settings.entries(), settings.bytes());
        this.all = settings.enabled();
    }

    /**
     * Traces everything, or nothing; what was said about listeners, clients and connections is forgotten.
     *
     * @param on whether to trace
     */
    public synchronized void traceAll(boolean on) {
        all = on;
        endpoints.clear();
        connections.forEach(connection -> {
            connection.attribute(SINGLE, null);
            apply(connection);
        });
    }

    /**
     * Traces a listener or client, or no longer; what was said about single connections of it is forgotten.
     *
     * @param name of the listener or client; one that does not exist has no effect
     * @param on whether to trace
     */
    public synchronized void traceEndpoint(String name, boolean on) {
        endpoints.put(name, on);
        connections.forEach(connection -> {
            if (connection.owner().equals(name)) {
                connection.attribute(SINGLE, null);
                apply(connection);
            }
        });
    }

    /**
     * Traces one connection, or no longer.
     *
     * @param connection which one
     * @param on whether to trace
     */
    public synchronized void traceConnection(Connection connection, boolean on) {
        connection.attribute(SINGLE, on);
        apply(connection);
    }

    /**
     * Tells whether everything is traced that nobody said something else about.
     *
     * @return as configured, or as said last
     */
    public synchronized boolean isOn() {
        return all;
    }

    /**
     * Tells whether a listener or client is traced.
     *
     * @param name its name
     * @return whether its new connections are
     */
    public synchronized boolean isOn(String name) {
        return endpoints.getOrDefault(name, all);
    }

    /**
     * Tells whether a connection is traced.
     *
     * @param connection which one
     * @return whether it is
     */
    public synchronized boolean isOn(Connection connection) {
        Boolean single = connection.attribute(SINGLE);
        return single == null ? isOn(connection.owner()) : single;
    }

    /**
     * Returns the last messages.
     *
     * @return the oldest first
     */
    public List<TraceEntry> entries() {
        return buffer.entries();
    }

    /**
     * Returns how many messages were traced so far.
     *
     * @return 0 or more
     */
    public long total() {
        return buffer.total();
    }

    @Override
    public void opened(Connection connection) {
        apply(connection);
    }

    private synchronized void apply(Connection connection) {
        connection.observeFrames(isOn(connection) ? frames : null);
    }

    private void trace(Connection connection, Direction direction, int length, String text, @Nullable String refused) {
        buffer.add(clock.get(), connection.owner(), connection.id(), direction, length, text, refused);
        if (log.isInfoEnabled()) {
            String arrow = direction == Direction.RECEIVED ? "<-" : "->";
            log.info("{} {} {}{}", connection.id(), arrow, text, refused == null ? "" : " (not sent: " + refused + ")");
        }
    }

    /** Told by the traced connections. */
    private final class Frames implements FrameObserver {

        @Override
        public void received(Connection connection, byte[] bytes, int offset, int length) {
            trace(connection, Direction.RECEIVED, length, texts.of(bytes, offset, length), null);
        }

        @Override
        public void sent(Connection connection, ByteSource frame, SendResult result) {
            String refused = result.accepted() ? null : result.name();
            trace(connection, Direction.SENT, frame.length(), texts.of(frame), refused);
        }
    }
}
