package io.eventdispatcher.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The client's role, played against a scripted server that says what the original C++ program says. */
@Timeout(60)
class ClientConversationIT {

    private static ConfigurableApplicationContext start(int port, String... more) {
        String[] arguments = new String[more.length + 2];
        arguments[0] = "--spring.profiles.active=client";
        arguments[1] = "--sample.server=tcp://127.0.0.1:" + port;
        System.arraycopy(more, 0, arguments, 2, more.length);
        return new SpringApplicationBuilder(SampleApplication.class).run(arguments);
    }

    private static int freePort() {
        while (true) {
            // below all ports that the system chooses by itself, so that nobody gets it meanwhile
            int port = ThreadLocalRandom.current().nextInt(10_000, 30_000);
            try (ServerSocket probe = new ServerSocket(port)) {
                return probe.getLocalPort();
            } catch (IOException inUse) {
                // the next one
            }
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress("127.0.0.1", port));
        return listener;
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void playServer(ServerSocket listener) throws IOException {
        try (Socket socket = listener.accept()) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            say(socket, "HI");
            assertThat(in.readLine()).isEqualTo("DAD");
            say(socket, "CLIMB");
            assertThat(in.readLine()).isEqualTo("TOP");
            say(socket, "WHO");
            assertThat(in.readLine()).isEqualTo("MOM");
            say(socket, "BYE");
            assertThat(in.readLine()).as("after BYE the client closes").isNull();
        }
    }

    @Test
    void playsTheConversationAndEndsAtBye() throws IOException {
        try (ServerSocket listener = listen(0)) {
            ConfigurableApplicationContext client = start(listener.getLocalPort());
            playServer(listener);
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !client.isActive());
        }
    }

    @Test
    void keepsTryingUntilTheServerIsThere() throws IOException {
        int port = freePort();
        ConfigurableApplicationContext client = start(port);
        try (ServerSocket listener = listen(port)) {
            playServer(listener);
        }
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !client.isActive());
    }

    @Test
    void reconnectsAfterTheServerIsGoneAndSendsWhatItWantedToSayMeanwhile() throws IOException {
        int port = freePort();
        try (ConfigurableApplicationContext client = start(port, "--sample.repeat=100ms")) {
            try (ServerSocket listener = listen(port);
                    Socket socket = listener.accept()) {
                say(socket, "BYE");
            }
            try (ServerSocket listener = listen(port);
                    Socket socket = listener.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                assertThat(in.readLine()).isEqualTo("DAD");
            }
            assertThat(client.isActive()).isTrue();
        }
    }
}
