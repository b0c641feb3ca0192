package io.eventdispatcher.connection;

import io.eventdispatcher.framing.Framing;

/**
 * Settings shared by all connections of a listener or client.
 *
 * <p>Threading: immutable.
 *
 * @param framing how bytes become frames, with its length limit
 * @param flow limits of queues and turns
 * @param timeouts waits that end with closing the connection
 * @param priority order within a turn of the loop, 0 to 255, smaller first; as the C++ library, 100 by default
 * @since 0.1
 */
public record ConnectionOptions(Framing framing, FlowLimits flow, Timeouts timeouts, int priority) {

    /** Priority of connections unless told otherwise, as in the C++ library. */
    public static final int DEFAULT_PRIORITY = 100;

    /**
     * Checks the priority.
     *
     * @throws IllegalArgumentException if it is not in 0..255
     */
    public ConnectionOptions {
        if (priority < 0 || priority > 255) {
            throw new IllegalArgumentException("priority must be in 0..255: " + priority);
        }
    }

    /**
     * Returns the defaults of accepted connections: lines of at most 64 KiB.
     *
     * @return the defaults of a listener
     */
    public static ConnectionOptions server() {
        return new ConnectionOptions(
                Framing.lines(Framing.DEFAULT_MAX_LINE_BYTES),
                FlowLimits.defaults(),
                Timeouts.server(),
                DEFAULT_PRIORITY);
    }

    /**
     * Returns the defaults of our own clients: lines of at most 64 KiB.
     *
     * @return the defaults of a client
     */
    public static ConnectionOptions client() {
        return server().withTimeouts(Timeouts.client());
    }

    /**
     * Replaces the framing.
     *
     * @param value the framing
     * @return a changed copy
     */
    public ConnectionOptions withFraming(Framing value) {
        return new ConnectionOptions(value, flow, timeouts, priority);
    }

    /**
     * Replaces the flow limits.
     *
     * @param value the limits
     * @return a changed copy
     */
    public ConnectionOptions withFlow(FlowLimits value) {
        return new ConnectionOptions(framing, value, timeouts, priority);
    }

    /**
     * Replaces the time-outs.
     *
     * @param value the time-outs
     * @return a changed copy
     */
    public ConnectionOptions withTimeouts(Timeouts value) {
        return new ConnectionOptions(framing, flow, value, priority);
    }

    /**
     * Replaces the priority.
     *
     * @param value 0 to 255
     * @return a changed copy
     */
    public ConnectionOptions withPriority(int value) {
        return new ConnectionOptions(framing, flow, timeouts, value);
    }
}
