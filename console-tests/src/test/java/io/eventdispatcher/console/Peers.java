package io.eventdispatcher.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Sockets that talk, each a little less than the one before. */
final class Peers implements AutoCloseable {

    private final List<Socket> sockets = new ArrayList<>();
    private final ScheduledExecutorService talking = Executors.newSingleThreadScheduledExecutor();
    private int round;

    Peers connect(int port, int count) {
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends one line over the last socket. */
    Peers say(String line) {
        write(sockets.get(sockets.size() - 1), line);
        return this;
    }

    /** Begins to send and to read answers. */
    Peers talk() {
        var unused = talking.scheduleWithFixedDelay(this::round, 0, 50, TimeUnit.MILLISECONDS);
        return this;
    }

    private void round() {
        round++;
        for (int i = 0; i < sockets.size(); i++) {
            Socket socket = sockets.get(i);
            if (round % (i + 1) == 0) {
                write(socket, "<web:frontend" + i + " ADD_ITEM sku=A" + round + ";count=" + i + ";password=hunter2");
            }
            drain(socket);
        }
    }

    private static void write(Socket socket, String line) {
        try {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException closed) {
            return; // by the other side, which is what some tests are about
        }
    }

    private static void drain(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            long unused = in.skip(in.available());
        } catch (IOException closed) {
            return;
        }
    }

    @Override
    public void close() {
        talking.shutdownNow();
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
