package io.eventdispatcher.endpoint;

import java.nio.file.Path;

/**
 * A Unix datagram socket in the file system: {@code unix-dgram:///path} or {@code unix-dgram:relative/path}.
 *
 * <p>Threading: immutable.
 *
 * @param path absolute, or relative to the working directory of the process; at most 107 bytes
 * @since 0.1
 */
public record UnixDatagramEndpoint(Path path) implements Endpoint {

    /**
     * Makes an endpoint.
     *
     * @param path see the record component
     * @throws IllegalArgumentException if the path is empty or too long
     */
    public UnixDatagramEndpoint {
        PathText.checkSocketPath(path);
    }

    @Override
    public String scheme() {
        return "unix-dgram";
    }

    @Override
    public String toString() {
        return PathText.uri(scheme(), path);
    }
}
