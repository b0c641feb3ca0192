package io.eventdispatcher.communicatord.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A cable between two daemons that can be cut: nothing passes then, and nobody says so. */
public final class Wire implements AutoCloseable {

    private final InetSocketAddress near;
    private final InetSocketAddress far;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean cut;
    private @Nullable ServerSocket server;

    public Wire(InetSocketAddress near, InetSocketAddress far) throws IOException {
        this.near = near;
        this.far = far;
        listen();
    }

    /** An address on which nobody listens at the moment. */
    public static InetSocketAddress free(String host) throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return new InetSocketAddress(host, probe.getLocalPort());
        }
    }

    private void listen() throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(near);
        server = listening;
        start(() -> accept(listening));
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "wire");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(ServerSocket listening) {
        try {
            while (true) {
                Socket here = listening.accept();
                sockets.add(here);
                Socket there = new Socket();
                sockets.add(there);
                try {
                    there.connect(far, 1_000);
                } catch (IOException nobody) {
                    here.close();
                    continue;
                }
                start(() -> pump(here, there));
                start(() -> pump(there, here));
            }
        } catch (IOException closed) {
            // cut, or the end
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] bytes = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                if (!cut) {
                    out.write(bytes, 0, n);
                }
            }
        } catch (IOException ended) {
            // one of the two is gone
        }
    }

    public void cut() throws IOException {
        cut = true;
        ServerSocket listening = server;
        if (listening != null) {
            listening.close();
        }
    }

    public void heal() throws IOException {
        hangUp();
        cut = false;
        listen();
    }

    private void hangUp() throws IOException {
        for (Socket each : sockets) {
            each.close();
        }
        sockets.clear();
    }

    @Override
    public void close() throws IOException {
        cut();
        hangUp();
    }
}
