package io.eventdispatcher.transport.udp;

import io.eventdispatcher.endpoint.UdpEndpoint;
import io.eventdispatcher.transport.BindFailedException;
import io.eventdispatcher.transport.BindFailedException.Reason;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import org.jspecify.annotations.Nullable;

/**
 * The group that a listener joins, and where.
 *
 * <p>Threading: immutable.
 *
 * @param group a multicast address
 * @param through the interface it is joined on
 */
record Membership(InetAddress group, NetworkInterface through) {

    /**
     * Finds out what is meant.
     *
     * @param endpoint what shall be listened on
     * @param host what its host stands for
     * @return null if no group is wanted
     * @throws BindFailedException if the group is none, of another family than the host, or the interface is not there
     */
    static @Nullable Membership of(UdpEndpoint endpoint, InetAddress host, UdpOptions options) throws IOException {
        String text = options.multicastGroup();
        if (text == null && !host.isMulticastAddress()) {
            return null;
        }
        InetAddress group = text == null ? host : Literals.parse(text);
        if (group == null || !group.isMulticastAddress()) {
            throw invalid(
                    endpoint,
                    "not a multicast address: multicastGroup='" + text
                            + "'; groups are 224.0.0.0 to 239.255.255.255 and those that begin with ff");
        }
        if (group instanceof Inet6Address != host instanceof Inet6Address) {
            throw invalid(
                    endpoint,
                    "group and host are of different families: multicastGroup='" + text + "' host='" + endpoint.host()
                            + "'; listen on an IPv6 address to join an IPv6 group, on an IPv4 address to join an IPv4"
                            + " group");
        }
        if (host.isMulticastAddress() && !host.equals(group)) {
            throw invalid(
                    endpoint,
                    "two groups, only one can be joined: host='" + endpoint.host() + "' multicastGroup='" + text + "'");
        }
        NetworkInterface through = through(endpoint, host, group, options);
        return new Membership(scoped(group, through), through);
    }

    /** Groups of one link or one machine are bound with the interface they are meant on. */
    private static InetAddress scoped(InetAddress group, NetworkInterface through) throws IOException {
        return group instanceof Inet6Address ? Inet6Address.getByAddress(null, group.getAddress(), through) : group;
    }

    private static NetworkInterface through(
            UdpEndpoint endpoint, InetAddress host, InetAddress group, UdpOptions options) throws IOException {
        String wanted = options.networkInterface();
        if (wanted != null) {
            try {
                return Interfaces.named(wanted);
            } catch (IOException e) {
                throw new BindFailedException(endpoint, Reason.INVALID, String.valueOf(e.getMessage()), e);
            }
        }
        boolean v6 = group instanceof Inet6Address;
        NetworkInterface found = null;
        if (group instanceof Inet6Address scoped && scoped.getScopedInterface() != null) {
            found = scoped.getScopedInterface();
        } else if (!host.isMulticastAddress() && !host.isAnyLocalAddress()) {
            found = Interfaces.having(host);
        } else {
            found = Interfaces.forGroups(v6);
        }
        if (found == null) {
            throw invalid(
                    endpoint,
                    "no network interface to join the group on: multicastGroup='" + group.getHostAddress()
                            + "'; name one with networkInterface");
        }
        return found;
    }

    private static BindFailedException invalid(UdpEndpoint endpoint, String detail) {
        return new BindFailedException(endpoint, Reason.INVALID, detail, null);
    }

    /** What decides whether others can reach it: the loopback address on the loopback interface, else the group. */
    InetAddress exposure() throws IOException {
        return through.isLoopback() ? InetAddress.getLoopbackAddress() : group;
    }
}
