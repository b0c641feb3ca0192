package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.connection.CloseReason;

/**
 * Published when a client has lost or closed its connection. Unless it is stopping, it connects again by itself.
 *
 * <p>Threading: immutable. Published on the loop thread: do not block.
 *
 * @param client name of the client
 * @param reason why the connection was closed
 * @since 0.1
 */
public record ClientDisconnectedEvent(String client, CloseReason reason) {}
