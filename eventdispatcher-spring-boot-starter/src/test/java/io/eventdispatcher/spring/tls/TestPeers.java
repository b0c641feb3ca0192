package io.eventdispatcher.spring.tls;

import io.eventdispatcher.spring.autoconfigure.TestPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Peers that speak TLS with the JDK's own sockets. */
public final class TestPeers {

    private TestPeers() {}

    /** Connects and shakes hands. */
    public static TestPeer tls(int port, SSLContext ssl, String... protocols) {
        return TestPeer.of(socket(port, ssl, protocols));
    }

    /** As {@link #tls}, for who wants to see the session. */
    public static SSLSocket socket(int port, SSLContext ssl, String... protocols) {
        Socket plain = null;
        try {
            plain = new Socket(InetAddress.getLoopbackAddress(), port);
            SSLSocket socket = (SSLSocket) ssl.getSocketFactory().createSocket(plain, "localhost", port, true);
            if (protocols.length > 0) {
                socket.setEnabledProtocols(protocols);
            }
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            close(plain);
            throw new UncheckedIOException(e);
        }
    }

    private static void close(Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
