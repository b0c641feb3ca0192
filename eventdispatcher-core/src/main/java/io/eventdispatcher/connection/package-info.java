/**
 * Connections: a transport, a framing and a handler joined, with a bounded write queue, water marks, half-close,
 * draining, time-outs and statistics. Level 3: uses {@code transport}, {@code framing}, {@code loop} and {@code bytes}.
 *
 * <p>Start reading at {@link io.eventdispatcher.connection.Connection}; {@code InboundFrames} is the path of bytes in,
 * {@code OutboundFrames} the path of bytes out, {@link io.eventdispatcher.connection.ConnectionGroup} the
 * connections of one listener or client, and {@code ConnectionShare} what those of them share that live on one loop.
 */
@NullMarked
package io.eventdispatcher.connection;

import org.jspecify.annotations.NullMarked;
