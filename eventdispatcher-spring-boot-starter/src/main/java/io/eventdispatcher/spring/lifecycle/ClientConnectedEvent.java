package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.connection.Connection;

/**
 * Published when a client is connected, for the first time or again.
 *
 * <p>Threading: immutable. Published on the loop thread: do not block.
 *
 * @param client name of the client
 * @param connection the connection
 * @since 0.1
 */
public record ClientConnectedEvent(String client, Connection connection) {}
