package io.eventdispatcher.endpoint;

import java.nio.charset.StandardCharsets;

/**
 * A Unix socket with an abstract name, which is no file: {@code unix:name?abstract} for streams and {@code
 * unix-dgram:name?abstract} for datagrams. Linux only (unix(7)); everybody in the same network namespace can connect,
 * whatever their user.
 *
 * <p>Threading: immutable.
 *
 * @param scheme {@code unix} or {@code unix-dgram}
 * @param name without the leading NUL that the system puts there; 1 to 107 bytes in UTF-8, no control characters
 * @since 0.1
 */
public record AbstractEndpoint(String scheme, String name) implements Endpoint {

    private static final int MAX_NAME_BYTES = 107;

    /**
     * Makes an endpoint.
     *
     * @param scheme see the record component
     * @param name see the record component
     * @throws IllegalArgumentException if the scheme is another one, or the name is empty, too long or has control
     *     characters
     */
    public AbstractEndpoint {
        if (!scheme.equals("unix") && !scheme.equals("unix-dgram")) {
            throw new IllegalArgumentException("abstract names are those of unix and unix-dgram sockets: scheme='"
                    + EndpointParser.printable(scheme) + "'");
        }
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MAX_NAME_BYTES || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("an abstract name has 1 to " + MAX_NAME_BYTES
                    + " bytes and no control characters: name='" + EndpointParser.printable(name) + "' bytes=" + bytes);
        }
    }

    /**
     * Says which kind of socket it is.
     *
     * @return whether it is for datagrams, not for streams
     * @since 0.1
     */
    public boolean isDatagram() {
        return scheme.equals("unix-dgram");
    }

    /** A name that begins with two slashes would read as the beginning of an absolute path. */
    @Override
    public String toString() {
        String escaped = PathText.escape(name);
        return scheme + ":" + (escaped.startsWith("//") ? "%2F" + escaped.substring(1) : escaped) + "?abstract";
    }
}
