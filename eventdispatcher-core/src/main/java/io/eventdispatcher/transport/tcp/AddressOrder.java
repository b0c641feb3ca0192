package io.eventdispatcher.transport.tcp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The order in which the addresses of a host are tried.
 *
 * <p>Threading: immutable.
 */
final class AddressOrder {

    private AddressOrder() {}

    /**
     * Alternates IPv6 and IPv4, IPv6 first, each family in the order the name service gave (RFC 8305 section 4): one
     * broken family costs every second attempt, not all of the first ones.
     */
    static List<InetAddress> interleaved(InetAddress... addresses) {
        Deque<InetAddress> six = new ArrayDeque<>();
        Deque<InetAddress> four = new ArrayDeque<>();
        for (InetAddress address : addresses) {
            (address instanceof Inet6Address ? six : four).add(address);
        }
        List<InetAddress> ordered = new ArrayList<>(addresses.length);
        while (!six.isEmpty() || !four.isEmpty()) {
            if (!six.isEmpty()) {
                ordered.add(six.remove());
            }
            if (!four.isEmpty()) {
                ordered.add(four.remove());
            }
        }
        return ordered;
    }
}
