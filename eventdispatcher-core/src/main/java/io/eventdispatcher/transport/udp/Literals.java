package io.eventdispatcher.transport.udp;

import io.eventdispatcher.endpoint.UdpEndpoint;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Addresses written as digits, which no name service has to be asked for.
 *
 * <p>Threading: immutable.
 */
final class Literals {

    private Literals() {}

    /** Whether a host in the canonical form of an endpoint is a literal: digits and dots, or with a colon. */
    static boolean isLiteral(String canonicalHost) {
        return canonicalHost.indexOf(':') >= 0
                || canonicalHost.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    /** The canonical form of a host, the text itself when it is none. */
    static String canonical(String host) {
        try {
            return new UdpEndpoint(host, 0).host();
        } catch (IllegalArgumentException notAHost) {
            return host;
        }
    }

    /** The address that a literal stands for; null when the text is none. */
    static @Nullable InetAddress parse(String text) {
        String host = canonical(text);
        if (!isLiteral(host)) {
            return null;
        }
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException zoneUnknown) {
            return null;
        }
    }
}
