package io.eventdispatcher.endpoint;

import java.util.Locale;

/**
 * Reads the URI forms of {@link Endpoint}.
 *
 * <p>Not {@code java.net.URI}: that one takes no underscore in a host name and no space in a path, and it says
 * nothing a reader of a configuration error could use.
 *
 * <p>Threading: immutable.
 */
final class EndpointParser {

    private static final int MAX_PRINTED = 200;
    private static final String FORMS =
            "tcp://127.0.0.1:3001, tls://host:3001, udp://127.0.0.1:3002, unix:///run/app.sock,"
                    + " unix-dgram:///run/app.sock, fifo:///run/app.fifo or local:name";

    /** Ports of the daemon communicatord. */
    private static final int DAEMON_PORT = 4040;

    private static final int DAEMON_UDP_PORT = 4041;
    private static final int DAEMON_TLS_PORT = 4043;

    private EndpointParser() {}

    static Endpoint parse(String uri) {
        String text = uri.strip();
        int colon = text.indexOf(':');
        if (colon < 1 || isSocketAddress(text)) {
            throw invalid(text, "no scheme", FORMS);
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = text.substring(colon + 1);
        try {
            return switch (scheme) {
                case "tcp" -> new TcpEndpoint(host(rest), port(rest));
                case "tls" -> new TlsEndpoint(host(rest), port(rest));
                case "udp" -> new UdpEndpoint(host(rest), port(rest));
                case "cd", "sc" ->
                    rest.startsWith("///")
                            ? new UnixEndpoint(PathText.split(rest).path())
                            : new TcpEndpoint(host(rest), port(rest, DAEMON_PORT));
                case "cds", "scs" -> new TlsEndpoint(host(rest), port(rest, DAEMON_TLS_PORT));
                case "cdu", "scu" -> new UdpEndpoint(host(rest), port(rest, DAEMON_UDP_PORT));
                case "unix", "unix-dgram" -> socket(scheme, PathText.split(rest));
                case "fifo" -> fifo(PathText.split(rest));
                case "local" -> new LocalEndpoint(rest);
                default -> throw new IllegalArgumentException("unknown scheme '" + printable(scheme) + "'");
            };
        } catch (IllegalArgumentException e) {
            throw invalid(text, String.valueOf(e.getMessage()), example(scheme));
        }
    }

    private static Endpoint socket(String scheme, PathText text) {
        if (text.has("abstract")) {
            text.allowOnly("abstract");
            return new AbstractEndpoint(scheme, text.name());
        }
        text.allowOnly("file", "abstract");
        return scheme.equals("unix") ? new UnixEndpoint(text.path()) : new UnixDatagramEndpoint(text.path());
    }

    private static Endpoint fifo(PathText text) {
        text.allowOnly("file", "reply");
        return new FifoEndpoint(text.path(), text.has("reply") ? text.pathOf("reply") : null);
    }

    /** Makes text that may come from anywhere fit for a log line: printable ASCII, at most 200 characters. */
    static String printable(String text) {
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), MAX_PRINTED); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7F) {
                result.append(c);
            } else {
                result.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return text.length() > MAX_PRINTED ? result.append("...").toString() : result.toString();
    }

    /** Whether the text is an address alone, as in "127.0.0.1:3001" or "[::1]:3001". */
    private static boolean isSocketAddress(String text) {
        int colon = text.lastIndexOf(':');
        return text.startsWith("[")
                || InetLiteral.parse(text) != null
                || InetLiteral.parse(text.substring(0, colon)) != null;
    }

    private static String authority(String rest) {
        if (!rest.startsWith("//")) {
            throw new IllegalArgumentException("'//' is missing after the scheme");
        }
        String authority =
                rest.endsWith("/") && rest.length() > 2 ? rest.substring(2, rest.length() - 1) : rest.substring(2);
        for (char c : new char[] {'/', '?', '#', '@'}) {
            if (authority.indexOf(c) >= 0) {
                throw new IllegalArgumentException("only host and port are allowed, found '" + c + "'");
            }
        }
        return authority;
    }

    private static String host(String rest) {
        String authority = authority(rest);
        int bracket = authority.lastIndexOf(']');
        int colon = authority.indexOf(':', Math.max(bracket, 0));
        String host = colon < 0 ? authority : authority.substring(0, colon);
        if (bracket < 0 && colon != authority.lastIndexOf(':')) {
            throw new IllegalArgumentException("an IPv6 address needs brackets");
        }
        return host;
    }

    private static int port(String rest, int byDefault) {
        return authority(rest).length() > host(rest).length() ? port(rest) : byDefault;
    }

    private static int port(String rest) {
        String authority = authority(rest);
        String host = host(rest);
        String digits = authority.length() > host.length() ? authority.substring(host.length() + 1) : "";
        if (digits.isEmpty()) {
            throw new IllegalArgumentException("the port is missing");
        }
        if (digits.length() > 5 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException(
                    "the port must be a number from 0 to 65535: port='" + printable(digits) + "'");
        }
        return Integer.parseInt(digits);
    }

    private static String example(String scheme) {
        return switch (scheme) {
            case "tcp", "tls", "udp" -> scheme + "://127.0.0.1:3001 or " + scheme + "://[::1]:3001";
            case "unix", "unix-dgram" -> scheme + ":///run/app.sock or " + scheme + ":name?abstract";
            case "fifo" -> "fifo:///run/app.fifo or fifo:///run/app.fifo?reply=/run/answers.fifo";
            case "local" -> "local:name";
            default -> FORMS;
        };
    }

    private static IllegalArgumentException invalid(String text, String reason, String example) {
        return new IllegalArgumentException(
                "not an endpoint: '" + printable(text) + "' (" + reason + "); write for example " + example);
    }
}
