package io.eventdispatcher.endpoint;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Paths in URIs: {@code scheme:///absolute} and {@code scheme:relative}, with percent escapes (RFC 3986).
 *
 * <p>Threading: immutable.
 */
final class PathText {

    /** Room for a path in Linux's {@code sockaddr_un}, without the ending NUL; other systems have a little less. */
    private static final int MAX_SOCKET_PATH_BYTES = 107;

    private static final String HEX = "0123456789ABCDEF";

    private PathText() {}

    static Path parse(String rest) {
        String text = rest;
        int query = text.indexOf('?');
        if (query >= 0) {
            checkQuery(text.substring(query + 1));
            text = text.substring(0, query);
        }
        if (text.startsWith("//")) {
            text = text.substring(2);
            if (!text.startsWith("/")) {
                throw new IllegalArgumentException("three slashes begin an absolute path, none a relative one");
            }
        }
        try {
            return Path.of(unescape(text));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("not a path: " + e.getReason(), e);
        }
    }

    static void checkPath(Path path) {
        if (path.toString().isEmpty()) {
            throw new IllegalArgumentException("the path is missing");
        }
    }

    static void checkSocketPath(Path path) {
        checkPath(path);
        int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_SOCKET_PATH_BYTES) {
            throw new IllegalArgumentException(
                    "the path of a socket is too long: bytes=" + bytes + " max=" + MAX_SOCKET_PATH_BYTES);
        }
    }

    static String uri(String scheme, Path path) {
        return scheme + (path.isAbsolute() ? "://" : ":") + escape(path.toString());
    }

    /** The original's queries: a file is meant anyway, the other kinds of names are not supported by the JDK. */
    private static void checkQuery(String query) {
        if (!query.equals("file")) {
            throw new IllegalArgumentException(
                    "'?" + EndpointParser.printable(query) + "' is not supported, only sockets in the file system are");
        }
    }

    private static String unescape(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream result = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                result.write(bytes[i]);
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw new IllegalArgumentException("'%' needs two hexadecimal digits; a percent sign itself is %25");
            }
            result.write(high << 4 | low);
            i += 2;
        }
        return result.toString(StandardCharsets.UTF_8);
    }

    private static String escape(String path) {
        StringBuilder result = new StringBuilder(path.length());
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b < 0x7F && b != '%' && b != '?' && b != '#') {
                result.append((char) b);
            } else {
                result.append('%').append(HEX.charAt((b >> 4) & 0xF)).append(HEX.charAt(b & 0xF));
            }
        }
        return result.toString();
    }
}
