package io.eventdispatcher.communicatord.peer;

import io.eventdispatcher.communicatord.registry.Zone;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a daemon listens for other daemons. Smaller and larger say who connects: the larger address dials the smaller one. The
 * original looks at the IP address alone; here the port decides between two daemons of one machine.
 *
 * <p>Threading: immutable.
 *
 * @param ip never a name
 * @param port 1 to 65535
 * @since 0.1
 */
public record LinkAddress(InetAddress ip, int port) implements Comparable<LinkAddress> {

    private static final int MAX_PORT = 65_535;
    private static final int MAPPED_LENGTH = 16;
    private static final int MAPPED_PREFIX = 10;
    private static final Pattern PORT = Pattern.compile("(?:\\]|^[0-9.]+):([0-9]{1,5})$");

    /**
     * Reads an address.
     *
     * @param text {@code 10.0.0.2}, {@code 10.0.0.2:4042}, {@code fd00::1} or {@code [fd00::1]:4042}
     * @param defaultPort if the text has none
     * @return null when it is none, or nobody can be reached there
     */
    public static @Nullable LinkAddress parse(String text, int defaultPort) {
        InetAddress ip = Zone.address(text);
        if (ip == null || ip.isAnyLocalAddress() || ip.isMulticastAddress()) {
            return null;
        }
        Matcher port = PORT.matcher(text);
        int number = port.find() ? Integer.parseInt(port.group(1)) : defaultPort;
        return number < 1 || number > MAX_PORT ? null : new LinkAddress(ip, number);
    }

    /**
     * Returns the address without the port.
     *
     * @return as the original writes it
     */
    public String host() {
        return ip.getHostAddress();
    }

    private byte[] mapped() {
        byte[] address = ip.getAddress();
        if (address.length == MAPPED_LENGTH) {
            return address;
        }
        byte[] mapped = new byte[MAPPED_LENGTH];
        mapped[MAPPED_PREFIX] = -1;
        mapped[MAPPED_PREFIX + 1] = -1;
        System.arraycopy(address, 0, mapped, MAPPED_PREFIX + 2, address.length);
        return mapped;
    }

    @Override
    public int compareTo(LinkAddress other) {
        int order = Arrays.compareUnsigned(mapped(), other.mapped());
        return order == 0 ? Integer.compare(port, other.port) : order;
    }

    @Override
    public String toString() {
        return ip instanceof Inet6Address ? "[" + host() + "]:" + port : host() + ":" + port;
    }
}
