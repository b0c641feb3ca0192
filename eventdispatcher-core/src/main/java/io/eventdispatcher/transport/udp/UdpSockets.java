package io.eventdispatcher.transport.udp;

import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.TransportOptions;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes UDP sockets with their options.
 *
 * <p>Threading: any thread.
 */
final class UdpSockets {

    private static final Logger log = LoggerFactory.getLogger(UdpSockets.class);

    private static final InetAddress LIMITED_BROADCAST = limitedBroadcast();

    private UdpSockets() {}

    private static InetAddress limitedBroadcast() {
        InetAddress address = Literals.parse("255.255.255.255");
        if (address == null) {
            throw new IllegalStateException("255.255.255.255 is not an address");
        }
        return address;
    }

    /** A socket to send to one target, bound to a port the system chooses. */
    static DatagramChannel towards(InetSocketAddress target, TransportOptions options) throws IOException {
        InetAddress address = target.getAddress();
        UdpOptions own = UdpOptions.of(options);
        if (address.equals(LIMITED_BROADCAST)) {
            return toAll(address, options);
        }
        DatagramChannel channel = open(address);
        try {
            configure(channel, options);
            if (address.isMulticastAddress()) {
                toGroup(channel, address, own);
            } else if (!toOne(channel, target, own)) {
                close(channel); // it is bound by now, and not to the interface that is wanted
                return toAll(address, options);
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            close(channel);
            throw e;
        }
    }

    /**
     * From now on the socket hears the target alone, and is told when nobody is there. The system refuses this for a
     * broadcast address, which saves looking through the interfaces for every other one.
     *
     * @return false if it is a broadcast address that may be used
     */
    private static boolean toOne(DatagramChannel channel, InetSocketAddress target, UdpOptions own) throws IOException {
        try {
            channel.connect(target);
            return true;
        } catch (SocketException e) {
            if (!String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("permission denied")) {
                throw e;
            }
            if (!own.broadcast() && !Interfaces.isBroadcast(target.getAddress())) {
                throw new IOException(
                        e.getMessage() + "; if this is the broadcast address of a network, allow it with broadcast (in"
                                + " code: UdpOptions.withBroadcast)",
                        e);
            }
            return false;
        }
    }

    private static DatagramChannel toAll(InetAddress broadcast, TransportOptions options) throws IOException {
        DatagramChannel channel = open(broadcast);
        try {
            configure(channel, options);
            channel.setOption(StandardSocketOptions.SO_BROADCAST, true);
            channel.bind(new InetSocketAddress(source(broadcast, UdpOptions.of(options)), 0));
            return channel;
        } catch (IOException | RuntimeException e) {
            close(channel);
            throw e;
        }
    }

    private static void toGroup(DatagramChannel channel, InetAddress group, UdpOptions own) throws IOException {
        NetworkInterface through = through(group, own);
        if (through != null) {
            channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, through);
        }
        channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, own.multicastTtl());
        channel.bind(new InetSocketAddress(source(group, own), 0));
    }

    private static @Nullable NetworkInterface through(InetAddress target, UdpOptions own) throws IOException {
        String wanted = own.networkInterface();
        if (wanted != null) {
            return Interfaces.named(wanted);
        }
        return target instanceof Inet6Address scoped ? scoped.getScopedInterface() : null;
    }

    /** The address of the interface that was chosen: with it the system sends there, even to 255.255.255.255. */
    private static InetAddress source(InetAddress target, UdpOptions own) throws IOException {
        boolean v6 = target instanceof Inet6Address;
        NetworkInterface through = through(target, own);
        InetAddress source = through == null ? null : Interfaces.address(through, v6);
        return source == null ? InetAddress.getByAddress(new byte[v6 ? 16 : 4]) : source;
    }

    /** A socket to receive on. */
    static DatagramChannel bound(InetAddress host, int port, @Nullable Membership membership, ListenOptions options)
            throws IOException {
        DatagramChannel channel = open(host);
        try {
            configure(channel, options.accepted());
            if (membership == null) {
                channel.bind(new InetSocketAddress(host, port));
            } else {
                // Only here: with it, a second socket could take the datagrams of the first.
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, options.reuseAddress());
                channel.bind(new InetSocketAddress(membership.group(), port));
                channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, membership.through());
                channel.join(membership.group(), membership.through());
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            close(channel);
            throw e;
        }
    }

    /** The longest datagram that leaves in one piece, as far as it is known which way it takes. */
    static int maxUnfragmented(DatagramChannel channel, UdpOptions own) throws IOException {
        InetAddress local = ((InetSocketAddress) channel.getLocalAddress()).getAddress();
        String wanted = own.networkInterface();
        NetworkInterface through = wanted == null ? Interfaces.having(local) : Interfaces.named(wanted);
        return Interfaces.maxUnfragmented(through, local instanceof Inet6Address);
    }

    private static DatagramChannel open(InetAddress address) throws IOException {
        return DatagramChannel.open(
                address instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
    }

    private static void configure(DatagramChannel channel, TransportOptions options) throws IOException {
        channel.configureBlocking(false);
        if (options.receiveBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBuffer());
        }
        if (options.sendBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, options.sendBuffer());
        }
    }

    static void close(@Nullable DatagramChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                log.debug("close failed: {}", e.toString());
            }
        }
    }
}
