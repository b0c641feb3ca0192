package io.eventdispatcher.endpoint;

import java.nio.file.Path;

/**
 * A named pipe: {@code fifo:///path} or {@code fifo:relative/path}.
 *
 * <p>Threading: immutable.
 *
 * @param path absolute, or relative to the working directory of the process
 * @since 0.1
 */
public record FifoEndpoint(Path path) implements Endpoint {

    /**
     * Makes an endpoint.
     *
     * @param path see the record component
     * @throws IllegalArgumentException if the path is empty
     */
    public FifoEndpoint {
        PathText.checkPath(path);
    }

    @Override
    public String scheme() {
        return "fifo";
    }

    @Override
    public String toString() {
        return PathText.uri(scheme(), path);
    }
}
