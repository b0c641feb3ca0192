package io.eventdispatcher.endpoint;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A named pipe: {@code fifo:///path} or {@code fifo:relative/path}, and {@code fifo:///path?reply=/other} with a second
 * one for the other direction.
 *
 * <p>Threading: immutable.
 *
 * @param path absolute, or relative to the working directory of the process
 * @param reply where answers are written to, absolute or relative as {@code path} is; null = there is no way back
 * @since 0.1
 */
public record FifoEndpoint(Path path, @Nullable Path reply) implements Endpoint {

    /**
     * Makes an endpoint.
     *
     * @param path see the record component
     * @param reply see the record component
     * @throws IllegalArgumentException if a path is empty, or both are the same
     */
    public FifoEndpoint {
        PathText.checkPath(path);
        if (reply != null) {
            if (reply.toString().isEmpty()) {
                throw new IllegalArgumentException("the path of the reply is missing");
            }
            if (reply.equals(path)) {
                throw new IllegalArgumentException("the reply needs a FIFO of its own: reply='"
                        + EndpointParser.printable(reply.toString()) + "'");
            }
        }
    }

    /**
     * Makes an endpoint without a way back.
     *
     * @param path see the record component
     * @throws IllegalArgumentException if the path is empty
     * @since 0.1
     */
    public FifoEndpoint(Path path) {
        this(path, null);
    }

    @Override
    public String scheme() {
        return "fifo";
    }

    @Override
    public String toString() {
        String uri = PathText.uri(scheme(), path);
        return reply == null ? uri : uri + "?reply=" + PathText.escapeValue(reply.toString());
    }
}
