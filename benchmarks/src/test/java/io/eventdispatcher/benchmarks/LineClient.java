package io.eventdispatcher.benchmarks;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/**
 * A blocking connection to a measured server.
 *
 * <p>Threading: one thread at a time.
 */
final class LineClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;

    private final Closeable connection;
    private final OutputStream output;
    private final BufferedReader input;

    /** Connects; the context is used for {@code tls} only. */
    LineClient(URI endpoint, SSLContext trusting) throws IOException {
        if (endpoint.getScheme().equals("unix")) {
            SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(Path.of(endpoint.getPath())));
            connection = channel;
            output = Channels.newOutputStream(channel);
            input = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
        } else {
            Socket socket = endpoint.getScheme().equals("tls")
                    ? trusting.getSocketFactory().createSocket(endpoint.getHost(), endpoint.getPort())
                    : new Socket(endpoint.getHost(), endpoint.getPort());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            connection = socket;
            output = socket.getOutputStream();
            input = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }
    }

    void send(String text) throws IOException {
        output.write(text.getBytes(StandardCharsets.UTF_8));
        output.flush();
    }

    /** Returns the next line; null when the server has closed. */
    String receive() throws IOException {
        return input.readLine();
    }

    String ask(String line) throws IOException {
        send(line + "\n");
        return receive();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
