package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.connection.Connection;

/**
 * Published when a connection of a listener or a client is open, before anything is read from it: what is sent now is the
 * first thing the peer gets, unless a client has messages to send on connecting.
 *
 * <p>Threading: immutable. Published on the loop thread: do not block, or use {@code @Async}, which gives up "before
 * anything is read".
 *
 * @param connection the connection
 * @since 0.1
 */
public record ConnectionOpenedEvent(Connection connection) {}
