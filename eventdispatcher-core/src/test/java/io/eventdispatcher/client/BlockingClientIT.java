package io.eventdispatcher.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.LocalEndpoint;
import io.eventdispatcher.endpoint.TcpEndpoint;
import io.eventdispatcher.framing.Framing;
import io.eventdispatcher.transport.Transports;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BlockingClientIT {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);

    private static ByteSource frame(String text) {
        return ByteSource.utf8(text);
    }

    private static String text(byte[] frame) {
        return new String(frame, StandardCharsets.UTF_8);
    }

    private static BlockingClient open(int port) throws IOException {
        return BlockingClient.open(new TcpEndpoint("127.0.0.1", port), LONG);
    }

    private static BlockingClient open(int port, Framing framing) throws IOException {
        ConnectionOptions options = BlockingClient.defaultOptions().withFraming(framing);
        return BlockingClient.open(new TcpEndpoint("127.0.0.1", port), LONG, options, Transports.standard());
    }

    @Test
    void tellsThatNobodyListens() {
        int port = SocketPeer.freePort();
        assertThatExceptionOfType(ConnectFailedException.class)
                .isThrownBy(() -> open(port))
                .withMessage("tcp://127.0.0.1:" + port + ": Connection refused");
    }

    @Test
    void refusesWhatIsNoStream() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BlockingClient.open(
                        Endpoint.parse("udp://127.0.0.1:1"), LONG, BlockingClient.defaultOptions(), Transports.using()))
                .withMessageContaining("udp");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BlockingClient.open(new TcpEndpoint("127.0.0.1", 1), Duration.ZERO));
    }

    @Test
    void givesUpConnectingAtTheDeadline() {
        ScriptedTransports transport = new ScriptedTransports();
        transport.outcomes = address -> ScriptedTransports.Outcome.HANG;
        assertThatIOException()
                .isThrownBy(() -> BlockingClient.open(
                        new LocalEndpoint("x"), SHORT, BlockingClient.defaultOptions(), Transports.using(transport)))
                .withMessageContaining("local:x")
                .withMessageContaining("within 50 ms");
        assertThat(transport.cancelled).containsExactly("a1");
    }

    @Test
    void sendsAndReceivesLines() throws IOException {
        try (SocketPeer peer = SocketPeer.replying(line -> "re:" + line + "\n");
                BlockingClient client = open(peer.port())) {
            assertThat(text(client.request(frame("one"), LONG))).isEqualTo("re:one");
            client.send(frame("two"), LONG);
            client.send(frame("three"), LONG);
            assertThat(text(client.receive(LONG))).isEqualTo("re:two");
            assertThat(text(client.receive(LONG))).isEqualTo("re:three");
            assertThat(client.receive(Duration.ZERO)).isNull();
            assertThat(client.remoteAddress()).isEqualTo("127.0.0.1:" + peer.port());
            assertThat(client.endpoint()).isEqualTo(new TcpEndpoint("127.0.0.1", peer.port()));
        }
    }

    @Test
    void tellsThatNoReplyCame() throws IOException {
        try (SocketPeer peer = SocketPeer.collecting(0);
                BlockingClient client = open(peer.port())) {
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> client.request(frame("one"), SHORT))
                    .withMessage("no reply from tcp://127.0.0.1:" + peer.port() + " within 50 ms");
            assertThat(client.receive(SHORT)).isNull();
        }
    }

    @Test
    void sendsFramesLargerThanTheBuffersOfTheKernel() throws IOException {
        String large = "x".repeat(6 << 20);
        try (SocketPeer peer = SocketPeer.replying(line -> line.length() + "\n");
                BlockingClient client = open(peer.port(), Framing.lines(8 << 20))) {
            assertThat(text(client.request(frame(large), LONG))).isEqualTo(String.valueOf(large.length()));
        }
    }

    @Test
    void tellsThatThePeerDoesNotTakeTheFrame() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                BlockingClient client = open(server.getLocalPort(), Framing.lines(8 << 20))) {
            ByteSource large = frame("x".repeat(7 << 20));
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> {
                        while (true) {
                            client.send(large, SHORT);
                        }
                    })
                    .withMessageContaining("frameBytes=7340032")
                    .withMessageContaining("within 50 ms");
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> client.send(large, SHORT));
        }
    }

    @Test
    void handsOutWhatCameBeforeThePeerClosed() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                BlockingClient client = open(server.getLocalPort())) {
            try (Socket socket = server.accept()) {
                socket.getOutputStream().write("one\ntwo\nunfinished".getBytes(StandardCharsets.UTF_8));
            }
            assertThat(text(client.receive(LONG))).isEqualTo("one");
            assertThat(text(client.receive(LONG))).isEqualTo("two");
            assertThatExceptionOfType(EOFException.class)
                    .isThrownBy(() -> client.receive(LONG))
                    .withMessageContaining("closed the connection");
            assertThatIOException().isThrownBy(() -> client.send(frame("x"), LONG));
        }
    }

    @Test
    void keepsTheReplyOfPeerThatAnswersAndCloses() throws IOException {
        for (int round = 0; round < 50; round++) {
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                    BlockingClient client = open(server.getLocalPort())) {
                Thread peer = new Thread(() -> {
                    try (Socket socket = server.accept()) {
                        socket.getInputStream().readNBytes(4);
                        socket.getOutputStream().write("bye\n".getBytes(StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        // the assertion below tells
                    }
                });
                peer.start();
                assertThat(text(client.request(frame("end"), LONG))).isEqualTo("bye");
            }
        }
    }

    @Test
    void receivesWhatThePeerAnswersAfterTheLastFrame() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                BlockingClient client = open(server.getLocalPort())) {
            Thread peer = new Thread(() -> {
                try (Socket socket = server.accept()) {
                    int bytes = socket.getInputStream().readAllBytes().length; // until the end
                    socket.getOutputStream().write((bytes + "\n").getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    // the assertion below tells
                }
            });
            peer.start();
            client.send(frame("last"), LONG);
            client.finishSending();
            client.finishSending();
            assertThat(text(client.receive(LONG))).isEqualTo("5");
            assertThatExceptionOfType(EOFException.class).isThrownBy(() -> client.receive(LONG));
            assertThatExceptionOfType(EOFException.class).isThrownBy(client::finishSending);
        }
    }

    @Test
    void tellsThatAFrameIsTooLong() throws IOException {
        try (SocketPeer peer = SocketPeer.replying(line -> line + line + line + "\n");
                BlockingClient client = open(peer.port(), Framing.lines(8))) {
            assertThatIOException()
                    .isThrownBy(() -> client.request(frame("abcd"), LONG))
                    .withMessageContaining("too long: max=8");
        }
        try (SocketPeer peer = SocketPeer.collecting(0);
                BlockingClient client = open(peer.port(), Framing.lines(8))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> client.send(frame("123456789"), LONG))
                    .withMessageContaining("length=9 max=8");
            client.send(frame("12345678"), LONG);
        }
    }

    @Test
    void stopsReadingWhenNobodyTakesTheFrames() throws IOException {
        String line = "y".repeat(10_000);
        try (SocketPeer peer = SocketPeer.replying(request -> (line + "\n").repeat(1000));
                BlockingClient client = open(peer.port())) {
            client.send(frame("go"), LONG);
            for (int i = 0; i < 1000; i++) {
                assertThat(client.receive(LONG)).hasSize(10_000);
            }
            assertThat(client.receive(SHORT)).isNull();
        }
    }

    @Test
    void canBeInterrupted() throws IOException {
        try (SocketPeer peer = SocketPeer.collecting(0);
                BlockingClient client = open(peer.port())) {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(() -> client.receive(LONG));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(client.receive(SHORT)).isNull();
        }
    }

    @Test
    void isOfNoUseAfterClosing() throws IOException {
        try (SocketPeer peer = SocketPeer.collecting(0)) {
            BlockingClient client = open(peer.port());
            client.close();
            client.close();
            assertThatIOException().isThrownBy(() -> client.receive(LONG)).withMessageContaining("is closed: LOCAL");
            assertThatIOException().isThrownBy(() -> client.send(frame("x"), LONG));
        }
    }

    @Test
    void canBeInterruptedWhileItWaits() throws Exception {
        try (SocketPeer peer = SocketPeer.collecting(0)) {
            CompletableFuture<Exception> end = new CompletableFuture<>();
            Thread waiting = new Thread(() -> {
                try (BlockingClient client = open(peer.port())) {
                    client.receive(LONG);
                } catch (IOException e) {
                    end.complete(e);
                }
            });
            waiting.start();
            await().until(() -> Stream.of(waiting.getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().equals("receive")));
            await().until(() -> Stream.of(waiting.getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().equals("select")));
            waiting.interrupt();
            assertThat(end.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
        }
    }
}
