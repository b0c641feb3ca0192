package io.eventdispatcher.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.client.BlockingClient;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import io.eventdispatcher.server.Listener;
import io.eventdispatcher.server.ListenerOptions;
import io.eventdispatcher.testing.ThreadLeaks;
import io.eventdispatcher.transport.BindFailedException;
import io.eventdispatcher.transport.DatagramOptions;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.TransportOptions;
import io.eventdispatcher.transport.Transports;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A messenger behind a Unix datagram socket, with clients of ours and with socat. */
@Timeout(60)
@EnabledOnOs(value = OS.LINUX, disabledReason = "abstract names are Linux's")
class UnixDatagramMessengerIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private final ThreadLeaks threads = new ThreadLeaks();
    private final EventLoop loop = EventLoop.open("dgram-it");
    private final LoopThread thread = LoopThread.start(loop);
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private Path path;
    private Listener listener;

    @BeforeEach
    void library() {
        path = directory.resolve("ed.sock");
        try {
            Transports.standard()
                    .of(Endpoint.parse("unix-dgram:x?abstract"))
                    .resolve(Endpoint.parse("unix-dgram:x?abstract"));
        } catch (IOException e) {
            assumeThat(e.getMessage()).as("junixsocket works here").isEmpty();
        }
    }

    @AfterEach
    void close() throws Exception {
        if (listener != null) {
            listener.stop(Duration.ZERO).get(10, TimeUnit.SECONDS);
        }
        thread.close();
        threads.awaitNone("ed-junix");
        try (var files = Files.list(directory)) {
            assertThat(files.filter(file -> !file.getFileName().toString().startsWith("socat")))
                    .isEmpty();
        }
    }

    private static Endpoint abstractName() {
        return Endpoint.parse("unix-dgram:ed-test-"
                + Long.toHexString(ThreadLocalRandom.current().nextLong()) + "?abstract");
    }

    private Endpoint file() {
        return Endpoint.parse("unix-dgram://" + path);
    }

    private void listen(Endpoint endpoint, ListenOptions options) throws IOException {
        Dispatcher dispatcher = new Dispatcher();
        SystemCommands.register(dispatcher, new SystemHooks() {}, ControlPolicy.standard(false));
        dispatcher.on(
                "PING",
                x -> x.reply(x.message()
                        .reply("PONG")
                        .param("serial", x.message().text("serial"))
                        .build()));
        dispatcher.on("SEEN", x -> seen.add(x.message().toText()));
        dispatcher.on(
                "BIG",
                x -> x.reply(x.message()
                        .reply("BIGGER")
                        .param("bytes", "y".repeat(65_000))
                        .build()));
        Messenger messenger = Messenger.builder(dispatcher).build();
        listener = Listener.on(endpoint, loop, messenger::newHandler)
                .name("dgram")
                .options(ListenerOptions.defaults().withListen(options))
                .start();
    }

    private String ask(Endpoint endpoint, String text) throws IOException {
        return ask(endpoint, text, TransportOptions.defaults());
    }

    private static String ask(Endpoint endpoint, String text, TransportOptions options) throws IOException {
        try (BlockingClient client = open(endpoint, options)) {
            return new String(client.request(ByteSource.utf8(text), SOON), StandardCharsets.UTF_8);
        }
    }

    private static BlockingClient open(Endpoint endpoint, TransportOptions options) throws IOException {
        return BlockingClient.open(endpoint, SOON, BlockingClient.defaultOptions(), options, Transports.standard());
    }

    /** What socat prints; it sends what is given and waits for an answer as long as the expected one. */
    private String socat(String text, String address, int expected) throws Exception {
        Path input = Files.writeString(directory.resolve("socat.in"), text);
        String patience = expected == 0 ? "0.3" : "20";
        Process process;
        try {
            process = new ProcessBuilder("socat", "-t" + patience, "-T" + patience, "-", address)
                    .redirectInput(input.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            return assumeSocat(e);
        }
        InputStream output = process.getInputStream();
        byte[] printed = expected == 0 ? output.readAllBytes() : output.readNBytes(expected);
        process.destroy();
        process.waitFor();
        return new String(printed, StandardCharsets.UTF_8);
    }

    private static String assumeSocat(IOException cause) {
        assumeThat(cause.getMessage()).as("socat is installed").isEmpty();
        return "";
    }

    @Test
    void aClientOfOursIsAnsweredAtAPathAndAtAName() throws Exception {
        listen(file(), ListenOptions.defaults());
        assertThat(ask(file(), "PING serial=1")).isEqualTo("PONG serial=1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        listener.stop(Duration.ZERO).get(10, TimeUnit.SECONDS);
        assertThat(path).doesNotExist();
        Endpoint name = abstractName();
        listen(name, ListenOptions.defaults());
        assertThat(ask(name, "PING serial=2")).isEqualTo("PONG serial=2");
    }

    @Test
    void aMessageOf64KibibytesPassesBothWays() throws Exception {
        listen(file(), ListenOptions.defaults());
        try (BlockingClient client = open(file(), TransportOptions.defaults())) {
            assertThat(client.request(ByteSource.utf8("BIG fill=" + "x".repeat(65_000)), SOON))
                    .hasSize("BIGGER bytes=".length() + 65_000);
            assertThatThrownBy(() -> client.send(ByteSource.utf8("BIG a=" + "x".repeat(65_531)), SOON))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("length=65537 max=65536");
        }
    }

    @Test
    void theSecretCodeIsAskedForAndNotHandedOn() throws Exception {
        TransportOptions secret =
                TransportOptions.defaults().with(DatagramOptions.defaults().withGuard(SecretCode.of("s3cret")));
        listen(file(), ListenOptions.defaults().withAccepted(secret));
        try (BlockingClient wrong = open(file(), TransportOptions.defaults())) {
            wrong.send(ByteSource.utf8("SEEN who=nobody"), SOON);
            wrong.send(ByteSource.utf8("SEEN who=mallory;secret_code=guess"), SOON);
        }
        try (BlockingClient right = open(file(), secret)) {
            right.send(ByteSource.utf8("SEEN who=alice"), SOON);
            assertThat(right.request(ByteSource.utf8("PING serial=3"), SOON))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("PONG serial=3");
        }
        assertThat(seen).containsExactly("SEEN who=alice");
    }

    @Test
    void socatIsAnsweredWhenItHasAnAddress() throws Exception {
        listen(file(), ListenOptions.defaults());
        String answer = "PONG serial=4";
        String bound = "UNIX-SENDTO:" + path + ",bind=" + directory.resolve("socat.sock");
        assertThat(socat("PING serial=4", bound, answer.length())).isEqualTo(answer);
        assertThat(socat("SEEN who=socat", "UNIX-SENDTO:" + path, 0)).isEmpty();
        await().atMost(SOON).untilAsserted(() -> assertThat(seen).containsExactly("SEEN who=socat"));
        assertThat(listener.connections().connections()).isNotEmpty();
    }

    @Test
    void socatIsAnsweredAtAnAbstractName() throws Exception {
        Endpoint name = abstractName();
        listen(name, ListenOptions.defaults());
        String bare = name.toString().replaceAll("^[^:]*:|[?].*$", "");
        String answer = "PONG serial=5";
        assertThat(socat("PING serial=5", "ABSTRACT-SENDTO:" + bare + ",bind=ed-socat-" + bare, answer.length()))
                .isEqualTo(answer);
    }

    @Test
    void aPeerThatIsGoneBeforeItsAnswerHarmsNobody() throws Exception {
        listen(file(), ListenOptions.defaults());
        for (int i = 0; i < 20; i++) {
            try (BlockingClient client = open(file(), TransportOptions.defaults())) {
                client.send(ByteSource.utf8("PING serial=" + i), SOON);
            }
        }
        assertThat(ask(file(), "PING serial=6")).isEqualTo("PONG serial=6");
        assertThat(ask(file(), "PING serial=7")).isEqualTo("PONG serial=7");
    }

    @Test
    void onlyWhoeverMayWriteToTheFileIsKnownByUser() throws Exception {
        listen(file(), ListenOptions.defaults());
        try (BlockingClient client = open(file(), TransportOptions.defaults())) {
            client.request(ByteSource.utf8("PING serial=8"), SOON);
            assertThat(listener.connections().connections())
                    .allSatisfy(connection -> assertThat(connection.peerCredentials())
                            .isNotNull()
                            .satisfies(peer -> assertThat(peer.user())
                                    .isEqualTo(Files.getOwner(Path.of("/proc/self"))
                                            .getName())));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
        }
        try (BlockingClient client = open(file(), TransportOptions.defaults())) {
            client.request(ByteSource.utf8("PING serial=9"), SOON);
            assertThat(listener.connections().connections())
                    .anySatisfy(connection ->
                            assertThat(connection.peerCredentials()).isNull());
        }
    }

    @Test
    void whoeverAsksForTheSameAddressIsRefused() throws Exception {
        listen(file(), ListenOptions.defaults());
        Listener first = listener;
        assertThatThrownBy(() -> listen(file(), ListenOptions.defaults()))
                .isInstanceOf(BindFailedException.class)
                .hasMessageContaining("address already in use");
        listener = first;
        assertThat(ask(file(), "PING serial=10")).isEqualTo("PONG serial=10");
    }

    @Test
    void whatIsNoDeadSocketOfOursStays() throws Exception {
        Files.writeString(path, "precious");
        assertThatThrownBy(() -> listen(file(), ListenOptions.defaults()))
                .isInstanceOf(BindFailedException.class)
                .hasMessageContaining("a regular file is in the way");
        assertThat(path).hasContent("precious");
        Files.delete(path);
        Path elsewhere = directory.resolve("socat-elsewhere");
        Files.createSymbolicLink(path, elsewhere);
        assertThatThrownBy(() -> listen(file(), ListenOptions.defaults()))
                .hasMessageContaining("a symbolic link is in the way");
        assertThat(elsewhere).doesNotExist();
        Files.delete(path);
    }

    @Test
    void aDeadSocketIsReplacedAndAnswersGoOn() throws Exception {
        Process crashed;
        try {
            crashed = new ProcessBuilder("socat", "-u", "UNIX-RECV:" + path + ",unlink-close=0", "-").start();
        } catch (IOException e) {
            assumeSocat(e);
            return;
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(path).exists());
        crashed.destroyForcibly().waitFor();
        assertThat(path).exists();
        listen(file(), ListenOptions.defaults());
        assertThat(ask(file(), "PING serial=11")).isEqualTo("PONG serial=11");
    }

    @Test
    void aBurstIsNotLostWhenTheReceiverIsSlow() throws Exception {
        listen(file(), ListenOptions.defaults());
        try (BlockingClient client = open(file(), TransportOptions.defaults())) {
            for (int i = 0; i < 2_000; i++) {
                client.send(ByteSource.utf8("SEEN serial=" + i), SOON);
            }
            client.request(ByteSource.utf8("PING serial=12"), SOON);
        }
        assertThat(seen).hasSize(2_000);
    }
}
