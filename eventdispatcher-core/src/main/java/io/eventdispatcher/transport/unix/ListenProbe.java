package io.eventdispatcher.transport.unix;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * Finds out whether somebody listens on a socket file.
 *
 * <p>Threading: any thread; does not block.
 */
@FunctionalInterface
interface ListenProbe {

    /** Nobody listens: the connection was refused. */
    String DEAD = "";

    /**
     * Connects for a moment. Non-blocking, because connecting to a listener whose backlog is full would wait for it.
     */
    ListenProbe CONNECT = path -> {
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

    /** Returns {@link #DEAD}, or why the socket may be in use. */
    String examine(Path path);
}
