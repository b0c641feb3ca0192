package io.eventdispatcher.tools.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.tools.ToolRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class EdSignalDatagramIT {

    private DatagramSocket socket;

    @BeforeEach
    void open() throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
        socket.setSoTimeout(10_000);
    }

    @AfterEach
    void close() {
        socket.close();
    }

    private ToolRun signal(String... args) {
        String[] all = Stream.concat(Stream.of("--host", "127.0.0.1:" + socket.getLocalPort()), Stream.of(args))
                .toArray(String[]::new);
        return ToolRun.of(new EdSignal(Map.of(), Path.of("none"), "vm"), all);
    }

    private String received() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private boolean isSilent() throws IOException {
        socket.setSoTimeout(50);
        try {
            received();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    static Stream<Arguments> recorded() {
        return EdSignalTests.recorded();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void sendsTheDatagramsOfTheOriginalByteForByte(String sent, List<String> args) throws IOException {
        ToolRun run = signal(args.toArray(String[]::new));
        assertThat(run.out()).isEmpty();
        if (sent == null) {
            assertThat(run.code()).isEqualTo(1);
            assertThat(isSilent()).isTrue();
        } else {
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(received()).isEqualTo(sent);
            assertThat(isSilent()).isTrue();
        }
    }

    @Test
    void refusesAMessageThatIsTooLongForADatagram() throws IOException {
        String prefix = "<vm:ed_signal X a=";
        ToolRun fits = signal("X", "--param", "a=" + "y".repeat(1024 - prefix.length()));
        assertThat(fits.code()).as(fits.err()).isZero();
        assertThat(received()).hasSize(1024);
        ToolRun tooLong = signal("X", "--param", "a=" + "y".repeat(1025 - prefix.length()));
        assertThat(tooLong.code()).isEqualTo(1);
        assertThat(tooLong.err()).contains("too long: length=1025 max=1024");
        assertThat(isSilent()).isTrue();
    }

    @Test
    void failsWhenADatagramCannotBeSent() {
        // a link-local address without an interface
        ToolRun run = ToolRun.of(new EdSignal(Map.of(), Path.of("none"), "vm"), "--host", "[fe80::1]:4041", "PING");
        Assumptions.assumeFalse(run.code() == 0, "this system sends to [fe80::1]");
        assertThat(run.code()).as(run.err()).isEqualTo(1);
        assertThat(run.err()).startsWith("ed-signal: udp://[fe80::1]:4041: ");
    }

    @Test
    void masksTheSecretInTheTrace() throws IOException {
        ToolRun run = signal("--trace", "-c", "s3cret", "PING");
        assertThat(received()).isEqualTo("<vm:ed_signal PING secret_code=s3cret");
        assertThat(run.err()).contains("secret_code=***").doesNotContain("s3cret");
    }

    @Test
    void waitsForAReplyThatIsADatagramToo() throws Exception {
        CompletableFuture<Void> peer = answering("vm:ed_signal/PONG");
        ToolRun run = signal("--reply", "PING");
        peer.get(20, TimeUnit.SECONDS);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("vm:ed_signal/PONG\n");
        ToolRun silent = signal("--reply", "--timeout", "200ms", "PING");
        assertThat(silent.code()).isEqualTo(2);
    }

    @Test
    void neverShowsTheSecretOfAReply() throws Exception {
        CompletableFuture<Void> peer = answering("vm:ed_signal/PONG a=1;secret_code=s3cret");
        ToolRun run = signal("--trace", "--reply", "-c", "s3cret", "PING");
        peer.get(20, TimeUnit.SECONDS);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("vm:ed_signal/PONG a=1\n");
        assertThat(run.err()).contains("< vm:ed_signal/PONG").doesNotContain("s3cret");
    }

    private CompletableFuture<Void> answering(String reply) {
        return CompletableFuture.runAsync(() -> {
            try {
                DatagramPacket packet = new DatagramPacket(new byte[1024], 1024);
                socket.receive(packet);
                byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
                socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
