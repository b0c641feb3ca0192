package io.eventdispatcher.spring.communicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A daemon that says what a test tells it to say, and nothing else. */
final class ScriptedDaemon implements AutoCloseable {

    private static final int WAIT_MILLIS = 10_000;

    private final ServerSocket socket;

    ScriptedDaemon() throws IOException {
        socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(WAIT_MILLIS);
    }

    String uri() {
        return "cd://127.0.0.1:" + socket.getLocalPort();
    }

    /** The next connection. */
    Line accept() throws IOException {
        return new Line(socket.accept());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** One connection. */
    static final class Line implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader in;

        private Line(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(WAIT_MILLIS);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        Line hears(String... lines) throws IOException {
            for (String line : lines) {
                assertThat(in.readLine()).isEqualTo(line);
            }
            return this;
        }

        String next() throws IOException {
            String line = in.readLine();
            assertThat(line).isNotNull();
            return line;
        }

        Line hearsTheEnd() throws IOException {
            assertThat(in.readLine()).isNull();
            return this;
        }

        Line says(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            return this;
        }

        /** Nothing was sent that is not an answer to this. */
        Line hearsNothingElse() throws IOException {
            says("ALIVE serial=7");
            assertThat(next()).startsWith("ABSOLUTELY").contains("serial=7");
            return this;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
