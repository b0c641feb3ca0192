package io.eventdispatcher.transport.tls;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.testing.StreamPair;
import io.eventdispatcher.testing.TestCertificates;
import io.eventdispatcher.tls.TlsContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Certificates of all kinds, made once for a test class, and pairs of settings that use them. */
final class TlsRig {

    final TestCertificates made;
    final TlsContext trusting;
    final TlsContext server;
    final List<HandshakeOutcome> outcomes = new ArrayList<>();

    TlsRig(Path folder) throws IOException {
        made = new TestCertificates(folder);
        Path authority = made.authority("ca");
        made.server("ca", "server", "dns:localhost,ip:127.0.0.1");
        trusting = TlsContext.trusting(authority);
        server = context("server");
    }

    TlsContext context(String name) throws IOException {
        return TlsContext.ofPem(made.pem(name), made.key(name), made.pem("ca"));
    }

    TlsOptions clientOptions() {
        return TlsOptions.defaults(trusting);
    }

    /** Their outcomes are collected. */
    TlsOptions serverOptions() {
        return TlsOptions.defaults(server).withObserver(outcomes::add);
    }

    StreamPair listening(TlsOptions client, TlsOptions server) throws IOException {
        return StreamPair.listening(new TlsFactory(client, server), Endpoint.parse("tls://127.0.0.1:0"));
    }

    /** A peer that knows nothing of TLS. */
    static Socket plainPeer(StreamPair pair) throws IOException {
        InetSocketAddress address = (InetSocketAddress) pair.address();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** A peer made of the JDK's blocking socket around a plain one, which it leaves open when it is closed. */
    SSLSocket blockingPeer(Socket plain, SSLContext context, String protocol) throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), false);
        socket.setEnabledProtocols(new String[] {protocol});
        return socket;
    }
}
