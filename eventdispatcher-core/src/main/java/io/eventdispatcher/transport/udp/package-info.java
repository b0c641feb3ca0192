/**
 * Datagrams over UDP: unicast, broadcast and multicast, IPv4 and IPv6. Level 2, knows its parent only.
 *
 * <p>Start reading at {@link io.eventdispatcher.transport.udp.UdpTransportFactory}; what is the same for all datagrams is
 * in the parent, {@link io.eventdispatcher.transport.DatagramAcceptor} first.
 */
@NullMarked
package io.eventdispatcher.transport.udp;

import org.jspecify.annotations.NullMarked;
