package io.eventdispatcher.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.connection.GroupStatistics;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.InetEndpoint;
import io.eventdispatcher.endpoint.UnixEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import io.eventdispatcher.testing.TestCertificates;
import io.eventdispatcher.testing.ThreadLeaks;
import io.eventdispatcher.tls.TlsContext;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.TransportOptions;
import io.eventdispatcher.transport.tls.TlsOptions;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One listener on the threads of three loops. */
@Timeout(120)
class SpreadLoopsIT {

    private static final int CONNECTIONS = 10;
    private static final int LINES = 2_000;

    @TempDir
    static Path folder;

    private static TlsContext server;
    private static TlsContext client;

    private final ThreadLeaks leaks = new ThreadLeaks();
    private final List<LoopThread> threads = new ArrayList<>();
    private final Map<Connection, Set<Thread>> threadsOf = new ConcurrentHashMap<>();

    @BeforeAll
    static void certificates() throws IOException {
        TestCertificates made = new TestCertificates(folder);
        Path authority = made.authority("ca");
        made.server("ca", "server", "dns:localhost,ip:127.0.0.1");
        server = TlsContext.ofPem(made.pem("server"), made.key("server"), null);
        client = TlsContext.trusting(authority);
    }

    @AfterEach
    void closeThreads() {
        threads.forEach(LoopThread::close);
        leaks.awaitNone("spread-");
    }

    private Listener listen(Endpoint endpoint) throws IOException {
        for (int i = 1; i <= 3; i++) {
            threads.add(LoopThread.start(EventLoop.open("spread-" + i)));
        }
        TransportOptions accepted = TransportOptions.defaults().with(TlsOptions.defaults(server));
        return Listener.on(endpoint, threads.get(0).loop(), Echo::new)
                .name("main")
                .options(ListenerOptions.defaults()
                        .withListen(ListenOptions.defaults().withAccepted(accepted)))
                .spreadOver(List.of(threads.get(1).loop(), threads.get(2).loop()))
                .start();
    }

    private final class Echo implements ConnectionHandler {
        private void note(Connection connection) {
            threadsOf
                    .computeIfAbsent(connection, key -> ConcurrentHashMap.newKeySet())
                    .add(Thread.currentThread());
        }

        @Override
        public void onOpen(Connection connection) {
            note(connection);
        }

        @Override
        public void onFrame(Connection connection, byte[] bytes, int offset, int length) {
            note(connection);
            connection.send(ByteSource.utf8(new String(bytes, offset, length, StandardCharsets.UTF_8)));
        }

        @Override
        public void onBatchEnd(Connection connection) {
            note(connection);
        }

        @Override
        public void onEnd(Connection connection) {
            note(connection);
        }

        @Override
        public void onClosed(Connection connection, CloseReason reason, @Nullable Throwable cause) {
            note(connection);
        }
    }

    /** A peer of blocking streams. */
    private record Peer(Closeable socket, InputStream in, OutputStream out) {

        static Peer connect(Endpoint endpoint) throws IOException {
            if (endpoint instanceof UnixEndpoint unix) {
                SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(unix.path()));
                return new Peer(channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
            }
            int port = ((InetEndpoint) endpoint).port();
            Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
            plain.setSoTimeout(60_000);
            if (endpoint.scheme().equals("tcp")) {
                return new Peer(plain, plain.getInputStream(), plain.getOutputStream());
            }
            SSLSocket tls =
                    (SSLSocket) client.current().getSocketFactory().createSocket(plain, "localhost", port, true);
            tls.startHandshake();
            return new Peer(tls, tls.getInputStream(), tls.getOutputStream());
        }

        void talk(int number) throws IOException {
            String lines = IntStream.range(0, LINES)
                    .mapToObj(line -> "peer-" + number + "-" + line + "\n")
                    .collect(Collectors.joining());
            byte[] sent = lines.getBytes(StandardCharsets.UTF_8);
            out.write(sent);
            out.flush();
            byte[] heard = in.readNBytes(sent.length);
            assertThat(new String(heard, StandardCharsets.UTF_8)).isEqualTo(lines);
        }

        void close() throws IOException {
            socket.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:0", "unix:///FOLDER/spread.sock", "tls://127.0.0.1:0"})
    void connectionsAreSpreadEvenlyAndEachStaysOnItsThread(String uri) throws Exception {
        Listener listener = listen(Endpoint.parse(uri.replace("/FOLDER", folder.toString())));
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            peers.add(Peer.connect(listener.endpoint()));
        }
        await().until(() -> listener.connections().size() == CONNECTIONS);
        assertThat(threads.stream().map(thread -> listener.connections().occupied(thread.loop())))
                .containsExactly(4, 3, 3);

        List<Thread> talking = new ArrayList<>();
        Map<Integer, Throwable> failures = new ConcurrentHashMap<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            int number = i;
            Thread talk = new Thread(() -> {
                try {
                    peers.get(number).talk(number);
                } catch (IOException | AssertionError e) {
                    failures.put(number, e);
                }
            });
            talk.start();
            talking.add(talk);
        }
        for (Thread talk : talking) {
            talk.join();
        }
        assertThat(failures).isEmpty();
        for (Peer peer : peers) {
            peer.close();
        }
        await().until(() -> listener.connections().size() == 0);

        assertThat(threadsOf).hasSize(CONNECTIONS);
        threadsOf.forEach((connection, used) -> assertThat(used)
                .as(connection.id())
                .extracting(Thread::getName)
                .containsExactly(connection.loop().name()));
        Map<String, Long> perLoop = threadsOf.keySet().stream()
                .map(connection -> connection.loop().name())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(perLoop).isEqualTo(Map.of("spread-1", 4L, "spread-2", 3L, "spread-3", 3L));
        assertThat(threadsOf.keySet().stream().map(Connection::number))
                .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        totalsAreExact(listener.connections().statistics());
        assertThat(listener.accepted()).isEqualTo(CONNECTIONS);
        assertThat(listener.stop(Duration.ofSeconds(5)).get(10, TimeUnit.SECONDS))
                .isTrue();
    }

    private static void totalsAreExact(GroupStatistics totals) {
        long all = (long) CONNECTIONS * LINES;
        assertThat(totals.opened()).isEqualTo(CONNECTIONS);
        assertThat(totals.closed()).containsEntry(CloseReason.PEER, (long) CONNECTIONS);
        assertThat(totals.framesReceived()).isEqualTo(all);
        assertThat(totals.framesSent()).isEqualTo(all);
        assertThat(totals.bytesReceived()).isEqualTo(totals.bytesSent());
        assertThat(totals.queuedBytes()).isZero();
        assertThat(totals.framesRefused() + totals.handlerFailures()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:0", "tls://127.0.0.1:0"})
    void pausingAndStoppingReachAllLoops(String uri) throws Exception {
        Listener listener = listen(Endpoint.parse(uri));
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            peers.add(Peer.connect(listener.endpoint()));
        }
        await().until(() -> listener.connections().size() == 6);
        listener.pause();
        await().until(() -> listener.connections().statistics().suspended() == 6);
        listener.resume();
        await().until(() -> listener.connections().statistics().suspended() == 0);
        for (int i = 0; i < 6; i++) {
            peers.get(i).talk(i);
        }
        assertThat(listener.stop(Duration.ofSeconds(10)).get(20, TimeUnit.SECONDS))
                .isTrue();
        for (Peer peer : peers) {
            assertThat(peer.in().read()).isEqualTo(-1);
            peer.close();
        }
        assertThat(listener.connections().statistics().closed()).containsEntry(CloseReason.SHUTDOWN, 6L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:0", "unix:///FOLDER/brief.sock"})
    void peersThatComeAndGoAtOnceLeaveNothing(String uri) throws Exception {
        Listener listener = listen(Endpoint.parse(uri.replace("/FOLDER", folder.toString())));
        for (int i = 0; i < 200; i++) {
            Peer.connect(listener.endpoint()).close();
        }
        await().until(() -> listener.accepted() == 200
                && listener.connections().occupied() == 0
                && listener.connections().statistics().opened() == 200);
        long closed = listener.connections().statistics().closed().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        assertThat(closed).isEqualTo(200);
        assertThat(listener.stop(Duration.ofSeconds(5)).get(10, TimeUnit.SECONDS))
                .isTrue();
        threads.forEach(thread -> await().untilAsserted(() ->
                assertThat(thread.loop().statistics().registrations()).isZero()));
    }
}
