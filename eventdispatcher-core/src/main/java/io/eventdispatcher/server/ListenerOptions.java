package io.eventdispatcher.server;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.transport.ListenOptions;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a listener.
 *
 * <p>Threading: immutable.
 *
 * @param maxConnections live connections above which peers are refused; 1 or more
 * @param refusal sent to a refused peer before it is closed, without framing, if a frame may be that
 *     long; null = nothing
 * @param connection settings of accepted connections
 * @param listen settings of the bound socket
 * @since 0.1
 */
public record ListenerOptions(
        int maxConnections, @Nullable ByteSource refusal, ConnectionOptions connection, ListenOptions listen) {

    /** Connections of a listener unless told otherwise. */
    public static final int DEFAULT_MAX_CONNECTIONS = 10_000;

    /**
     * Checks the limit.
     *
     * @throws IllegalArgumentException if {@code maxConnections} is less than 1
     */
    public ListenerOptions {
        if (maxConnections < 1) {
            throw new IllegalArgumentException("maxConnections must be 1 or more: " + maxConnections);
        }
    }

    /**
     * Returns the defaults: at most 10,000 connections, lines of at most 64 KiB.
     *
     * @return the defaults
     */
    public static ListenerOptions defaults() {
        return new ListenerOptions(DEFAULT_MAX_CONNECTIONS, null, ConnectionOptions.server(), ListenOptions.defaults());
    }

    /**
     * Replaces the limit of live connections.
     *
     * @param value 1 or more
     * @return a changed copy
     */
    public ListenerOptions withMaxConnections(int value) {
        return new ListenerOptions(value, refusal, connection, listen);
    }

    /**
     * Replaces what a refused peer is told.
     *
     * @param value one frame, without its framing, or null
     * @return a changed copy
     */
    public ListenerOptions withRefusal(@Nullable ByteSource value) {
        return new ListenerOptions(maxConnections, value, connection, listen);
    }

    /**
     * Replaces the settings of accepted connections.
     *
     * @param value the settings
     * @return a changed copy
     */
    public ListenerOptions withConnection(ConnectionOptions value) {
        return new ListenerOptions(maxConnections, refusal, value, listen);
    }

    /**
     * Replaces the settings of the bound socket.
     *
     * @param value the settings
     * @return a changed copy
     */
    public ListenerOptions withListen(ListenOptions value) {
        return new ListenerOptions(maxConnections, refusal, connection, value);
    }
}
