package io.eventdispatcher.transport.udp;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The network interfaces of this machine, looked up each time: they come and go.
 *
 * <p>Threading: any thread.
 */
final class Interfaces {

    /** Headers of UDP and IPv4, as the C++ library counts them. */
    private static final int HEADERS_V4 = 28;

    private static final int HEADERS_V6 = 48;

    private Interfaces() {}

    /**
     * Finds an interface by its name or one of its addresses.
     *
     * @throws IOException if there is none, naming those there are
     */
    static NetworkInterface named(String nameOrAddress) throws IOException {
        NetworkInterface found = NetworkInterface.getByName(nameOrAddress);
        for (NetworkInterface each : found == null ? all() : List.<NetworkInterface>of()) {
            if (each.inetAddresses().anyMatch(address -> isCalled(address, nameOrAddress))) {
                return each;
            }
        }
        if (found == null) {
            String known =
                    all().stream().map(NetworkInterface::getName).sorted().collect(Collectors.joining(", "));
            throw new IOException("there is no network interface with this name or address: networkInterface='"
                    + nameOrAddress + "'; there are: " + known);
        }
        return found;
    }

    private static boolean isCalled(InetAddress address, String text) {
        String literal = address.getHostAddress();
        int zone = literal.indexOf('%');
        String plain = zone < 0 ? literal : literal.substring(0, zone);
        return text.equals(plain) || text.equals(literal) || text.equals(Literals.canonical(plain));
    }

    /** The interface that has an address, null if none has. */
    static @Nullable NetworkInterface having(InetAddress address) throws SocketException {
        return address.isAnyLocalAddress() ? null : NetworkInterface.getByInetAddress(address);
    }

    /** The first interface that is up, knows groups, and leads somewhere; null if there is none. */
    static @Nullable NetworkInterface forGroups(boolean v6) throws SocketException {
        for (NetworkInterface each : all()) {
            boolean family = each.inetAddresses().anyMatch(address -> v6 == address instanceof Inet6Address);
            if (family && each.isUp() && each.supportsMulticast() && !each.isLoopback()) {
                return each;
            }
        }
        return null;
    }

    /** Whether an address is the broadcast address of a network that this machine is on. */
    static boolean isBroadcast(InetAddress address) throws SocketException {
        for (NetworkInterface each : all()) {
            for (InterfaceAddress own : each.getInterfaceAddresses()) {
                if (address.equals(own.getBroadcast())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The first address of a family; null if the interface has none. */
    static @Nullable InetAddress address(NetworkInterface of, boolean v6) {
        return of.inetAddresses()
                .filter(address -> v6 == address instanceof Inet6Address)
                .findFirst()
                .orElse(null);
    }

    /** The longest datagram that an interface sends in one piece; unlimited where that is not known. */
    static int maxUnfragmented(@Nullable NetworkInterface through, boolean v6) throws SocketException {
        int mtu = through == null ? -1 : through.getMTU();
        int headers = v6 ? HEADERS_V6 : HEADERS_V4;
        return mtu <= headers ? Integer.MAX_VALUE : mtu - headers;
    }

    private static List<NetworkInterface> all() throws SocketException {
        return new ArrayList<>(Collections.list(NetworkInterface.getNetworkInterfaces()));
    }
}
