package io.eventdispatcher.consumer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plain socket. */
final class Conversation implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader reader;

    Conversation(int port) throws IOException {
        this.socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(30_000);
        this.reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Sends a line, ends the sending as {@code nc -N} does, and returns all lines of the answer. */
    static List<String> ask(int port, String line) throws IOException {
        try (Conversation conversation = new Conversation(port)) {
            conversation.send(line);
            conversation.socket.shutdownOutput();
            List<String> all = new ArrayList<>();
            for (String each = conversation.line(); each != null; each = conversation.line()) {
                all.add(each);
            }
            return all;
        }
    }

    void send(String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the next line; null at the end. */
    @Nullable
    String line() throws IOException {
        return reader.readLine();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
