package io.eventdispatcher.tools.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.tools.ToolRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ed-console} as a script and at a terminal. */
@Timeout(60)
class EdConsoleIT {

    private static final String HELLO =
            "<srv1:communicatord HELP\n<srv1:communicatord READY my_address=127.0.0.1:4042\n";

    private static Supplier<@Nullable Terminal> none() {
        return () -> null;
    }

    private static ToolRun script(String input, String... args) {
        return ToolRun.withInput(new EdConsole(Map.of(), none()), input.getBytes(StandardCharsets.UTF_8), args);
    }

    @Nested
    class AsAScript {

        @Test
        void sendsItsLinesBehindTheRegistrationAndPrintsWhatArrives() throws Exception {
            try (Peer daemon = Peer.playing(link -> {
                link.line();
                link.write(HELLO);
                link.line();
                link.line();
                link.line();
                link.write("<srv1:billing srv1:me/PRICE_REPLY cents=995\nnot/a/message\n<x:y TEXT a=\u001b[2J\n");
                link.untilEnd();
            })) {
                ToolRun run = script(
                        "# a comment\n\nbilling/PRICE item=42\nbilling/PRICE item=43\n",
                        "-a",
                        "cd://" + daemon.address(),
                        "--as",
                        "me",
                        "--settle",
                        "3s");
                assertThat(run.out())
                        .isEqualTo("<srv1:billing srv1:me/PRICE_REPLY cents=995\n<x:y TEXT a=\\u001b[2J\n");
                assertThat(run.err()).contains("ed-console: connected to tcp://", " as me", "not a message");
                assertThat(run.code()).isZero();
                assertThat(daemon.received())
                        .matches("REGISTER service=me;version=1\nCOMMANDS list=[A-Z_,]+\n"
                                + "billing/PRICE item=42\nbilling/PRICE item=43\n");
            }
        }

        @Test
        void tellsTheDaemonThatItIsStillThere() throws Exception {
            try (Peer daemon = Peer.playing(link -> {
                link.line();
                link.write(HELLO);
                link.line();
                link.write("<srv1:communicatord srv1:me/ALIVE serial=7;timestamp=1800000000\n");
                link.line();
                link.line();
                link.write("<srv1:shop srv1:me/ALIVE serial=8\n");
                link.untilEnd();
            })) {
                ToolRun run =
                        script("billing/PRICE\n", "-a", "cd://" + daemon.address(), "--as", "me", "--settle", "3s");
                assertThat(run.out()).isEqualTo("<srv1:shop srv1:me/ALIVE serial=8\n");
                assertThat(daemon.received())
                        .containsPattern("\nsrv1:communicatord/ABSOLUTELY reply_timestamp=[0-9.]+;serial=7;"
                                + "timestamp=1800000000\n");
            }
        }

        @Test
        void talksToOtherServicesWithoutRegistering() throws Exception {
            try (Peer service = Peer.playing(link -> {
                String line = link.line();
                link.write("ECHO text=\"" + line + "\"\n");
                link.untilEnd();
            })) {
                ToolRun run = script("PING a=1\n/quit\nNEVER\n", "-a", "tcp://" + service.address(), "--settle", "3s");
                assertThat(run.code()).isZero();
                assertThat(run.out()).contains("PING a=1");
                assertThat(service.received()).isEqualTo("PING a=1\n");
            }
        }

        @Test
        void goesOnAfterALineThatIsNoMessageAndTellsItInTheEnd() throws Exception {
            try (Peer service = Peer.playing(Peer.Link::untilEnd)) {
                ToolRun run = script("a b\nPING\n/nonsense\n", "-a", "tcp://" + service.address(), "--settle", "50ms");
                assertThat(run.code()).isEqualTo(1);
                assertThat(run.err()).contains("not a message", "no such word: /nonsense");
                assertThat(service.received()).isEqualTo("PING\n");
            }
        }

        @Test
        void sendsMoreThanTheClientKeeps() throws Exception {
            try (Peer service = Peer.playing(Peer.Link::untilEnd)) {
                String filler = "x".repeat(1000);
                StringBuilder lines = new StringBuilder();
                for (int i = 0; i < 3_000; i++) {
                    lines.append("N n=")
                            .append(i)
                            .append(";text=")
                            .append(filler)
                            .append('\n');
                }
                ToolRun run = script(lines.toString(), "-a", "tcp://" + service.address(), "--settle", "10ms");
                assertThat(run.code()).as(run.err()).isZero();
                assertThat(service.received().lines()).hasSize(3_000);
            }
        }

        @Test
        void tellsWhyThereIsNoConnection() {
            ToolRun run = script("PING\n", "-a", "tcp://127.0.0.1:" + Peer.freePort());
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("Connection refused");
        }

        @Test
        void tellsThatTheDaemonSaysNothing() throws Exception {
            try (Peer daemon = Peer.playing(Peer.Link::untilEnd)) {
                ToolRun run = script("PING\n", "-a", "cd://" + daemon.address(), "--timeout", "500ms");
                assertThat(run.code()).isEqualTo(2);
                assertThat(run.err()).contains("no connection within");
            }
        }

        @Test
        void tellsThatTheDaemonRefuses() throws Exception {
            try (Peer daemon = Peer.playing(link -> {
                link.line();
                link.write("INVALID command=REGISTER;message=service: the name is in use\n");
            })) {
                ToolRun run = script("PING\n", "-a", "cd://" + daemon.address());
                assertThat(run.code()).isEqualTo(3);
                assertThat(run.err()).contains("the name is in use");
            }
        }

        @Test
        void sendsDatagramsToo() throws Exception {
            try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
                socket.setSoTimeout(20_000);
                ToolRun run =
                        script("PING a=1\n", "-a", "udp://127.0.0.1:" + socket.getLocalPort(), "--settle", "10ms");
                DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                socket.receive(packet);
                assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
                        .isEqualTo("PING a=1");
                assertThat(run.code()).isZero();
            }
        }

        @Test
        void takesSensibleOptionsOnly() {
            assertThat(script("PING\n", "-a", "nonsense").code()).isEqualTo(64);
            assertThat(script("PING\n", "--timeout", "0").code()).isEqualTo(64);
        }
    }

    @Nested
    class AtATerminal {

        @TempDir
        Path folder;

        private final PipedOutputStream keys = new PipedOutputStream();
        private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        private Terminal terminal() {
            try {
                Terminal made = TerminalBuilder.builder()
                        .system(false)
                        .type("ansi")
                        .encoding(StandardCharsets.UTF_8)
                        .streams(new PipedInputStream(keys, 1 << 16), shown)
                        .build();
                made.setSize(Size.of(120, 40));
                return made;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private CompletableFuture<Integer> start(String address, String... more) {
            Terminal terminal = terminal();
            String[] args = new String[2 + more.length];
            args[0] = "-a";
            args[1] = address;
            System.arraycopy(more, 0, args, 2, more.length);
            return CompletableFuture.supplyAsync(
                    () -> new EdConsole(Map.of("XDG_STATE_HOME", folder.toString()), () -> terminal)
                            .run(args, InputStream.nullInputStream(), new PrintStream(shown), new PrintStream(shown)));
        }

        private void type(String text) throws IOException {
            keys.write(text.getBytes(StandardCharsets.UTF_8));
            keys.flush();
        }

        private void awaitShown(String text) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() ->
                            assertThat(shown.toString(StandardCharsets.UTF_8)).contains(text));
        }

        private String hears() throws InterruptedException {
            String line = heard.poll(20, TimeUnit.SECONDS);
            assertThat(line).as("a line").isNotNull();
            return line;
        }

        private void everythingOf(Peer.Link link) throws IOException {
            for (String line = link.line(); line != null; line = link.line()) {
                heard.add(line);
                if (line.equals("HELP")) {
                    link.write("<srv1:communicatord COMMANDS list=ALIVE,SERVICE_STATUS\n");
                } else if (line.equals("LIST_SERVICES")) {
                    link.write("<srv1:communicatord SERVICES known=;list=billing,stock;server_name=srv1\n"
                            + "<srv1:billing srv1:me/LEARNT of=all\n");
                } else if (line.equals("billing/HELP")) {
                    link.write("<srv1:billing srv1:me/COMMANDS list=PRICE\n<srv1:billing srv1:me/LEARNT of=billing\n");
                }
            }
        }

        private Peer daemon(ServerSocket server) {
            return Peer.on(server, link -> {
                link.line();
                link.write(HELLO);
                everythingOf(link);
            });
        }

        @Test
        void completesWhatItHasLearntShowsWhatArrivesAndKeepsItsLines() throws Exception {
            ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
            try (Peer daemon = daemon(server)) {
                CompletableFuture<Integer> console = start("cd://" + daemon.address(), "--as", "me");
                awaitShown("-- connected to tcp://127.0.0.1:" + server.getLocalPort() + " as me");
                assertThat(hears()).startsWith("COMMANDS list=");
                assertThat(hears()).isEqualTo("HELP");
                assertThat(hears()).isEqualTo("LIST_SERVICES");
                awaitShown("LEARNT of=all");
                type("/commands\r");
                assertThat(hears()).isEqualTo("HELP");
                awaitShown("services: billing stock");
                type("SERV\tservice=x\r");
                assertThat(hears()).isEqualTo("SERVICE_STATUS service=x");
                type("bil\tPR\t");
                assertThat(hears()).isEqualTo("billing/HELP");
                awaitShown("LEARNT of=billing");
                type("\025/commands billing\r"); // Ctrl-U takes the line away
                assertThat(hears()).isEqualTo("billing/HELP");
                awaitShown("-- PRICE");
                type("billing/P\titem=1\r");
                assertThat(hears()).isEqualTo("billing/PRICE item=1");
                type("a/LOGIN password=hush\r");
                assertThat(hears()).isEqualTo("a/LOGIN password=hush");
                type("no message\r");
                awaitShown("-- not a message");
                type("/status\r");
                awaitShown("tcp://127.0.0.1:" + server.getLocalPort() + " connected");
                type("\004");
                assertThat(console.get(20, TimeUnit.SECONDS)).isZero();
            }
            Path history = folder.resolve("eventdispatcher").resolve("ed-console.history");
            assertThat(Files.readString(history))
                    .contains("billing/PRICE item=1")
                    .doesNotContain("hush");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
                    .isEqualTo("rw-------");
        }

        @Test
        void connectsAgainAndSendsWhatWasTypedMeanwhile() throws Exception {
            ServerSocket server = new ServerSocket(Peer.freePort(), 1, InetAddress.getByName("127.0.0.1"));
            int port = server.getLocalPort();
            CompletableFuture<Integer> console;
            try (Peer service = Peer.on(server, this::everythingOf)) {
                console = start("tcp://" + service.address(), "--no-history");
                assertThat(hears()).isEqualTo("HELP");
            }
            awaitShown("-- disconnected from tcp://127.0.0.1:" + port);
            type("FIRST\r");
            awaitShown("Connection refused; trying again in ");
            ServerSocket again = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
            try (Peer service = Peer.on(again, this::everythingOf)) {
                assertThat(service.port()).isEqualTo(port);
                type("/connect\r");
                assertThat(hears()).isEqualTo("FIRST");
                assertThat(hears()).isEqualTo("HELP");
                type("/quit\r");
                assertThat(console.get(20, TimeUnit.SECONDS)).isZero();
            }
            assertThat(folder).isEmptyDirectory();
        }
    }
}
