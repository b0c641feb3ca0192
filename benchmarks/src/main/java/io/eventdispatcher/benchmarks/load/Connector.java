package io.eventdispatcher.benchmarks.load;

import java.io.IOException;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections, one after the other.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class Connector {

    private final Target target;
    private final Workload workload;
    private final Selector selector;
    private final int sources;
    private final @Nullable SSLContext tls;

    /** @param sources from how many loopback addresses to connect; 1 leaves the choice to the system */
    Connector(Target target, Workload workload, Selector selector, int sources) throws IOException {
        this.target = target;
        this.workload = workload;
        this.selector = selector;
        this.sources = sources;
        this.tls = target.kind() == Target.Kind.TLS ? trustingContext() : null;
    }

    private static SSLContext trustingContext() throws IOException {
        try {
            return TlsWire.trustingContext();
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS context", e);
        }
    }

    /** Connects, waiting for it, and registers with the selector for reading. */
    LoadConnection connect(int index) throws IOException {
        SocketChannel channel = target.open(sources == 1 ? 0 : index % sources + 1);
        try {
            channel.connect(target.address());
            Wire wire = tls == null ? new PlainWire(channel, new PendingBytes()) : TlsWire.handshake(channel, tls);
            channel.configureBlocking(false);
            return new LoadConnection(wire, workload.begin(index), selector);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    List<LoadConnection> connectAll(int count) throws IOException {
        List<LoadConnection> connections = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            connections.add(connect(i));
        }
        return connections;
    }
}
