package io.eventdispatcher.endpoint;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Paths and names in URIs: {@code scheme:///absolute}, {@code scheme:relative}, {@code scheme:name?abstract}, with
 * percent escapes (RFC 3986) and a query.
 *
 * <p>Threading: immutable.
 *
 * @param text what stands before the query, as written, without the two slashes of an absolute path
 * @param query what follows the question mark, key to value as written; a key alone has an empty value
 */
record PathText(String text, Map<String, String> query) {

    /** Room for a path in Linux's {@code sockaddr_un}, without the ending NUL; other systems have a little less. */
    private static final int MAX_SOCKET_PATH_BYTES = 107;

    private static final String HEX = "0123456789ABCDEF";

    /** Takes apart what follows the scheme and its colon. */
    static PathText split(String rest) {
        int mark = rest.indexOf('?');
        String text = mark < 0 ? rest : rest.substring(0, mark);
        if (text.startsWith("//")) {
            text = text.substring(2);
            if (!text.startsWith("/")) {
                throw new IllegalArgumentException("three slashes begin an absolute path, none a relative one");
            }
        }
        return new PathText(text, mark < 0 ? Map.of() : query(rest.substring(mark + 1)));
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String part : text.split("&", -1)) {
            int equals = part.indexOf('=');
            String key = equals < 0 ? part : part.substring(0, equals);
            if (query.put(key, equals < 0 ? "" : part.substring(equals + 1)) != null) {
                throw new IllegalArgumentException("'" + EndpointParser.printable(key) + "' is given twice");
            }
        }
        return query;
    }

    boolean has(String key) {
        return query.containsKey(key);
    }

    /** Refuses other queries: the original's for unnamed sockets, misspelt ones, a flag with a value. */
    void allowOnly(String... keys) {
        for (Map.Entry<String, String> part : query.entrySet()) {
            String key = part.getKey();
            if (!List.of(keys).contains(key)) {
                throw new IllegalArgumentException("?" + EndpointParser.printable(key) + " is not supported here,"
                        + " only ?" + String.join(" and ?", keys));
            }
            if (!key.equals("reply") && !part.getValue().isEmpty()) {
                throw new IllegalArgumentException(
                        "?" + key + " takes no value: value='" + EndpointParser.printable(part.getValue()) + "'");
            }
        }
    }

    Path path() {
        return toPath(text);
    }

    /** The path given as the value of a key that {@linkplain #has is there}. */
    Path pathOf(String key) {
        return toPath(query.getOrDefault(key, ""));
    }

    String name() {
        return unescape(text);
    }

    private static Path toPath(String escaped) {
        try {
            return Path.of(unescape(escaped));
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

    /** For a value in a query, where an ampersand ends it. */
    static String escapeValue(String value) {
        return escape(value).replace("&", "%26");
    }

    static String escape(String path) {
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
