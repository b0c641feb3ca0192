package io.eventdispatcher.tools.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Serves one connection with plain blocking sockets, independent of what is tested. */
final class Peer implements AutoCloseable {

    /** What the peer does with its connection. */
    interface Script {
        void play(Link link) throws IOException;
    }

    private final ServerSocket server;
    private final CompletableFuture<String> received = new CompletableFuture<>();
    private volatile Socket socket;

    private Peer(ServerSocket server, Script script) {
        this.server = server;
        Thread thread = new Thread(() -> serve(script), "peer");
        thread.setDaemon(true);
        thread.start();
    }

    static Peer playing(Script script) {
        try {
            return on(new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")), script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Peer on(ServerSocket server, Script script) {
        return new Peer(server, script);
    }

    /** A port on which nobody listens at the moment. */
    static int freePort() {
        while (true) {
            // below all ports that the system chooses by itself, so that nobody gets it meanwhile
            int port = ThreadLocalRandom.current().nextInt(10_000, 30_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
                return socket.getLocalPort();
            } catch (IOException inUse) {
                // the next one
            }
        }
    }

    private void serve(Script script) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Socket accepted = server.accept()) {
            socket = accepted;
            script.play(new Link(accepted, all));
        } catch (IOException e) {
            // the other side is gone, or this one was closed
        } finally {
            received.complete(all.toString(StandardCharsets.ISO_8859_1));
        }
    }

    int port() {
        return server.getLocalPort();
    }

    String address() {
        return "127.0.0.1:" + port();
    }

    /** All bytes received, once the script has been played. */
    String received() throws Exception {
        return received.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        server.close();
        if (socket != null) {
            socket.close();
        }
    }

    /** The connection. */
    record Link(Socket socket, ByteArrayOutputStream all) {

        /** Reads a line; what is left at the end of the stream counts as one, null when there is nothing. */
        String line() throws IOException {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int b = in.read();
            while (b >= 0) {
                all.write(b);
                if (b == '\n') {
                    break;
                }
                line.write(b);
                b = in.read();
            }
            return b < 0 && line.size() == 0 ? null : line.toString(StandardCharsets.ISO_8859_1);
        }

        void write(String text) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        /** Reads until the other side says that nothing more comes. */
        void untilEnd() throws IOException {
            while (line() != null) {
                // all keeps it
            }
        }
    }
}
