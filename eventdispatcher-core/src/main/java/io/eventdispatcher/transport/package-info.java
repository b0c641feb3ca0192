/**
 * Byte streams between two peers, without any meaning of the bytes: established streams, attempts to connect, and
 * acceptors, all non-blocking on an event loop. Level 2: uses {@code loop} and {@code endpoint}. The packages below
 * (tcp, udp, unix, local and others) each provide one scheme and know only this package, not each other.
 *
 * <p>Start reading at {@link io.eventdispatcher.transport.StreamTransport}; {@link
 * io.eventdispatcher.transport.StreamTransportFactory} is what a new scheme implements, and {@link
 * io.eventdispatcher.transport.Transports} finds the factory of an endpoint. {@link
 * io.eventdispatcher.transport.ChannelStream} and {@link io.eventdispatcher.transport.ChannelAcceptor} are shared by
 * TCP and Unix sockets, {@link io.eventdispatcher.transport.DatagramAcceptor} and {@link
 * io.eventdispatcher.transport.DatagramConnect} by everything that is made of datagrams.
 */
@NullMarked
package io.eventdispatcher.transport;

import org.jspecify.annotations.NullMarked;
