package io.eventdispatcher.endpoint;

import java.util.regex.Pattern;

/**
 * A name inside this process, for connections in memory: {@code local:name}.
 *
 * <p>Threading: immutable.
 *
 * @param name 1 to 128 letters, digits, dots, hyphens and underscores; case matters
 * @since 0.1
 */
public record LocalEndpoint(String name) implements Endpoint {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    /**
     * Makes an endpoint.
     *
     * @param name see the record component
     * @throws IllegalArgumentException if the name is not valid
     */
    public LocalEndpoint {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a local name has 1 to 128 letters, digits, dots, hyphens and underscores: " + "name='"
                            + EndpointParser.printable(name) + "' length=" + name.length());
        }
    }

    @Override
    public String scheme() {
        return "local";
    }

    @Override
    public String toString() {
        return "local:" + name;
    }
}
