package io.eventdispatcher.endpoint;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Hosts and ports: checked, brought to canonical form, printed.
 *
 * <p>Threading: immutable.
 */
final class InetHost {

    private static final int MAX_NAME_LENGTH = 253;
    private static final int MAX_PORT = 65535;

    /** Letters, digits, hyphens; the underscore is not allowed by RFC 952 but common in container names. */
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\\.?");

    /**
     * Names that system resolvers take for numbers: "127.1", "0177.0.0.1", "2130706433", "0x7f.1". A host that can be
     * read in two ways is refused, not guessed.
     */
    private static final Pattern NUMBER_LIKE = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)\\.?");

    private static final Pattern ZONE = Pattern.compile("[A-Za-z0-9._~-]{1,64}");

    private InetHost() {}

    static void checkPort(int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("the port must be a number from 0 to 65535: port=" + port);
        }
    }

    static String uri(InetEndpoint endpoint) {
        boolean v6 = endpoint.host().indexOf(':') >= 0;
        return endpoint.scheme() + "://" + (v6 ? "[" + endpoint.host() + "]" : endpoint.host()) + ":" + endpoint.port();
    }

    static String canonical(String host) {
        if (host.isEmpty()) {
            throw new IllegalArgumentException(
                    "the host is missing; 127.0.0.1 is this host only, 0.0.0.0 or [::] is every" + " interface");
        }
        if (host.startsWith("[") || host.indexOf(':') >= 0) {
            return ipv6(host);
        }
        byte[] literal = InetLiteral.parse(host);
        return literal == null ? name(host.toLowerCase(Locale.ROOT)) : InetLiteral.print(literal);
    }

    private static String ipv6(String host) {
        boolean opened = host.startsWith("[");
        if (opened != host.endsWith("]")) {
            throw new IllegalArgumentException("brackets do not match: host='" + EndpointParser.printable(host) + "'");
        }
        String inner = opened ? host.substring(1, host.length() - 1) : host;
        int percent = inner.indexOf('%');
        byte[] address = InetLiteral.parse(percent < 0 ? inner : inner.substring(0, percent));
        if (address == null || address.length != InetLiteral.V6_BYTES) {
            throw new IllegalArgumentException("not an IPv6 address: host='" + EndpointParser.printable(host) + "'");
        }
        return InetLiteral.print(address) + (percent < 0 ? "" : "%" + zone(inner.substring(percent + 1)));
    }

    /** A zone as people write it, or with its percent sign escaped as RFC 6874 had it. */
    private static String zone(String text) {
        String zone = text.startsWith("25") && text.length() > 2 ? text.substring(2) : text;
        if (!ZONE.matcher(zone).matches()) {
            throw new IllegalArgumentException("not an IPv6 zone: zone='" + EndpointParser.printable(text) + "'");
        }
        return zone;
    }

    private static String name(String host) {
        if (host.length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException(
                    "the host name is too long: length=" + host.length() + " max=" + MAX_NAME_LENGTH);
        }
        if (NUMBER_LIKE.matcher(host).matches()) {
            throw new IllegalArgumentException("not an IPv4 address: host='" + host
                    + "'; four decimal numbers from 0 to 255" + " without leading zeros are needed");
        }
        if (!NAME.matcher(host).matches()) {
            throw new IllegalArgumentException("not a host name: host='" + EndpointParser.printable(host)
                    + "'; letters, digits, hyphens and dots are allowed, international names in their xn-- form");
        }
        return host;
    }
}
