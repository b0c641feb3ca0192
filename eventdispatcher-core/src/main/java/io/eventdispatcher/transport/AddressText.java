package io.eventdispatcher.transport;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.TcpEndpoint;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/**
 * Socket addresses as people read them.
 *
 * <p>Threading: immutable.
 */
final class AddressText {

    private static final String UNNAMED = "(unnamed)";

    private AddressText() {}

    static String of(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            InetAddress ip = inet.getAddress();
            if (ip == null) {
                return inet.getHostString() + ":" + inet.getPort();
            }
            return ip instanceof Inet6Address ? ipv6(ip, inet.getPort()) : ip.getHostAddress() + ":" + inet.getPort();
        }
        if (address instanceof UnixDomainSocketAddress unix) {
            String path = unix.getPath().toString();
            return path.isEmpty() ? UNNAMED : path;
        }
        return address.toString();
    }

    /**
     * RFC 5952 and brackets, as endpoints print them; a zone that no endpoint could name is kept as the JDK prints it.
     */
    private static String ipv6(InetAddress ip, int port) {
        String literal = ip.getHostAddress();
        try {
            literal = new TcpEndpoint(literal, port).host();
        } catch (IllegalArgumentException e) {
            // an interface name with unusual characters: the long form is correct too
        }
        return "[" + literal + "]:" + port;
    }

    /** T31: local means that both ends are; Unix sockets cannot leave the machine. */
    static boolean isLoopback(SocketAddress local, SocketAddress remote) {
        return isLoopback(local) && isLoopback(remote);
    }

    private static boolean isLoopback(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            return inet.getAddress() != null && Endpoint.isLoopback(inet.getAddress());
        }
        return address instanceof UnixDomainSocketAddress;
    }
}
