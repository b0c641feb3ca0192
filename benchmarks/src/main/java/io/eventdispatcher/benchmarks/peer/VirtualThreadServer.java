package io.eventdispatcher.benchmarks.peer;

import io.eventdispatcher.benchmarks.ServerArguments;
import io.eventdispatcher.benchmarks.ServerConsole;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Blocking sockets, each connection on a virtual thread of its own: buffered streams, flushed when no more input is there.
 *
 * <p>Usage: {@code VirtualThreadServer ENDPOINT}; tcp and unix; Java 21 or newer.
 */
public final class VirtualThreadServer {

    private static final int BACKLOG = 1024;

    private final LineProtocol protocol = new LineProtocol("\n");
    private final ExecutorService threads;

    private VirtualThreadServer(ExecutorService threads) {
        this.threads = threads;
    }

    /**
     * Serves until standard input ends.
     *
     * @param args see the class
     */
    public static void main(String[] args) {
        ServerConsole.run(args, VirtualThreadServer::start);
    }

    private static String start(ServerArguments arguments) throws IOException {
        arguments.check(Set.of("tcp", "unix"), Set.of());
        VirtualThreadServer server = new VirtualThreadServer(virtualThreads());
        return arguments.scheme().equals("unix") ? server.unix(arguments) : server.tcp(arguments);
    }

    /** By reflection, because this is compiled for Java 17. */
    private static ExecutorService virtualThreads() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("virtual threads need Java 21 or newer, this is Java "
                    + Runtime.version().feature());
        }
    }

    private String tcp(ServerArguments arguments) throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.bind(
                new InetSocketAddress(
                        arguments.endpoint().getHost(), arguments.endpoint().getPort()),
                BACKLOG);
        threads.execute(() -> {
            while (true) {
                try {
                    Socket socket = listening.accept();
                    threads.execute(() -> serve(socket));
                } catch (IOException e) {
                    e.printStackTrace();
                }
            }
        });
        return arguments.listening(listening.getLocalPort());
    }

    private String unix(ServerArguments arguments) throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(arguments.path()), BACKLOG);
        threads.execute(() -> {
            while (true) {
                try {
                    SocketChannel channel = listening.accept();
                    threads.execute(() -> serve(channel));
                } catch (IOException e) {
                    e.printStackTrace();
                }
            }
        });
        return arguments.listening(0);
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            serve(socket.getInputStream(), socket.getOutputStream());
        } catch (IOException e) {
            // the peer is gone or has sent a line that is too long: so is the connection
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            serve(Channels.newInputStream(channel), Channels.newOutputStream(channel));
        } catch (IOException e) {
            // as above
        }
    }

    private void serve(InputStream input, OutputStream output) throws IOException {
        LineInput lines = new LineInput(input);
        OutputStream replies = new BufferedOutputStream(output);
        while (true) {
            String line = lines.next();
            if (line != null) {
                replies.write(protocol.answer(line).getBytes(StandardCharsets.UTF_8));
            } else {
                replies.flush();
                if (!lines.read()) {
                    return;
                }
            }
        }
    }
}
