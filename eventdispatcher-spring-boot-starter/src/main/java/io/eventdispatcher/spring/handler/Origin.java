package io.eventdispatcher.spring.handler;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.Role;
import org.jspecify.annotations.Nullable;

/**
 * Where a message came in.
 *
 * <p>Threading: immutable.
 *
 * @param role {@link Role#SERVER} for a listener of ours, {@link Role#CLIENT} for a client of ours
 * @param owner the name of that listener or client
 * @param connection the connection, or null for a message that came in without one (a datagram, a test)
 * @since 0.1
 */
public record Origin(Role role, String owner, @Nullable Connection connection) {

    /**
     * The origin of what arrives on a connection.
     *
     * @param connection the connection
     * @return the origin
     * @since 0.1
     */
    public static Origin of(Connection connection) {
        return new Origin(connection.role(), connection.owner(), connection);
    }
}
