package io.eventdispatcher.tools.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.tools.ToolRun;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EdSignalIT {

    @TempDir
    Path folder;

    private ToolRun signal(String... args) {
        return ToolRun.of(new EdSignal(Map.of(), folder.resolve("none"), "vm"), args);
    }

    private ToolRun ask(Peer peer, String... more) {
        String[] args = new String[5 + more.length];
        System.arraycopy(new String[] {"--type", "tcp", "--reply", "--host", peer.address()}, 0, args, 0, 5);
        System.arraycopy(more, 0, args, 5, more.length);
        return signal(args);
    }

    @Test
    void tellsThatNobodyListens() {
        String address = "127.0.0.1:" + Peer.freePort();
        ToolRun run = signal("--type", "tcp", "--host", address, "PING");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("ed-signal: tcp://" + address + ": Connection refused\n");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void tellsThatAHostDoesNotExist() {
        ToolRun run = signal("-t", "tcp", "-H", "no-such-host.invalid:1", "PING");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("tcp://no-such-host.invalid:1: ");
    }

    @Test
    void givesUpOnASilentPeer() throws Exception {
        try (Peer peer = Peer.playing(Peer.Link::untilEnd)) {
            long start = System.nanoTime();
            ToolRun run = ask(peer, "--timeout", "1s", "PING");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).isEqualTo("ed-signal: no reply from tcp://" + peer.address() + " within 1 s\n");
            assertThat(peer.received()).isEqualTo("<vm:ed_signal PING\n");
        }
    }

    @Test
    void tellsThatThePeerClosedWithoutAReply() throws Exception {
        try (Peer peer = Peer.playing(Peer.Link::line)) {
            ToolRun run = ask(peer, "PING");
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err())
                    .isEqualTo("ed-signal: no reply: tcp://" + peer.address() + " closed the connection\n");
        }
    }

    @Test
    void tellsThatTheConnectionWasReset() throws Exception {
        try (Peer peer = Peer.playing(link -> {
            link.line();
            link.socket().setSoLinger(true, 0);
        })) {
            ToolRun run = ask(peer, "PING");
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).startsWith("ed-signal: ");
        }
    }

    @Test
    void neverTakesAnUnfinishedLineForAReply() throws Exception {
        try (Peer peer = Peer.playing(link -> {
            link.line();
            link.write("vm:ed_signal/PONG");
        })) {
            ToolRun run = ask(peer, "PING");
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("no reply");
        }
        try (Peer peer = Peer.playing(link -> {
            link.line();
            link.write("vm:ed_signal/PONG");
            link.untilEnd();
        })) {
            assertThat(ask(peer, "--timeout=200ms", "PING").code()).isEqualTo(2);
        }
    }

    @Test
    void refusesAReplyThatIsTooLong() throws Exception {
        try (Peer peer = Peer.playing(link -> {
            link.line();
            link.write("X a=" + "y".repeat(70_000) + "\n");
            link.untilEnd();
        })) {
            ToolRun run = ask(peer, "PING");
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("too long: max=65536");
        }
    }

    @Test
    void tellsThatThePeerRefuses() throws Exception {
        try (Peer peer = Peer.playing(link -> {
            link.line();
            link.write("vm:ed_signal/UNKNOWN command=PING\n");
        })) {
            ToolRun run = ask(peer, "PING");
            assertThat(run.code()).isEqualTo(3);
            assertThat(run.out()).isEqualTo("vm:ed_signal/UNKNOWN command=PING\n");
        }
        try (Peer peer = Peer.playing(link -> {
            link.write("HI\n");
            link.untilEnd();
            link.write("INVALID command=STOP;reason=no\n");
        })) {
            ToolRun run = signal("-t", "tcp", "-H", peer.address(), "STOP");
            assertThat(run.code()).isEqualTo(3);
            assertThat(run.err())
                    .isEqualTo("ed-signal: refused by tcp://" + peer.address() + ": INVALID command=STOP;reason=no\n");
        }
    }

    @Test
    void skipsAGreetingWhenTheReplyComesInTime() throws Exception {
        try (Peer peer = Peer.playing(link -> {
            link.write("HI\n");
            link.line();
            link.write("TICK\nvm:ed_signal/SUM result=5\n");
            link.untilEnd();
        })) {
            ToolRun run = ask(peer, "--settle", "20s", "ADD", "--param", "a=2", "b=3");
            assertThat(run.code()).isZero();
            assertThat(run.out()).isEqualTo("vm:ed_signal/SUM result=5\n");
            assertThat(peer.received()).isEqualTo("<vm:ed_signal ADD a=2;b=3\n");
        }
    }

    @Test
    void takesTheFirstLineWhenNoneIsSurelyTheReply() throws Exception {
        Peer.Script script = link -> {
            link.line();
            link.write("FIRST\nSECOND\n");
            link.untilEnd();
        };
        try (Peer peer = Peer.playing(script)) {
            assertThat(ask(peer, "--settle", "100ms", "GO").out()).isEqualTo("FIRST\n");
        }
        try (Peer peer = Peer.playing(script)) {
            assertThat(ask(peer, "--settle", "0", "GO").out()).isEqualTo("FIRST\n");
        }
        try (Peer peer = Peer.playing(link -> {
            link.line();
            link.write("LAST\n");
        })) {
            ToolRun run = ask(peer, "--settle", "20s", "GO");
            assertThat(run.code()).isZero();
            assertThat(run.out()).isEqualTo("LAST\n");
        }
    }

    @Test
    void tellsAbsolutelyOfAnotherRequestFromItsOwn() throws Exception {
        try (Peer peer = Peer.playing(link -> {
            link.line();
            link.write("ABSOLUTELY serial=6\nABSOLUTELY serial=7\n");
            link.untilEnd();
        })) {
            assertThat(ask(peer, "--settle", "20s", "ALIVE", "-p", "serial=7").out())
                    .isEqualTo("ABSOLUTELY serial=7\n");
        }
    }

    @Test
    void waitsForThePeerToReadAllBeforeItCloses() throws Exception {
        try (Peer peer = Peer.playing(link -> {
            link.write("HI\n".repeat(1000)); // unread when a careless client closes, which resets the connection
            link.untilEnd();
        })) {
            ToolRun run = signal("--trace", "--server", peer.address(), "--type", "tcp", "--message", "QUIT");
            assertThat(run.code()).isZero();
            assertThat(run.out()).isEmpty();
            assertThat(peer.received()).isEqualTo("<vm:ed_signal QUIT\n");
            assertThat(run.err())
                    .startsWith("ed-signal: connected to tcp://" + peer.address()
                            + "\ned-signal: > <vm:ed_signal QUIT\ned-signal: < HI\n")
                    .endsWith("ed-signal: the peer has closed the connection\n");
        }
    }

    @Test
    void isContentWhenThePeerKeepsTheConnectionOpen() throws Exception {
        CompletableFuture<Void> end = new CompletableFuture<>();
        try (Peer peer = Peer.playing(link -> {
            link.untilEnd();
            end.join();
        })) {
            assertThat(signal("-t", "tcp", "-H", peer.address(), "GO").code()).isZero();
            end.complete(null);
            assertThat(peer.received()).isEqualTo("<vm:ed_signal GO\n");
        }
    }

    @Test
    void sendsNoSecretOverAStream() throws Exception {
        try (Peer peer = Peer.playing(Peer.Link::untilEnd)) {
            ToolRun run = signal("--trace", "-t", "tcp", "-H", peer.address(), "-c", "s3cret", "GO");
            assertThat(run.code()).isZero();
            assertThat(run.err())
                    .contains("--secret-code is for datagrams only")
                    .doesNotContain("s3cret");
            assertThat(peer.received()).isEqualTo("<vm:ed_signal GO\n");
        }
    }

    @Test
    void speaksJsonWhenAsked() throws Exception {
        try (Peer peer = Peer.playing(link -> {
            link.line();
            link.write("vm:ed_signal/PONG a=\"x;y\"\n");
        })) {
            ToolRun run = ask(peer, "--format", "json", "PING", "-p", "path=c:\\new");
            assertThat(run.out())
                    .isEqualTo("{\"server\":\"vm\",\"service\":\"ed_signal\",\"command\":\"PONG\","
                            + "\"parameters\":{\"a\":\"x;y\"}}\n");
            assertThat(peer.received())
                    .isEqualTo("{\"escaped\":\"twice\",\"sent-from-server\":\"vm\",\"sent-from-service\":\"ed_signal\","
                            + "\"command\":\"PING\",\"parameters\":{\"path\":\"c:\\\\\\\\new\"}}\n");
        }
    }

    @Test
    void printsNothingHarmfulToATerminal() throws Exception {
        try (Peer peer = Peer.playing(link -> {
            link.line();
            link.write("vm:ed_signal/PONG a=\u001b[2J\n");
        })) {
            assertThat(ask(peer, "--trace", "PING")).satisfies(run -> {
                assertThat(run.out()).isEqualTo("vm:ed_signal/PONG a=\\u001b[2J\n");
                assertThat(run.err()).doesNotContain("\u001b");
            });
        }
    }

    @Test
    void takesTheAddressFromAConfigurationFile() throws Exception {
        Path file = folder.resolve("peer.conf");
        try (Peer peer = Peer.playing(Peer.Link::untilEnd)) {
            Files.writeString(file, "# where\nlocal_listen=" + peer.address() + "\nempty=\n");
            assertThat(signal("-t", "tcp", "-H", file + "@local_listen", "GO").code())
                    .isZero();
            assertThat(peer.received()).isEqualTo("<vm:ed_signal GO\n");
        }
        ToolRun noVariable = signal("-t", "tcp", "-H", file + "@remote_listen", "GO");
        assertThat(noVariable.code()).isEqualTo(1);
        assertThat(noVariable.err())
                .isEqualTo("ed-signal: configuration file '" + file + "': variable 'remote_listen' is missing\n");
        assertThat(signal("-t", "tcp", "-H", file + "@empty", "GO").code()).isEqualTo(1);
        ToolRun noFile = signal("-t", "tcp", "-H", file + "x@local_listen", "GO");
        assertThat(noFile.code()).isEqualTo(1);
        assertThat(noFile.err()).contains("there is no such file");
    }

    @Test
    void takesOptionsFromTheCommandLineThenTheEnvironmentThenTheFile() throws Exception {
        Path file = folder.resolve("ed-signal.conf");
        try (Peer peer = Peer.playing(Peer.Link::untilEnd)) {
            Files.writeString(file, "host=127.0.0.1:1\ntype=udp\nservice=file\nserver=srv\n");
            Map<String, String> environment = Map.of("ED_SIGNAL", "--type=tcp --service environment --reply=off");
            EdSignal tool = new EdSignal(environment, file, "my-host.example");
            assertThat(ToolRun.of(tool, "--host", peer.address(), "GO").code()).isZero();
            assertThat(peer.received()).isEqualTo("<my_host_example:ed_signal srv:environment/GO\n");
        }
        assertThat(ToolRun.of(new EdSignal(Map.of("ED_SIGNAL", "--param a=1"), file, "vm"), "GO"))
                .satisfies(run -> {
                    assertThat(run.code()).isEqualTo(64);
                    assertThat(run.err()).contains("ED_SIGNAL: --param is for the command line only");
                });
        Files.writeString(file, "colour=red\n");
        assertThat(ToolRun.of(new EdSignal(Map.of(), file, "vm"), "GO")).satisfies(run -> {
            assertThat(run.code()).isEqualTo(64);
            assertThat(run.err()).contains(file.toString()).contains("--colour");
        });
    }

    @Test
    void signalsOverAUnixSocket() throws Exception {
        Path path = folder.resolve("s.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            CompletableFuture<String> received = CompletableFuture.supplyAsync(() -> {
                try (SocketChannel channel = server.accept()) {
                    ByteBuffer bytes = ByteBuffer.allocate(100);
                    while (bytes.position() == 0 || bytes.get(bytes.position() - 1) != '\n') {
                        channel.read(bytes);
                    }
                    channel.write(ByteBuffer.wrap("vm:ed_signal/PONG\n".getBytes(StandardCharsets.UTF_8)));
                    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
                } catch (IOException e) {
                    return e.toString();
                }
            });
            ToolRun run = signal("--unix", path.toString(), "--reply", "PING");
            assertThat(received.get(20, TimeUnit.SECONDS)).isEqualTo("<vm:ed_signal PING\n");
            assertThat(run.out()).isEqualTo("vm:ed_signal/PONG\n");
            assertThat(run.code()).isZero();
        }
        ToolRun gone = signal("-H", "unix:" + path, "PING");
        assertThat(gone.code()).isEqualTo(1);
        assertThat(gone.err()).contains("unix://" + path);
    }
}
