package io.eventdispatcher.spring.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.message.Message;
import io.eventdispatcher.server.ListenerState;
import io.eventdispatcher.spring.actuate.DispatcherReport.ListenerReport;
import io.eventdispatcher.spring.actuate.EventDispatcherEndpoint;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.autoconfigure.Starter;
import io.eventdispatcher.spring.autoconfigure.TestPeer;
import io.eventdispatcher.spring.tls.TestAuthority;
import io.eventdispatcher.spring.tls.TestPeers;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** One service that listens on every transport at once. */
@DisabledOnOs(OS.WINDOWS)
class AllTransportsIT {

    private static final List<String> NAMES =
            List.of("tcp", "tls", "udp", "unix", "abstract", "fifo", "dgram", "named-dgram", "inside", "prefixed");

    @TempDir
    private static Path directory;

    private static TestAuthority authority;
    private static TestAuthority.Pair server;

    private final ApplicationContextRunner runner = Starter.full()
            .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
            .withBean(Sum.class)
            .withPropertyValues(
                    "spring.ssl.bundle.pem.edge.keystore.certificate=" + server.certificate(),
                    "spring.ssl.bundle.pem.edge.keystore.private-key=" + server.key(),
                    "eventdispatcher.listeners.tcp.uri=tcp://127.0.0.1:0",
                    "eventdispatcher.listeners.tls.uri=tls://127.0.0.1:0",
                    "eventdispatcher.listeners.tls.ssl.bundle=edge",
                    "eventdispatcher.listeners.udp.uri=udp://127.0.0.1:0",
                    "eventdispatcher.listeners.udp.datagram.secret-code=rosebud",
                    "eventdispatcher.listeners.unix.uri=unix://" + directory.resolve("s.sock"),
                    "eventdispatcher.listeners.abstract.uri=unix:" + abstractName() + "?abstract",
                    "eventdispatcher.listeners.fifo.uri=fifo://" + directory.resolve("in") + "?reply="
                            + directory.resolve("out"),
                    "eventdispatcher.listeners.dgram.uri=unix-dgram://" + directory.resolve("d.sock"),
                    "eventdispatcher.listeners.dgram.permissions=rw-rw----",
                    "eventdispatcher.listeners.named-dgram.uri=unix-dgram:" + abstractName() + "?abstract",
                    "eventdispatcher.listeners.inside.uri=local:inside",
                    "eventdispatcher.listeners.prefixed.uri=tcp://127.0.0.1:0",
                    "eventdispatcher.listeners.prefixed.framing=length:2be",
                    "eventdispatcher.clients.to-unix.uri=unix://" + directory.resolve("s.sock"),
                    "eventdispatcher.clients.to-abstract.uri=unix:" + abstractName() + "?abstract",
                    "eventdispatcher.clients.to-dgram.uri=unix-dgram://" + directory.resolve("d.sock"),
                    "eventdispatcher.clients.to-inside.uri=local:inside");

    @BeforeAll
    static void issue() {
        assumeThat(System.getProperty("os.name"))
                .as("abstract names are Linux's")
                .contains("Linux");
        authority = TestAuthority.in(directory, "authority");
        server = authority.issue("edge");
    }

    private static String abstractName() {
        return "eventdispatcher-test-" + ProcessHandle.current().pid();
    }

    @Test
    void everyTransportAnswers() {
        runner.run(context -> {
            assertThat(context.getBean(ListenerRegistry.class).all())
                    .allSatisfy(listener -> assertThat(listener.state()).isEqualTo(ListenerState.RUNNING))
                    .extracting(NamedListener::name)
                    .containsExactlyElementsOf(NAMES);

            try (TestPeer peer = TestPeer.connect(port(context, "tcp"))) {
                assertThat(peer.send("ADD a=1;b=2").line()).isEqualTo("ADD_REPLY sum=3");
            }
            try (TestPeer peer = TestPeers.tls(port(context, "tls"), authority.contextOf(null))) {
                assertThat(peer.send("ADD a=2;b=2").line()).isEqualTo("ADD_REPLY sum=4");
            }
            assertThat(overUnix("ADD a=3;b=2\n")).isEqualTo("ADD_REPLY sum=5\n");
            assertThat(overFifo("ADD a=4;b=2\n")).isEqualTo("ADD_REPLY sum=6");
            for (String client : List.of("to-unix", "to-abstract", "to-dgram", "to-inside")) {
                Message answer = context.getBean(ClientRegistry.class)
                        .get(client)
                        .messageClient()
                        .request(Message.parse("ADD a=10;b=1"))
                        .join();
                assertThat(answer.toText()).as(client).isEqualTo("ADD_REPLY sum=11");
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("d.sock"))))
                    .isEqualTo("rw-rw----");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("in"))))
                    .isEqualTo("rw-------");
        });
        assertThat(directory.resolve("s.sock")).doesNotExist();
        assertThat(directory.resolve("d.sock")).doesNotExist();
    }

    @Test
    void datagramsWithoutTheSecretAreDroppedAndCounted() {
        runner.run(context -> {
            try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                socket.setSoTimeout(10_000);
                int port = port(context, "udp");
                send(socket, port, "ADD a=1;b=1");
                send(socket, port, "ADD a=1;b=1;secret_code=wrong");
                send(socket, port, "ADD a=1;b=1;text=" + "x".repeat(2000) + ";secret_code=rosebud");
                send(socket, port, "ADD a=5;b=2;secret_code=rosebud");
                assertThat(receive(socket)).startsWith("ADD_REPLY").contains("sum=7");
            }
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            await().untilAsserted(() -> {
                assertThat(dropped(meters, "refused")).isEqualTo(2);
                assertThat(dropped(meters, "too_long")).isEqualTo(1);
                ListenerReport report = (ListenerReport)
                        context.getBean(EventDispatcherEndpoint.class).one("listeners", "udp");
                assertThat(report.datagrams().received()).isEqualTo(1);
                assertThat(report.datagrams().refused()).isEqualTo(2);
                assertThat(report.datagrams().sent()).isEqualTo(1);
            });
            assertThat(context.getBean(Sum.class).seen)
                    .allSatisfy(parameters -> assertThat(parameters).doesNotContainKey("secret_code"));
        });
    }

    @Test
    void theFramingOfAListenerIsItsOwn() {
        runner.run(context -> {
            try (SocketChannel peer = SocketChannel.open(
                    new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port(context, "prefixed")))) {
                byte[] message = "ADD a=1;b=1".getBytes(StandardCharsets.UTF_8);
                peer.write(ByteBuffer.allocate(2 + message.length)
                        .putShort((short) message.length)
                        .put(message)
                        .flip());
                ByteBuffer answer = ByteBuffer.allocate(100);
                while (answer.position() < 2 || answer.position() < 2 + answer.getShort(0)) {
                    assertThat(peer.read(answer)).isPositive();
                }
                assertThat(new String(answer.array(), 2, answer.getShort(0), StandardCharsets.UTF_8))
                        .isEqualTo("ADD_REPLY sum=2");
            }
        });
    }

    @Test
    void everyTransportIsKnownByItsName() {
        runner.run(context -> {
            EventDispatcherEndpoint endpoint = context.getBean(EventDispatcherEndpoint.class);
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            Map<String, String> transports = new HashMap<>();
            for (String name : NAMES) {
                ListenerReport report = (ListenerReport) endpoint.one("listeners", name);
                transports.put(name, report.transport());
                assertThat(report.state()).as(name).isEqualTo("RUNNING");
                assertThat(meters.get("eventdispatcher.connections.active")
                                .tag("eventdispatcher.endpoint", name)
                                .tag("network.transport", report.transport())
                                .gauge()
                                .value())
                        .as(name)
                        .isNotNaN();
            }
            assertThat(transports)
                    .containsEntry("tls", "tls")
                    .containsEntry("udp", "udp")
                    .containsEntry("abstract", "unix")
                    .containsEntry("dgram", "unix-dgram")
                    .containsEntry("fifo", "fifo");
        });
    }

    private static double dropped(MeterRegistry meters, String reason) {
        return meters.get("eventdispatcher.datagrams.dropped")
                .tag("eventdispatcher.endpoint", "udp")
                .tag("reason", reason)
                .functionCounter()
                .count();
    }

    private static void send(DatagramSocket socket, int port, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
    }

    private static String receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private static String overUnix(String text) throws IOException {
        try (SocketChannel peer = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            peer.connect(UnixDomainSocketAddress.of(directory.resolve("s.sock")));
            peer.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            ByteBuffer answer = ByteBuffer.allocate(1000);
            while (answer.position() == 0 || answer.get(answer.position() - 1) != '\n') {
                assertThat(peer.read(answer)).isPositive();
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
        }
    }

    private static String overFifo(String text) throws IOException {
        Files.writeString(directory.resolve("in"), text);
        try (var reader = Files.newBufferedReader(directory.resolve("out"))) {
            return reader.readLine();
        }
    }

    private static int port(ApplicationContext context, String listener) {
        return context.getEnvironment().getRequiredProperty("local.eventdispatcher.port." + listener, Integer.class);
    }

    static class Sum {

        final Queue<Map<String, String>> seen = new ConcurrentLinkedQueue<>();

        @MessageHandler("ADD")
        Map<String, ?> add(int a, int b, Map<String, String> all) {
            seen.add(all);
            return Map.of("sum", a + b);
        }
    }
}
