package io.eventdispatcher.endpoint;

import java.net.InetAddress;

/**
 * The address of a service as a URI, the same in code, configuration and tools.
 *
 * <table>
 * <caption>Forms</caption>
 * <tr><td>{@code tcp://host:port}</td><td>{@link TcpEndpoint}</td></tr>
 * <tr><td>{@code tls://host:port}</td><td>{@link TlsEndpoint}</td></tr>
 * <tr><td>{@code udp://host:port}</td><td>{@link UdpEndpoint}</td></tr>
 * <tr><td>{@code unix:///path}, {@code unix:relative/path}</td><td>{@link UnixEndpoint}</td></tr>
 * <tr><td>{@code unix-dgram:///path}</td><td>{@link UnixDatagramEndpoint}</td></tr>
 * <tr><td>{@code unix:name?abstract}, {@code unix-dgram:name?abstract}</td><td>{@link AbstractEndpoint}</td></tr>
 * <tr><td>{@code fifo:///path}, {@code fifo:///path?reply=/path}</td><td>{@link FifoEndpoint}</td></tr>
 * <tr><td>{@code local:name}</td><td>{@link LocalEndpoint}</td></tr>
 * <tr><td>{@code cd:///path}, {@code sc:///path}: a daemon communicatord</td><td>{@link UnixEndpoint}</td></tr>
 * <tr><td>{@code cd://host}, {@code sc://host}, port 4040 unless given</td><td>{@link TcpEndpoint}</td></tr>
 * <tr><td>{@code cds://host}, {@code scs://host}, port 4043 unless given</td><td>{@link TlsEndpoint}</td></tr>
 * <tr><td>{@code cdu://host}, {@code scu://host}, port 4041 unless given</td><td>{@link UdpEndpoint}</td></tr>
 * </table>
 *
 * <p>Two endpoints are equal when their canonical URIs are. Threading: immutable.
 *
 * @since 0.1
 */
public sealed interface Endpoint
        permits InetEndpoint, UnixEndpoint, UnixDatagramEndpoint, AbstractEndpoint, FifoEndpoint, LocalEndpoint {

    /**
     * Reads an endpoint. Nothing is resolved and no file is looked at.
     *
     * @param uri one of the forms above; surrounding white space is ignored, the scheme may be in upper case
     * @return the endpoint
     * @throws IllegalArgumentException if the text is not an endpoint; the message names the text, the reason and an
     *     example
     */
    static Endpoint parse(String uri) {
        return EndpointParser.parse(uri);
    }

    /**
     * Returns the part before the first colon.
     *
     * @return for example {@code tcp}, in lower case
     */
    String scheme();

    /**
     * Returns the canonical URI; {@link #parse} reads it back to an equal endpoint.
     *
     * @return for example {@code tcp://[::1]:3001}
     */
    @Override
    String toString();

    /**
     * Says whether an address belongs to the loopback interface, looking through IPv4 addresses mapped into IPv6: all
     * of 127.0.0.0/8, {@code ::1} and {@code ::ffff:127.0.0.0/104}. Wildcard, link-local, IPv4-compatible, 6to4 and
     * NAT64 addresses are not loopback, whatever they embed.
     *
     * @param address the address to look at
     * @return whether packets to it cannot leave this host
     */
    static boolean isLoopback(InetAddress address) {
        return InetLiteral.isLoopback(address.getAddress());
    }
}
