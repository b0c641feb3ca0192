package io.eventdispatcher.endpoint;

/**
 * An endpoint made of host and port.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public sealed interface InetEndpoint extends Endpoint permits TcpEndpoint, TlsEndpoint, UdpEndpoint {

    /**
     * Returns the host: a name in lower case, or an IPv4 or IPv6 literal in canonical form (RFC 5952), without
     * brackets.
     *
     * @return the host, never empty
     */
    String host();

    /**
     * Returns the port.
     *
     * @return 0 to 65535; 0 asks for any free port when listening
     */
    int port();

    /**
     * Returns the same endpoint with another port, for example the one a listener got.
     *
     * @param port 0 to 65535
     * @return the endpoint
     * @throws IllegalArgumentException if the port is out of range
     */
    InetEndpoint withPort(int port);

    /**
     * Says whether the host is a loopback literal (see {@link Endpoint#isLoopback}) or the name {@code localhost}
     * (RFC 6761). Other names count as not loopback, whatever they resolve to.
     *
     * @return whether only this host can be meant
     */
    default boolean isLoopback() {
        byte[] literal = InetLiteral.parse(host());
        return literal == null ? host().equals("localhost") : InetLiteral.isLoopback(literal);
    }

    /**
     * Says whether the host stands for every interface: {@code 0.0.0.0} or {@code ::}.
     *
     * @return whether a listener would be reachable from everywhere
     */
    default boolean isWildcard() {
        byte[] literal = InetLiteral.parse(host());
        return literal != null && InetLiteral.isWildcard(literal);
    }
}
