package io.eventdispatcher.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * Finds out whether somebody has a socket file bound.
 *
 * <p>Threading: any thread; does not block.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface SocketProbe {

    /** Nobody has it bound: the connection was refused. */
    String DEAD = "";

    /**
     * Connects a stream for a moment. Non-blocking, because connecting to a listener whose backlog is full would wait for it.
     */
    SocketProbe STREAM = path -> {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.configureBlocking(false);
            channel.connect(UnixDomainSocketAddress.of(path));
            return "a listener answers there";
        } catch (ConnectException e) {
            return DEAD;
        } catch (IOException e) {
            return "it may be alive, a test connection says: " + e.getMessage();
        }
    };

    /**
     * Looks at a socket file.
     *
     * @param path of a socket
     * @return {@link #DEAD}, or why the socket may be in use
     * @since 0.1
     */
    String examine(Path path);
}
