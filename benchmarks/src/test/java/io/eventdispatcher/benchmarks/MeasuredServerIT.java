package io.eventdispatcher.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.benchmarks.peer.NettyPingPongServer;
import io.eventdispatcher.benchmarks.peer.NettyTunedServer;
import io.eventdispatcher.benchmarks.peer.SpringIntegrationServer;
import io.eventdispatcher.benchmarks.peer.VertxServer;
import io.eventdispatcher.benchmarks.peer.VirtualThreadServer;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What is measured answers as it should, each server in a process of its own. */
@ParameterizedClass(name = "{0}")
@MethodSource("servers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MeasuredServerIT {

    private static final int FIRST_JAVA_WITH_VIRTUAL_THREADS = 21;
    private static final int LONGEST_LINE = 65_536;

    @TempDir
    static Path folder;

    private static TestCertificate certificate;

    @Parameter
    Started started;

    private ServerProcess process;
    private URI endpoint;

    /** Which server, where it listens, and how. */
    record Started(Class<?> main, String scheme, List<String> options) {
        @Override
        public String toString() {
            return main.getSimpleName() + " " + scheme + " " + String.join(" ", options);
        }
    }

    static Stream<Started> servers() {
        List<Started> servers = new ArrayList<>(List.of(
                server(PingPongServer.class, "tcp"),
                server(PingPongServer.class, "unix"),
                server(PingPongServer.class, "tls"),
                server(SpringPingPongServer.class, "tcp"),
                server(SpringPingPongServer.class, "tcp", "--execution=loop"),
                server(NettyPingPongServer.class, "tcp", "--transport=nio"),
                server(NettyTunedServer.class, "tcp", "--transport=nio"),
                server(VertxServer.class, "tcp"),
                server(SpringIntegrationServer.class, "tcp")));
        if (Epoll.isAvailable()) {
            servers.add(server(NettyPingPongServer.class, "tls", "--transport=epoll"));
            servers.add(server(NettyTunedServer.class, "unix", "--transport=epoll"));
        }
        if (Runtime.version().feature() >= FIRST_JAVA_WITH_VIRTUAL_THREADS) {
            servers.add(server(VirtualThreadServer.class, "tcp"));
            servers.add(server(SpringPingPongServer.class, "tcp", "--spring.threads.virtual.enabled=true"));
        }
        return servers.stream();
    }

    private static Started server(Class<?> main, String scheme, String... options) {
        return new Started(main, scheme, List.of(options));
    }

    @BeforeAll
    static void certify() throws Exception {
        certificate = TestCertificate.in(folder);
    }

    @BeforeParameterizedClassInvocation
    void start() throws Exception {
        List<String> arguments = new ArrayList<>();
        arguments.add(
                started.scheme().equals("unix")
                        ? "unix://" + folder.resolve(started.main().getSimpleName())
                        : started.scheme() + "://127.0.0.1:0");
        arguments.addAll(started.options());
        if (started.scheme().equals("tls")) {
            arguments.add("--certificate");
            arguments.add(certificate.certificate().toString());
            arguments.add("--key");
            arguments.add(certificate.key().toString());
        }
        process = new ServerProcess(started.main(), arguments);
        endpoint = process.listening();
    }

    @AfterParameterizedClassInvocation
    void stop() {
        process.close();
    }

    private LineClient connect() throws IOException {
        return new LineClient(endpoint, certificate.trusting());
    }

    @Test
    void answersPipelinedPingsInOrder() throws Exception {
        List<String> serials =
                IntStream.range(0, 1_000).mapToObj(Integer::toString).toList();
        try (LineClient client = connect()) {
            client.send(serials.stream()
                    .map(serial -> "PING serial=" + serial + ";text=hello\n")
                    .collect(Collectors.joining()));
            for (String serial : serials) {
                assertThat(client.receive()).isEqualTo("PONG serial=" + serial);
            }
        }
    }

    @Test
    void countsTheParametersOfNineteenCommands() throws Exception {
        String twelve =
                IntStream.range(0, 12).mapToObj(i -> "name" + i + "=value" + i).collect(Collectors.joining(";"));
        try (LineClient client = connect()) {
            for (int i = 0; i < 19; i++) {
                assertThat(client.ask("C" + i + " " + twelve)).isEqualTo("C" + i + "_REPLY count=12");
            }
            assertThat(client.ask("C3")).isEqualTo("C3_REPLY count=0");
            assertThat(client.ask("C3 one=1")).isEqualTo("C3_REPLY count=1");
        }
    }

    @Test
    void tellsThatACommandIsUnknown() throws Exception {
        try (LineClient client = connect()) {
            assertThat(client.ask("C19 one=1")).isEqualTo("UNKNOWN command=C19");
            assertThat(client.ask("NOBODY_KNOWS_THIS")).isEqualTo("UNKNOWN command=NOBODY_KNOWS_THIS");
        }
    }

    @Test
    void tellsThatALineIsNoMessage() throws Exception {
        try (LineClient client = connect()) {
            assertThat(client.ask("PING serial")).startsWith("INVALID ");
            assertThat(client.ask("PING =1")).startsWith("INVALID ");
            assertThat(client.ask("PING serial=1;text=hello")).isEqualTo("PONG serial=1");
        }
    }

    @Test
    void understandsWhatComesByteByByte() throws Exception {
        try (LineClient client = connect()) {
            for (char c : "PING serial=42;text=hello\nC7 a=1;b=2\n".toCharArray()) {
                client.send(String.valueOf(c));
            }
            assertThat(client.receive()).isEqualTo("PONG serial=42");
            assertThat(client.receive()).isEqualTo("C7_REPLY count=2");
        }
    }

    @Test
    void waitsForTheRestOfALine() throws Exception {
        try (LineClient client = connect();
                LineClient other = connect()) {
            assertThat(client.ask("PING serial=1;text=hello")).isEqualTo("PONG serial=1");
            client.send("PING serial=2;text=hello\nPING ser");
            assertThat(client.receive()).isEqualTo("PONG serial=2");
            assertThat(other.ask("PING serial=9;text=hello")).isEqualTo("PONG serial=9");
            client.send("ial=3;text=hello\n");
            assertThat(client.receive()).isEqualTo("PONG serial=3");
        }
    }

    @Test
    void acceptsLinesOfNearly64KiB() throws Exception {
        try (LineClient client = connect()) {
            String text = "x".repeat(LONGEST_LINE - 100);
            assertThat(client.ask("PING serial=1;text=" + text)).isEqualTo("PONG serial=1");
            assertThat(client.ask("PING serial=2;text=" + text)).isEqualTo("PONG serial=2");
        }
    }

    @Test
    void disconnectsWhoSendsLongerLines() throws Exception {
        try (LineClient client = connect()) {
            assertThat(client.ask("PING serial=1;text=hello")).isEqualTo("PONG serial=1");
            assertThat(endsAfter(client, "PING serial=2;text=" + "x".repeat(LONGEST_LINE) + "\n"))
                    .isTrue();
        }
    }

    /** Some tell the reason first, some reset the connection. */
    private static boolean endsAfter(LineClient client, String tooLong) {
        try {
            client.send(tooLong);
            String line = client.receive();
            while (line != null) {
                assertThat(line).doesNotStartWith("PONG");
                line = client.receive();
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void tellsItsFiguresOnItsConsole() {
        assertThat(process.ask("stats")).matches("STATS allocatedBytes=-?\\d+ gcCount=\\d+ gcMillis=\\d+ threads=\\d+");
        assertThat(process.ask("heap")).matches("HEAP liveBytes=\\d+ directBytes=\\d+ directBuffers=\\d+");
        assertThat(process.ask("nonsense")).startsWith("ERROR ");
        assertThat(process.ask("stats")).startsWith("STATS ");
    }
}
