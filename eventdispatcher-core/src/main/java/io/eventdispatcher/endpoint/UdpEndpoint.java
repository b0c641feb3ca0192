package io.eventdispatcher.endpoint;

/**
 * A UDP address: {@code udp://host:port}.
 *
 * <p>Threading: immutable.
 *
 * @param host a name, an IPv4 literal, or an IPv6 literal with or without brackets; kept in canonical form
 * @param port 0 to 65535; 0 asks for any free port when listening
 * @since 0.1
 */
public record UdpEndpoint(String host, int port) implements InetEndpoint {

    /**
     * Makes an endpoint.
     *
     * @param host see the record component
     * @param port see the record component
     * @throws IllegalArgumentException if the host is not valid or the port is out of range
     */
    public UdpEndpoint {
        host = InetHost.canonical(host);
        InetHost.checkPort(port);
    }

    @Override
    public String scheme() {
        return "udp";
    }

    @Override
    public UdpEndpoint withPort(int newPort) {
        return new UdpEndpoint(host, newPort);
    }

    @Override
    public String toString() {
        return InetHost.uri(this);
    }
}
