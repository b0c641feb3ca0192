package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import java.time.Duration;

/**
 * Published when a connection of a listener or a client is closed; exactly once for each {@link ConnectionOpenedEvent}.
 *
 * <p>Threading: immutable. Published on the loop thread: do not block.
 *
 * @param connection the connection
 * @param reason why it was closed
 * @param open how long it was open
 * @since 0.1
 */
public record ConnectionClosedEvent(Connection connection, CloseReason reason, Duration open) {}
