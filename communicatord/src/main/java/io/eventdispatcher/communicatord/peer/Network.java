package io.eventdispatcher.communicatord.peer;

import io.eventdispatcher.communicatord.registry.Zone;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * A range of addresses. What other daemons tell of further ones is believed within such ranges only.
 *
 * <p>Threading: immutable.
 *
 * @param base first address, or any other one of the range
 * @param bits number of leading bits that all addresses of the range share
 * @since 0.1
 */
public record Network(InetAddress base, int bits) {

    /** Private networks of IPv4 and IPv6. */
    public static final List<Network> PRIVATE = Stream.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fd00::/8")
            .map(Network::parse)
            .toList();

    /**
     * Reads a range.
     *
     * @param text {@code 10.0.0.0/8}, or an address alone
     * @return the range
     * @throws IllegalArgumentException if it is none
     */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        InetAddress base = Zone.address(slash < 0 ? text : text.substring(0, slash));
        if (base == null) {
            throw new IllegalArgumentException("not a network: text='" + text + "'; write for example 10.0.0.0/8");
        }
        int most = base.getAddress().length * Byte.SIZE;
        int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException("not a network: text='" + text + "'; 0 to " + most + " bits");
        }
        return new Network(base, bits);
    }

    /**
     * Tells whether an address is in the range.
     *
     * @param address any
     * @return never for one of the other family
     */
    public boolean contains(InetAddress address) {
        byte[] own = base.getAddress();
        byte[] other = address.getAddress();
        if (own.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if ((own[bit / Byte.SIZE] & mask) != (other[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
