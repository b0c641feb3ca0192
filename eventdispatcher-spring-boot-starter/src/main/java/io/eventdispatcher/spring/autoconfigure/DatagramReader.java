package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.endpoint.AbstractEndpoint;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.InetEndpoint;
import io.eventdispatcher.endpoint.UdpEndpoint;
import io.eventdispatcher.endpoint.UnixDatagramEndpoint;
import io.eventdispatcher.message.MessageLimits;
import io.eventdispatcher.messenger.SecretCode;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherProperties.ClientDatagram;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherProperties.ListenerDatagram;
import io.eventdispatcher.transport.DatagramOptions;
import io.eventdispatcher.transport.TransportOptions;
import io.eventdispatcher.transport.udp.UdpOptions;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * Makes options of datagrams of the properties below {@code datagram}, naming the key of what cannot be used.
 *
 * <p>Threading: immutable.
 *
 * @param key of the properties, {@code eventdispatcher.listeners.NAME.datagram}
 * @param endpoints of the listener or client
 * @param limits of the messages that hold secret codes
 */
record DatagramReader(String key, List<Endpoint> endpoints, MessageLimits limits) {

    private static final int MAX_UDP_BYTES = 65507;
    private static final int MAX_TTL = 255;

    /** Whether each message is a datagram there. */
    static boolean isDatagram(Endpoint endpoint) {
        return endpoint instanceof UdpEndpoint
                || endpoint instanceof UnixDatagramEndpoint
                || (endpoint instanceof AbstractEndpoint named && named.isDatagram());
    }

    /** Adds what a listener needs. */
    TransportOptions listener(TransportOptions to, @Nullable ListenerDatagram datagram) {
        if (datagram == null) {
            return to;
        }
        refuseStreams();
        DatagramOptions options = common(datagram.secretCode(), datagram.maxSize())
                .withPeers(
                        PropertyChecks.atLeast(key + ".max-peers", datagram.maxPeers(), 1),
                        PropertyChecks.positive(key + ".peer-idle", datagram.peerIdle()))
                .withMaxBufferedBytes(PropertyChecks.bytes(
                        key + ".max-buffer", datagram.maxBuffer(), DatagramOptions.MAX_DATAGRAM_BYTES))
                .withReplyTo(replyTo(datagram.replyTo()));
        String group = group(datagram.multicastGroup());
        String networkInterface = networkInterface(datagram.networkInterface());
        if (networkInterface != null && group == null && !isGroup(endpoints.get(0))) {
            throw new UnusablePropertyException(
                    key + ".interface",
                    networkInterface,
                    "it chooses where a multicast group is joined, and there is none",
                    "set " + key + ".multicast-group, or remove it");
        }
        UdpOptions udp = UdpOptions.defaults()
                .withMulticastGroup(group)
                .withNetworkInterface(networkInterface)
                .withFragments(datagram.fragments());
        return to.with(options).with(udp);
    }

    /** Adds what a client needs. */
    TransportOptions client(TransportOptions to, @Nullable ClientDatagram datagram) {
        if (datagram == null) {
            return to;
        }
        refuseStreams();
        return to.with(common(datagram.secretCode(), datagram.maxSize()))
                .with(UdpOptions.defaults()
                        .withNetworkInterface(networkInterface(datagram.networkInterface()))
                        .withMulticastTtl(ttl(datagram.multicastTtl()))
                        .withBroadcast(datagram.broadcast())
                        .withFragments(datagram.fragments()));
    }

    private int ttl(int routers) {
        if (routers < 0 || routers > MAX_TTL) {
            throw new UnusablePropertyException(
                    key + ".multicast-ttl",
                    Integer.toString(routers),
                    "the number of routers is not in 0.." + MAX_TTL,
                    "use 0 for this machine, 1 for this network");
        }
        return routers;
    }

    private static boolean isGroup(Endpoint endpoint) {
        InetAddress address = endpoint instanceof UdpEndpoint udp ? literal(udp.host()) : null;
        return address != null && address.isMulticastAddress();
    }

    private void refuseStreams() {
        if (endpoints.stream().noneMatch(DatagramReader::isDatagram)) {
            throw new UnusablePropertyException(
                    key, "", endpoints.get(0) + " carries no datagrams", "write udp:// or unix-dgram://, or remove it");
        }
    }

    private DatagramOptions common(@Nullable String secretCode, @Nullable DataSize maxSize) {
        DatagramOptions options = DatagramOptions.defaults();
        if (secretCode != null) {
            options = options.withGuard(secret(secretCode));
        }
        return maxSize == null ? options : options.withMaxDatagramBytes(maxBytes(maxSize));
    }

    private SecretCode secret(String text) {
        if (!text.isBlank()) {
            try {
                return SecretCode.of(text, limits);
            } catch (IllegalArgumentException e) {
                // without the value and without the reason, which may show it
                throw unusableSecret("the text has characters that a parameter cannot carry");
            }
        }
        throw unusableSecret("the text is empty, so everybody would know it");
    }

    private UnusablePropertyException unusableSecret(String reason) {
        return new UnusablePropertyException(
                key + ".secret-code", "", reason, "write letters and digits that nobody guesses, or remove it");
    }

    private int maxBytes(DataSize size) {
        int bytes = PropertyChecks.bytes(key + ".max-size", size, 1);
        boolean udp = endpoints.stream().anyMatch(UdpEndpoint.class::isInstance);
        int most = udp ? MAX_UDP_BYTES : DatagramOptions.MAX_DATAGRAM_BYTES;
        if (bytes > most) {
            throw new UnusablePropertyException(
                    key + ".max-size",
                    size.toString(),
                    "no datagram of " + (udp ? "udp" : "unix-dgram") + " is longer than " + most + "B",
                    "write for example 1KB");
        }
        return bytes;
    }

    private @Nullable Endpoint replyTo(@Nullable String uri) {
        if (uri == null) {
            return null;
        }
        Endpoint endpoint = PropertyChecks.endpoint(key + ".reply-to", uri);
        String scheme = endpoints.get(0).scheme();
        if (!endpoint.scheme().equals(scheme)) {
            throw new UnusablePropertyException(
                    key + ".reply-to",
                    uri,
                    "answers leave through the socket that listens, which is one of " + scheme,
                    "write an address of " + scheme);
        }
        return endpoint;
    }

    private @Nullable String group(@Nullable String group) {
        if (group == null) {
            return null;
        }
        if (!(endpoints.get(0) instanceof UdpEndpoint udp)) {
            throw new UnusablePropertyException(
                    key + ".multicast-group", group, "only udp knows multicast", "remove it, or write udp://");
        }
        InetAddress address = literal(group);
        if (address == null || !address.isMulticastAddress()) {
            throw new UnusablePropertyException(
                    key + ".multicast-group",
                    group,
                    "it is not a multicast address",
                    "write an address of 224.0.0.0 to 239.255.255.255, for example 239.255.41.1, or one of ff00::/8, for"
                            + " example ff15::4101");
        }
        checkFamily(group, address, udp);
        return group;
    }

    private void checkFamily(String group, InetAddress address, InetEndpoint udp) {
        InetAddress bound = literal(udp.host());
        if (bound != null && address instanceof Inet4Address != bound instanceof Inet4Address) {
            String family = address instanceof Inet4Address ? "IPv4" : "IPv6";
            throw new UnusablePropertyException(
                    key + ".multicast-group",
                    group,
                    "it is an address of " + family + ", and " + udp + " is not",
                    "write udp://" + (family.equals("IPv4") ? "0.0.0.0" : "[::]") + ":" + udp.port()
                            + " in the uri, or a" + " group of the other family");
        }
    }

    /** An address in numbers; null for a name, which is not looked up. */
    private static @Nullable InetAddress literal(String text) {
        boolean numbers = text.indexOf(':') >= 0 || text.matches("[0-9.]+");
        try {
            return numbers ? InetAddress.getByName(text) : null;
        } catch (UnknownHostException noAddress) {
            return null;
        }
    }

    private @Nullable String networkInterface(@Nullable String name) {
        if (name == null) {
            return null;
        }
        try {
            InetAddress address = literal(name);
            boolean known = NetworkInterface.getByName(name) != null
                    || (address != null && NetworkInterface.getByInetAddress(address) != null);
            if (!known) {
                throw new UnusablePropertyException(
                        key + ".interface",
                        name,
                        "this machine has no such network interface",
                        "use one of: " + String.join(", ", interfaces()) + ", or the address of one");
            }
        } catch (SocketException e) {
            throw new UnusablePropertyException(
                    key + ".interface",
                    name,
                    "the network interfaces cannot be listed: " + e.getMessage(),
                    "remove it");
        }
        return name;
    }

    private static List<String> interfaces() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .map(NetworkInterface::getName)
                .sorted()
                .toList();
    }
}
