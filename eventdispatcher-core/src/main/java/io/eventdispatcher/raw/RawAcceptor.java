package io.eventdispatcher.raw;

import static io.eventdispatcher.raw.Interest.ACCEPT;
import static io.eventdispatcher.raw.Interest.CLOSE;
import static io.eventdispatcher.raw.Interest.NONE;
import static io.eventdispatcher.raw.Interest.READ;
import static io.eventdispatcher.raw.Interest.TIMEOUT;

import io.eventdispatcher.loop.EventLoop;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections and gives each a handler, which waits for {@link Interest#READ} first.
 *
 * <p>When as many are open as are allowed, others wait in the kernel until one is closed. When accepting fails, usually
 * for want of descriptors, it tries again each second, and says so once.
 *
 * <p>Threading: loop thread only.
 *
 * @since 0.1
 */
public final class RawAcceptor implements RawHandler {

    private static final Logger log = LoggerFactory.getLogger(RawAcceptor.class);

    private static final int MAX_ACCEPTS_PER_TURN = 64;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final ServerSocketChannel server;
    private final int maxConnections;
    private final Function<SocketChannel, RawHandler> handlers;
    private int connections;
    private boolean failing;

    private RawAcceptor(ServerSocketChannel server, int maxConnections, Function<SocketChannel, RawHandler> handlers) {
        this.server = server;
        this.maxConnections = maxConnections;
        this.handlers = handlers;
    }

    /**
     * Starts to accept.
     *
     * @param loop the loop
     * @param name for logs
     * @param server bound; closed with the channel that is returned
     * @param maxConnections how many may be open at a time, at least 1
     * @param handlers makes the handler of a connection, on the loop thread; what it throws costs that
     *     connection only
     * @return the server's channel; closing it leaves the connections open
     * @throws IOException if the server is closed
     * @throws IllegalArgumentException if the limit is out of range
     */
    public static RawChannel open(
            EventLoop loop,
            String name,
            ServerSocketChannel server,
            int maxConnections,
            Function<SocketChannel, RawHandler> handlers)
            throws IOException {
        if (maxConnections < 1) {
            throw new IllegalArgumentException(
                    "limit out of range: maxConnections=" + maxConnections + " min=1 name='" + name + "'");
        }
        Objects.requireNonNull(handlers, "handlers");
        return RawChannel.open(loop, name, server, ACCEPT, new RawAcceptor(server, maxConnections, handlers));
    }

    @Override
    public int onReady(RawChannel self, int ready) {
        if (ready == TIMEOUT) {
            return ACCEPT;
        }
        for (int i = 0; i < MAX_ACCEPTS_PER_TURN && connections < maxConnections; i++) {
            try {
                SocketChannel peer = server.accept();
                if (peer == null) {
                    break;
                }
                failing = false;
                begin(self, peer);
            } catch (ClosedChannelException e) {
                return CLOSE;
            } catch (IOException e) {
                return retryLater(self, e);
            }
        }
        return connections < maxConnections ? ACCEPT : NONE;
    }

    private void begin(RawChannel self, SocketChannel peer) throws IOException {
        RawChannel begun = null;
        try {
            String name = self.name() + " " + peer.getRemoteAddress();
            begun = RawChannel.open(self.loop(), name, peer, READ, handlers.apply(peer), () -> ended(self));
            connections++;
        } catch (RuntimeException e) {
            log.warn("raw '{}': no handler for a connection, which is closed", self.name(), e);
        } finally {
            if (begun == null) {
                peer.close();
            }
        }
    }

    private void ended(RawChannel self) {
        if (connections-- == maxConnections && self.isOpen()) {
            self.resume(ACCEPT);
        }
    }

    private int retryLater(RawChannel self, IOException cause) {
        if (!failing) {
            failing = true;
            log.warn("raw '{}': cannot accept, trying again each second: {}", self.name(), cause.toString());
        }
        self.timeout(RETRY);
        return NONE;
    }
}
