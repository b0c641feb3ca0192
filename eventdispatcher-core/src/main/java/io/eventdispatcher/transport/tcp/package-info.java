/**
 * Streams over TCP, IPv4 and IPv6. Level 2: uses its parent, {@code loop} and {@code endpoint}.
 *
 * <p>Start reading at {@link io.eventdispatcher.transport.tcp.TcpTransportFactory}; the streams themselves are {@link
 * io.eventdispatcher.transport.ChannelStream}s.
 */
@NullMarked
package io.eventdispatcher.transport.tcp;

import org.jspecify.annotations.NullMarked;
