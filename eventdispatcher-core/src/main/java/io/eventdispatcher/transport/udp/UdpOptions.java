package io.eventdispatcher.transport.udp;

import io.eventdispatcher.transport.SchemeOptions;
import io.eventdispatcher.transport.TransportOptions;
import org.jspecify.annotations.Nullable;

/**
 * Settings that only UDP has; secret codes and limits are in {@link io.eventdispatcher.transport.DatagramOptions}.
 *
 * <p>Threading: immutable.
 *
 * @param multicastGroup the group that a listener joins, an IPv4 or IPv6 literal; null = none, unless the host of the
 *     endpoint is a group. A listener that joins receives what is sent to the group and nothing else
 * @param networkInterface on which groups are joined, and from which clients send to groups and to {@code
 *     255.255.255.255}: its name, such as {@code eth0}, or one of its addresses; null = the one that has the address
 *     listened on, else as the system chooses
 * @param multicastTtl how many routers what a client sends to a group may pass, 0 to 255; 0 = it stays on this machine, 1 =
 *     on this network
 * @param broadcast whether a client may send to the broadcast address of a network. Not needed for {@code
 *     255.255.255.255}, nor for the broadcast address of an interface of this machine
 * @param fragments whether datagrams may be longer than what the interface sends in one piece; if not, the limit of a
 *     datagram is lowered to that. The loss of one piece is the loss of the datagram
 * @since 0.1
 */
public record UdpOptions(
        @Nullable String multicastGroup,
        @Nullable String networkInterface,
        int multicastTtl,
        boolean broadcast,
        boolean fragments)
        implements SchemeOptions {

    private static final UdpOptions DEFAULTS = new UdpOptions(null, null, 1, false, false);

    /**
     * Checks the ranges.
     *
     * @param multicastGroup see the record; checked when a listener is bound
     * @param networkInterface see the record; checked when it is used
     * @param multicastTtl see the record
     * @param broadcast see the record
     * @param fragments see the record
     * @throws IllegalArgumentException if the number of routers is out of range, or a text is empty
     */
    public UdpOptions {
        if (multicastTtl < 0 || multicastTtl > 255) {
            throw new IllegalArgumentException(
                    "the number of routers is out of range: multicastTtl=" + multicastTtl + " min=0 max=255");
        }
        checkText("multicastGroup", multicastGroup);
        checkText("networkInterface", networkInterface);
    }

    private static void checkText(String name, @Nullable String text) {
        if (text != null && text.isBlank()) {
            throw new IllegalArgumentException("leave it out instead of leaving it empty: " + name + "='" + text + "'");
        }
    }

    /**
     * The defaults: no group, interfaces as the system chooses, groups on this network only, no broadcast, no fragments.
     *
     * @return the defaults
     * @since 0.1
     */
    public static UdpOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The settings among those of a stream.
     *
     * @param options of the accepted or connected streams
     * @return what was {@linkplain TransportOptions#with added} there, else the defaults
     * @since 0.1
     */
    public static UdpOptions of(TransportOptions options) {
        UdpOptions found = options.find(UdpOptions.class);
        return found == null ? DEFAULTS : found;
    }

    /**
     * Replaces {@link #multicastGroup}.
     *
     * @param group an IPv4 or IPv6 literal; null = none
     * @return a changed copy
     * @throws IllegalArgumentException if empty
     * @since 0.1
     */
    public UdpOptions withMulticastGroup(@Nullable String group) {
        return new UdpOptions(group, networkInterface, multicastTtl, broadcast, fragments);
    }

    /**
     * Replaces {@link #networkInterface}.
     *
     * @param nameOrAddress of the interface; null = as the system chooses
     * @return a changed copy
     * @throws IllegalArgumentException if empty
     * @since 0.1
     */
    public UdpOptions withNetworkInterface(@Nullable String nameOrAddress) {
        return new UdpOptions(multicastGroup, nameOrAddress, multicastTtl, broadcast, fragments);
    }

    /**
     * Replaces {@link #multicastTtl}.
     *
     * @param routers 0 to 255
     * @return a changed copy
     * @throws IllegalArgumentException if out of range
     * @since 0.1
     */
    public UdpOptions withMulticastTtl(int routers) {
        return new UdpOptions(multicastGroup, networkInterface, routers, broadcast, fragments);
    }

    /**
     * Replaces {@link #broadcast}.
     *
     * @param wanted whether a client may
     * @return a changed copy
     * @since 0.1
     */
    public UdpOptions withBroadcast(boolean wanted) {
        return new UdpOptions(multicastGroup, networkInterface, multicastTtl, wanted, fragments);
    }

    /**
     * Replaces {@link #fragments}.
     *
     * @param wanted whether datagrams may be longer than one piece
     * @return a changed copy
     * @since 0.1
     */
    public UdpOptions withFragments(boolean wanted) {
        return new UdpOptions(multicastGroup, networkInterface, multicastTtl, broadcast, wanted);
    }
}
