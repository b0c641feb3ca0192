package io.eventdispatcher.endpoint;

/**
 * A TCP address spoken to with TLS: {@code tls://host:port}.
 *
 * <p>Threading: immutable.
 *
 * @param host a name, an IPv4 literal, or an IPv6 literal with or without brackets; kept in canonical form
 * @param port 0 to 65535; 0 asks for any free port when listening
 * @since 0.1
 */
public record TlsEndpoint(String host, int port) implements InetEndpoint {

    /**
     * Makes an endpoint.
     *
     * @param host see the record component
     * @param port see the record component
     * @throws IllegalArgumentException if the host is not valid or the port is out of range
     */
    public TlsEndpoint {
        host = InetHost.canonical(host);
        InetHost.checkPort(port);
    }

    @Override
    public String scheme() {
        return "tls";
    }

    @Override
    public TlsEndpoint withPort(int newPort) {
        return new TlsEndpoint(host, newPort);
    }

    @Override
    public String toString() {
        return InetHost.uri(this);
    }
}
