package io.eventdispatcher.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A socket with the JDK's TLS. It trusts every certificate: what is measured is generated for the measurement.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class TlsWire implements Wire {

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final PendingBytes pending = new PendingBytes();
    private final ByteBuffer encryptedOut;
    private ByteBuffer encryptedIn; // ready to be read

    private TlsWire(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
        int packet = engine.getSession().getPacketBufferSize();
        this.encryptedOut = ByteBuffer.allocateDirect(packet);
        this.encryptedIn = ByteBuffer.allocateDirect(4 * packet).flip();
    }

    /** A context that trusts everybody. */
    static SSLContext trustingContext() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustEverybody()}, new SecureRandom());
        return context;
    }

    /**
     * Performs the handshake.
     *
     * @param channel connected and still blocking
     */
    static TlsWire handshake(SocketChannel channel, SSLContext context) throws IOException {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        TlsWire wire = new TlsWire(channel, engine);
        engine.beginHandshake();
        ByteBuffer none = ByteBuffer.allocate(0);
        ByteBuffer plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        HandshakeStatus status = engine.getHandshakeStatus();
        while (status != HandshakeStatus.FINISHED && status != HandshakeStatus.NOT_HANDSHAKING) {
            status = switch (status) {
                case NEED_WRAP -> wire.wrap(none).getHandshakeStatus();
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN ->
                    wire.unwrapBlocking(plain).getHandshakeStatus();
                default -> wire.runTasks();
            };
        }
        return wire;
    }

    private HandshakeStatus runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
        return engine.getHandshakeStatus();
    }

    private SSLEngineResult unwrapBlocking(ByteBuffer plain) throws IOException {
        SSLEngineResult result = engine.unwrap(encryptedIn, plain);
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW && fill() < 0) {
            throw new SSLException("server closed during the TLS handshake");
        }
        return result;
    }

    private int fill() throws IOException {
        encryptedIn.compact();
        try {
            return channel.read(encryptedIn);
        } finally {
            encryptedIn.flip();
        }
    }

    private SSLEngineResult wrap(ByteBuffer from) throws IOException {
        encryptedOut.clear();
        SSLEngineResult result = engine.wrap(from, encryptedOut);
        if (result.getStatus() != SSLEngineResult.Status.OK) {
            throw new SSLException("TLS wrap failed: status=" + result.getStatus());
        }
        encryptedOut.flip();
        if (pending.isEmpty()) {
            channel.write(encryptedOut);
        }
        if (encryptedOut.hasRemaining()) {
            pending.add(encryptedOut);
        }
        return result;
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int start = into.position();
        if (fill() < 0) {
            return -1;
        }
        // all records that are here: what stays in the engine's buffer wakes no selector
        while (encryptedIn.hasRemaining()) {
            SSLEngineResult result = engine.unwrap(encryptedIn, into);
            switch (result.getStatus()) {
                case BUFFER_UNDERFLOW -> {
                    return into.position() - start;
                }
                case CLOSED -> {
                    return into.position() > start ? into.position() - start : -1;
                }
                case BUFFER_OVERFLOW -> throw new SSLException("TLS record does not fit: room=" + into.remaining());
                default -> runTasks();
            }
        }
        return into.position() - start;
    }

    @Override
    public boolean write(ByteBuffer from) throws IOException {
        while (from.hasRemaining()) {
            wrap(from);
        }
        return pending.isEmpty();
    }

    @Override
    public boolean flush() throws IOException {
        return pending.writeTo(channel);
    }

    private static final class TrustEverybody implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
