package io.eventdispatcher.communicatord.registry;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far away a peer is, which says what it can be trusted with.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum Zone {
    /** In this process. */
    PROCESS,
    /** On this machine over a Unix socket: the system tells which user it is. */
    UNIX,
    /** On this machine over loopback: any local user, or a page in a local browser. */
    LOOPBACK,
    /** On a private network: 10/8, 172.16/12, 192.168/16, fd00::/8. */
    PRIVATE,
    /** Anywhere else. */
    PUBLIC;

    private static final int UNIQUE_LOCAL = 0xfd;

    /** IPv6 in brackets, IPv4, both perhaps with a port; IPv6 alone. */
    private static final Pattern ADDRESS = Pattern.compile("\\[([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)\\](?::[0-9]{1,5})?"
            + "|([0-9]{1,3}(?:\\.[0-9]{1,3}){3})(?::[0-9]{1,5})?"
            + "|([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)");

    /**
     * Tells whether the peer is on this machine.
     *
     * @return false for peers on networks
     */
    public boolean isLocal() {
        return this == PROCESS || this == UNIX || this == LOOPBACK;
    }

    /**
     * Finds the zone of a peer.
     *
     * @param scheme of its transport, such as {@code tcp}
     * @param loopback whether the transport never leaves the machine
     * @param remoteAddress printed address with port, for example {@code 10.0.0.2:4042} or {@code [fd00::1]:4042}
     * @return {@link #PUBLIC} when in doubt
     */
    public static Zone of(String scheme, boolean loopback, String remoteAddress) {
        if (scheme.equals("local")) {
            return PROCESS;
        }
        if (scheme.startsWith("unix")) {
            return UNIX;
        }
        return loopback ? LOOPBACK : ofAddress(remoteAddress);
    }

    /**
     * Tells whether a text is an IP address, with or without a port. Never looks up a name.
     *
     * @param text for example {@code 10.0.0.2}, {@code 10.0.0.2:4042}, {@code fd00::1} or {@code [fd00::1]:4042}
     * @return whether it is
     */
    public static boolean isAddress(String text) {
        return parse(text) != null;
    }

    /**
     * Reads an IP address, with or without a port. Never looks up a name.
     *
     * @param text as in {@link #isAddress}
     * @return the address; null when it is none
     */
    public static @Nullable InetAddress address(String text) {
        return parse(text);
    }

    private static Zone ofAddress(String address) {
        InetAddress ip = parse(address);
        if (ip == null) {
            return PUBLIC;
        }
        boolean v6 = ip instanceof Inet6Address; // its site-local addresses nobody may use any more
        boolean uniqueLocal = v6 && (ip.getAddress()[0] & 0xff) == UNIQUE_LOCAL;
        return uniqueLocal || !v6 && ip.isSiteLocalAddress() ? PRIVATE : PUBLIC;
    }

    private static @Nullable InetAddress parse(String text) {
        Matcher address = ADDRESS.matcher(text);
        if (!address.matches()) {
            return null;
        }
        try {
            String host = address.group(1) != null
                    ? address.group(1)
                    : address.group(2) != null ? address.group(2) : address.group(3);
            return InetAddress.getByName(host); // a literal, by the pattern: not looked up
        } catch (UnknownHostException notAnAddress) {
            return null;
        }
    }
}
