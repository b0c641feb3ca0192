package io.eventdispatcher.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.client.BlockingClient;
import io.eventdispatcher.client.ClientState;
import io.eventdispatcher.client.PermanentClient;
import io.eventdispatcher.connection.ConnectionSnapshot;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.UdpEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.server.Listener;
import io.eventdispatcher.server.ListenerOptions;
import io.eventdispatcher.transport.DatagramOptions;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.TransportOptions;
import io.eventdispatcher.transport.Transports;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A messenger behind a UDP socket, with the peers of the recordings: whatever they send, it goes on. */
@Timeout(60)
class UdpMessengerIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final EventLoop loop = EventLoop.open("udp-it");
    private final LoopThread thread = LoopThread.start(loop);
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private final Messenger messenger = messenger();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private Listener listener;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        if (listener != null) {
            listener.stop(Duration.ZERO).get(10, TimeUnit.SECONDS);
        }
        thread.close();
    }

    private Messenger messenger() {
        Dispatcher dispatcher = new Dispatcher();
        SystemCommands.register(dispatcher, new SystemHooks() {}, ControlPolicy.standard(false));
        dispatcher.on(
                "PING",
                x -> x.reply(x.message()
                        .reply("PONG")
                        .param("serial", x.message().text("serial"))
                        .build()));
        dispatcher.on("SEEN", x -> seen.add(x.message().toText()));
        return Messenger.builder(dispatcher).build();
    }

    private void listen(DatagramOptions options) throws IOException {
        listener = Listener.on(Endpoint.parse("udp://127.0.0.1:0"), loop, messenger::newHandler)
                .name("udp")
                .options(ListenerOptions.defaults()
                        .withListen(ListenOptions.defaults()
                                .withAccepted(TransportOptions.defaults().with(options))))
                .start();
    }

    private DatagramSocket peer() throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.setSoTimeout(10_000);
        opened.add(socket);
        return socket;
    }

    private void send(DatagramSocket from, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int port = ((UdpEndpoint) listener.endpoint()).port();
        from.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
    }

    private static String receive(DatagramSocket at) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
        at.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private String ask(DatagramSocket peer, String text) throws IOException {
        send(peer, text);
        return receive(peer);
    }

    private void awaitSeen(String... texts) {
        await().atMost(SOON).untilAsserted(() -> assertThat(seen).containsExactly(texts));
    }

    @Test
    void aPeerOnThisMachineIsAnswered() throws IOException {
        listen(DatagramOptions.defaults());
        DatagramSocket peer = peer();
        assertThat(ask(peer, "PING serial=1")).isEqualTo("PONG serial=1");
        assertThat(ask(peer, "PING serial=2\n")).isEqualTo("PONG serial=2");
        assertThat(ask(peer, "PING serial=3\r\n")).isEqualTo("PONG serial=3");
        assertThat(ask(peer, "{\"command\":\"PING\",\"parameters\":{\"serial\":4}}"))
                .isEqualTo("PONG serial=4");
        assertThat(ask(peer, "ALIVE serial=5")).startsWith("ABSOLUTELY ").endsWith("serial=5");
        assertThat(ask(peer, "HELP")).startsWith("COMMANDS list=ALIVE,").contains("PING");
        assertThat(ask(peer, "FOO")).isEqualTo("UNKNOWN command=FOO");
        assertThat(ask(peer, "/")).startsWith("INVALID message=");
        assertThat(listener.connections().connections()).singleElement().satisfies(connection -> {
            ConnectionSnapshot snapshot = connection.snapshot();
            assertThat(snapshot.remoteAddress()).isEqualTo("127.0.0.1:" + peer.getLocalPort());
            assertThat(snapshot.scheme()).isEqualTo("udp");
            assertThat(snapshot.framesReceived()).isEqualTo(8);
        });
    }

    @Test
    void whatEndedTheOriginalHarmsNothing() throws IOException {
        listen(DatagramOptions.defaults());
        DatagramSocket silent = peer();
        for (String each : List.of("LOG_ROTATE", "STOP", "QUITTING", "LEAK", "UNKNOWN command=X", "INVALID", "")) {
            send(silent, each);
        }
        for (String each : List.of("ALIVE", "FOO", "HELP", "/", "\n", "\u0000", "{", "a=b", "FOO \"")) {
            send(silent, each);
        }
        assertThat(ask(peer(), "PING serial=1")).isEqualTo("PONG serial=1");
        assertThat(listener.datagrams().empty()).isEqualTo(1);
    }

    @Test
    void severalLinesAreNoMessage() throws IOException {
        listen(DatagramOptions.defaults());
        DatagramSocket peer = peer();
        assertThat(ask(peer, "SEEN a=1\nSEEN a=2")).isEqualTo("INVALID message=more than one line");
        assertThat(seen).isEmpty();
    }

    @Test
    void aDatagramIsTakenWholeOrNotAtAll() throws IOException {
        listen(DatagramOptions.defaults());
        DatagramSocket peer = peer();
        for (int length : new int[] {1023, 1025, 2000, 1024}) {
            String head = "SEEN n" + length + "=";
            send(peer, head + "x".repeat(length - head.length()));
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(seen).hasSize(2));
        assertThat(seen).element(0).asString().hasSize(1023).startsWith("SEEN n1023=");
        assertThat(listener.datagrams().tooLong()).isEqualTo(2);
        assertThat(listener.datagrams().received()).isEqualTo(2);
    }

    @Test
    void theSecretCodeIsTakenAwayAndAWrongOneIsDropped() throws IOException {
        listen(DatagramOptions.defaults().withGuard(SecretCode.of("s3cret")));
        DatagramSocket peer = peer();
        send(peer, "SEEN a=0;secret_code=wrong");
        send(peer, "SEEN a=1;secret_code=s3cret");
        send(peer, "SEEN a=2");
        send(peer, "SEEN a=3;secret_code=");
        send(peer, "SEEN a=4;secret_code=s3cret;x=1");
        send(peer, "{\"command\":\"SEEN\",\"parameters\":{\"secret_code\":\"s3cret\",\"a\":5}}");
        send(peer, "/ secret_code=s3cret");
        awaitSeen("SEEN a=1", "SEEN a=4;x=1", "SEEN a=5");
        assertThat(ask(peer, "PING serial=1;secret_code=s3cret")).isEqualTo("PONG secret_code=s3cret;serial=1");
        assertThat(listener.datagrams().refused()).isEqualTo(4);
    }

    @Test
    void aRefusedPeerHasNoConnectionAndGetsNoAnswer() throws IOException {
        listen(DatagramOptions.defaults().withGuard(SecretCode.of("s3cret")));
        DatagramSocket peer = peer();
        peer.setSoTimeout(200);
        send(peer, "HELP");
        send(peer, "HELP secret_code=S3cret");
        await().until(() -> listener.datagrams().refused() == 2);
        assertThatThrownBy(() -> receive(peer)).isInstanceOf(SocketTimeoutException.class);
        assertThat(listener.accepted()).isZero();
    }

    @Test
    void anUnexpectedSecretCodeIsTakenAway() throws IOException {
        listen(DatagramOptions.defaults().withGuard(SecretCode.of("")));
        DatagramSocket peer = peer();
        send(peer, "SEEN a=1;secret_code=x");
        send(peer, "SEEN a=2");
        awaitSeen("SEEN a=1", "SEEN a=2");
    }

    @Test
    void clientsAndListenersTalkToEachOther() throws Exception {
        DatagramOptions options = DatagramOptions.defaults().withGuard(SecretCode.of("s3cret"));
        listen(options);
        Queue<String> answers = new ConcurrentLinkedQueue<>();
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.on("PONG", x -> answers.add(x.message().toText()));
        Messenger mine = Messenger.builder(dispatcher).build();
        PermanentClient client = PermanentClient.to(listener.endpoint(), loop)
                .name("client")
                .transportOptions(TransportOptions.defaults().with(options))
                .handler(mine::newHandler)
                .build();
        client.send(Message.builder("PING").param("serial", 1).build());
        client.start();
        await().atMost(SOON).until(() -> client.state() == ClientState.CONNECTED);
        client.send(Message.parse("PING serial=2"));
        await().atMost(SOON).untilAsserted(() -> assertThat(answers).containsExactly("PONG serial=1", "PONG serial=2"));
        assertThat(client.stop(SOON).get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aStoppedListenerDoesNotWaitForPeersToEnd() throws Exception {
        listen(DatagramOptions.defaults());
        DatagramSocket peer = peer();
        assertThat(ask(peer, "PING serial=1")).isEqualTo("PONG serial=1");
        long before = System.nanoTime();
        assertThat(listener.stop(Duration.ofSeconds(30)).get(20, TimeUnit.SECONDS))
                .isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
        await().atMost(SOON).until(() -> {
            try (DatagramSocket again = new DatagramSocket(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), ((UdpEndpoint) listener.endpoint()).port()))) {
                return again.isBound();
            } catch (IOException e) {
                return false;
            }
        });
    }

    @Test
    void aBlockingClientAsksAndIsAnswered() throws IOException {
        DatagramOptions options = DatagramOptions.defaults().withGuard(SecretCode.of("s3cret"));
        listen(options);
        try (BlockingClient client = BlockingClient.open(
                listener.endpoint(),
                SOON,
                BlockingClient.defaultOptions(),
                TransportOptions.defaults().with(options),
                Transports.standard())) {
            assertThat(client.request(Message.parse("PING serial=7"), SOON))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("PONG serial=7");
            assertThatThrownBy(() -> client.send(ByteSource.utf8("LONG a=" + "x".repeat(1100)), SOON))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("length=1107 max=1005");
        }
    }

    @Test
    void aClientOfNobodyGoesOnQuietlyAndIsHeardWhenSomebodyComes() throws Exception {
        DatagramSocket later = peer();
        int port = later.getLocalPort();
        later.close();
        PermanentClient client = PermanentClient.to(new UdpEndpoint("127.0.0.1", port), loop)
                .name("lonely")
                .handler(messenger::newHandler)
                .build();
        client.start();
        for (int i = 0; i < 100; i++) {
            client.send(Message.parse("HELLO n=" + i));
        }
        await().atMost(SOON)
                .until(() -> client.state() == ClientState.CONNECTED
                        && client.unsent().isEmpty());
        assertThat(client.snapshot().connections()).isEqualTo(1);
        try (DatagramSocket somebody = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
            somebody.setSoTimeout(10_000);
            client.send(Message.parse("HELLO n=last"));
            assertThat(receive(somebody)).startsWith("HELLO n=");
        }
        assertThat(client.snapshot().connections()).isEqualTo(1);
        assertThat(client.stop(SOON).get(10, TimeUnit.SECONDS)).isTrue();
    }
}
