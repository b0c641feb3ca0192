package io.eventdispatcher.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A server with plain blocking sockets, independent of what is tested: collects lines, answers them if told how. */
final class SocketPeer implements AutoCloseable {

    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<List<String>> linesOfSockets = new CopyOnWriteArrayList<>();

    private final ServerSocket server;
    private volatile boolean closed;
    private final @Nullable UnaryOperator<String> reply;

    private SocketPeer(int port, @Nullable UnaryOperator<String> reply) {
        this.reply = reply;
        try {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("accept", this::accept);
    }

    static SocketPeer collecting(int port) {
        return new SocketPeer(port, null);
    }

    static SocketPeer replying(UnaryOperator<String> reply) {
        return new SocketPeer(0, reply);
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

    /** All lines: those of the first connection, then those of the second, whenever they were read. */
    List<String> lines() {
        List<String> all = new ArrayList<>();
        for (List<String> lines : linesOfSockets) {
            synchronized (lines) {
                all.addAll(lines);
            }
        }
        return all;
    }

    /** How many lines there are, without copying them. */
    int lineCount() {
        return linesOfSockets.stream().mapToInt(List::size).sum();
    }

    /** The newest line of the newest connection that has one. */
    String lastLine() {
        String last = "";
        for (List<String> lines : linesOfSockets) {
            synchronized (lines) {
                last = lines.isEmpty() ? last : lines.get(lines.size() - 1);
            }
        }
        return last;
    }

    int port() {
        return server.getLocalPort();
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, "peer " + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                if (closed) {
                    // the JDK hands out a connection that came while the server socket was being closed
                    reset();
                    return;
                }
                List<String> lines = Collections.synchronizedList(new ArrayList<>());
                linesOfSockets.add(lines);
                start("serve", () -> serve(socket, lines));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket, List<String> lines) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                if (reply != null) {
                    socket.getOutputStream().write(reply.apply(line).getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            // the other side is gone, or this one was closed
        }
    }

    /** Ends all connections with a reset, as a crash does. */
    void reset() {
        for (Socket socket : sockets) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                // it is closed already
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            server.close();
            reset();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
