package io.eventdispatcher.endpoint;

import java.nio.file.Path;

/**
 * A Unix stream socket in the file system: {@code unix:///path} or {@code unix:relative/path}.
 *
 * <p>Threading: immutable.
 *
 * @param path absolute, or relative to the working directory of the process; at most 107 bytes
 * @since 0.1
 */
public record UnixEndpoint(Path path) implements Endpoint {

    /**
     * Makes an endpoint.
     *
     * @param path see the record component
     * @throws IllegalArgumentException if the path is empty or too long
     */
    public UnixEndpoint {
        PathText.checkSocketPath(path);
    }

    @Override
    public String scheme() {
        return "unix";
    }

    @Override
    public String toString() {
        return PathText.uri(scheme(), path);
    }
}
