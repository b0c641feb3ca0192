package io.eventdispatcher.spring.test;

import io.eventdispatcher.framing.Framing;
import io.eventdispatcher.transport.PeerCredentials;
import io.eventdispatcher.transport.StreamTransport;
import io.eventdispatcher.transport.TransportHandler;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.Principal;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A stream in memory whose peer seems to have shown a certificate.
 *
 * <p>Threading: as {@link StreamTransport}.
 */
final class IdentifiedStream implements StreamTransport {

    private final StreamTransport stream;
    private final SSLSession session;

    IdentifiedStream(StreamTransport stream, Principal principal) {
        this.stream = stream;
        this.session = IdentifiedSession.of(principal);
    }

    @Override
    public SSLSession tlsSession() {
        return session;
    }

    @Override
    public void attach(String name, int priority, TransportHandler handler) throws IOException {
        stream.attach(name, priority, handler);
    }

    @Override
    public void rename(String name, int priority) throws IOException {
        stream.rename(name, priority);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return stream.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return stream.write(source);
    }

    @Override
    public void readInterest(boolean wanted) {
        stream.readInterest(wanted);
    }

    @Override
    public void writeInterest(boolean wanted) {
        stream.writeInterest(wanted);
    }

    @Override
    public void shutdownOutput() throws IOException {
        stream.shutdownOutput();
    }

    @Override
    public void close() {
        stream.close();
    }

    @Override
    public boolean isOpen() {
        return stream.isOpen();
    }

    @Override
    public String scheme() {
        return stream.scheme();
    }

    @Override
    public String localAddress() {
        return stream.localAddress();
    }

    @Override
    public String remoteAddress() {
        return stream.remoteAddress();
    }

    @Override
    public SocketAddress remoteSocketAddress() {
        return stream.remoteSocketAddress();
    }

    @Override
    public boolean isLoopback() {
        return stream.isLoopback();
    }

    @Override
    public @Nullable PeerCredentials peerCredentials() {
        return stream.peerCredentials();
    }

    @Override
    public Framing framing(Framing wanted) {
        return stream.framing(wanted);
    }
}
