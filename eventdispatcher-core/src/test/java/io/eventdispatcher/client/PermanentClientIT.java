package io.eventdispatcher.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.backoff.Backoff;
import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.connection.FlowLimits;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.TcpEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import io.eventdispatcher.transport.Acceptor;
import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.ConnectHandler;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.StreamTransportFactory;
import io.eventdispatcher.transport.TransportOptions;
import io.eventdispatcher.transport.Transports;
import io.eventdispatcher.transport.tcp.TcpTransportFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PermanentClientIT {

    private static final FlowLimits SMALL = FlowLimits.defaults().withQueue(16_384, 4_096, 65_536);

    private static final Duration SOON = Duration.ofMillis(20);

    private LoopThread thread;

    @BeforeEach
    void startLoop() {
        thread = LoopThread.start(EventLoop.open("client"));
    }

    @AfterEach
    void stopLoop() {
        thread.close();
    }

    private PermanentClient.Builder to(int port) {
        return PermanentClient.to(new TcpEndpoint("127.0.0.1", port), thread.loop())
                .name("it")
                .backoff(Backoff.fixed(SOON));
    }

    private static ByteSource frame(String text) {
        return ByteSource.utf8(text);
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(String::valueOf).collect(Collectors.toList());
    }

    private static void awaitState(PermanentClient client, ClientState state) {
        await().until(() -> client.state() == state);
    }

    @Test
    void connectsOnceSomebodyListens() throws Exception {
        int port = SocketPeer.freePort();
        PermanentClient client = to(port).start();
        await().until(() -> client.snapshot().failures() >= 2);
        assertThat(client.snapshot().lastError()).isEqualTo("tcp://127.0.0.1:" + port + ": Connection refused");
        assertThat(client.send(frame("early"))).isEqualTo(Delivery.QUEUED);
        try (SocketPeer peer = SocketPeer.collecting(port)) {
            await().until(() -> peer.lines().contains("early"));
            assertThat(client.stop(Duration.ofSeconds(10)).get(20, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void comesBackWhenTheServerIsKilledAndRestarted() {
        int port = SocketPeer.freePort();
        SocketPeer first = SocketPeer.collecting(port);
        PermanentClient client = to(port).start();
        awaitState(client, ClientState.CONNECTED);
        client.send(frame("to the first"));
        await().until(() -> first.lines().contains("to the first"));
        first.close();
        await().until(() -> client.state() != ClientState.CONNECTED);
        for (String number : numbers(0, 100)) {
            assertThat(client.send(frame(number)).accepted()).isTrue();
        }
        try (SocketPeer second = SocketPeer.collecting(port)) {
            await().until(() -> second.lines().size() >= 100);
            client.send(frame("100"));
            await().until(() -> second.lines().size() >= 101);
            assertThat(second.lines()).containsExactlyElementsOf(numbers(0, 101));
        }
    }

    /** Many senders, many resets: nothing is taken twice, and the lines of each sender keep their order. */
    @Test
    void keepsTheOrderOfEachSenderWhileTheConnectionComesAndGoes() throws Exception {
        AtomicBoolean running = new AtomicBoolean(true);
        try (SocketPeer peer = SocketPeer.collecting(0)) {
            // Small queues: with the default ones two senders that never pause fill them with a million short lines
            // each
            // time, and the test measures how fast a loaded machine can throw them away.
            PermanentClient client = to(peer.port())
                    .backoff(Backoff.fixed(Duration.ofMillis(1)))
                    .options(ConnectionOptions.client().withFlow(SMALL))
                    .offlineQueue(OfflineQueueLimits.defaults().withMaxBytes(SMALL.maxQueuedBytes()))
                    .start();
            List<Thread> senders = List.of(sender("a", client, running), sender("b", client, running));
            for (int resets = 0; resets < 20; resets++) {
                int before = peer.lineCount();
                await().pollInterval(Duration.ofMillis(1)).until(() -> peer.lineCount() > before + 200);
                peer.reset();
            }
            running.set(false);
            for (Thread sender : senders) {
                sender.join();
            }
            await().until(() -> client.send(frame("last:0")).accepted());
            await().until(() -> peer.lastLine().equals("last:0"));
            assertThat(client.snapshot().connections()).isGreaterThan(5);
            // What the kernel had taken when a connection was reset may be lost; nothing may be doubled or overtaken.
            for (String prefix : List.of("a:", "b:")) {
                List<Integer> received = peer.lines().stream()
                        .filter(line -> line.startsWith(prefix))
                        .map(line -> Integer.valueOf(line.substring(prefix.length())))
                        .collect(Collectors.toList());
                assertThat(received).isSorted().doesNotHaveDuplicates();
            }
            assertThat(client.stop(Duration.ofSeconds(10)).get(20, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    private static Thread sender(String name, PermanentClient client, AtomicBoolean running) {
        Thread thread = new Thread(() -> {
            int number = 0;
            while (running.get()) {
                if (client.send(frame(name + ":" + number)).accepted()) {
                    number++;
                } else {
                    Thread.yield();
                }
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void triesTheSecondAddressOfANameWhenTheFirstRefuses() {
        try (SocketPeer peer = SocketPeer.collecting(0)) {
            AtomicReference<String> resolvedBy = new AtomicReference<>();
            StreamTransportFactory twoAddresses = new Renamed(endpoint -> {
                resolvedBy.set(Thread.currentThread().getName());
                return List.of(
                        new InetSocketAddress("127.0.0.2", peer.port()),
                        new InetSocketAddress("127.0.0.1", peer.port()));
            });
            PermanentClient client = PermanentClient.to(new TcpEndpoint("two.example", peer.port()), thread.loop())
                    .transports(Transports.using(twoAddresses))
                    .backoff(Backoff.parse("0"))
                    .start();
            client.send(frame("hello"));
            await().until(() -> peer.lines().contains("hello"));
            assertThat(client.snapshot().failures()).isZero();
            assertThat(resolvedBy.get()).startsWith("ed-resolver-");
        }
    }

    @Test
    void givesUpConnectingToAnAddressThatDoesNotAnswer() {
        // a route to nowhere: the test network of RFC 5737, or whatever error this machine has for it
        PermanentClient client = PermanentClient.to(new TcpEndpoint("192.0.2.1", 9), thread.loop())
                .connectTimeout(Duration.ofMillis(100))
                .start();
        await().until(() -> client.snapshot().failures() > 0);
        assertThat(client.snapshot().lastError()).startsWith("tcp://192.0.2.1:9: ");
    }

    @Test
    void reportsUnknownName() {
        PermanentClient client = PermanentClient.to(new TcpEndpoint("no-such-host.invalid", 9), thread.loop())
                .start();
        await().atMost(Duration.ofSeconds(30)).until(() -> client.snapshot().failures() > 0);
        assertThat(client.snapshot().lastError()).startsWith("tcp://no-such-host.invalid:9: ");
    }

    @Test
    void keepsItsLoopRunningUntilStopped() throws Exception {
        EventLoop loop = EventLoop.open("alone");
        PermanentClient client = PermanentClient.to(new TcpEndpoint("127.0.0.1", SocketPeer.freePort()), loop)
                .start();
        Thread runner = new Thread(loop::run);
        runner.start();
        await().until(() -> client.snapshot().failures() > 0);
        assertThat(runner.isAlive()).isTrue();
        client.stop(Duration.ofSeconds(1));
        runner.join(10_000);
        assertThat(runner.isAlive()).isFalse();
        loop.close();
    }

    /** TCP with a name service of its own. */
    private record Renamed(ScriptedTransports.Lookup lookup) implements StreamTransportFactory {

        private static final TcpTransportFactory TCP = new TcpTransportFactory();

        @Override
        public String scheme() {
            return "tcp";
        }

        @Override
        public boolean supports(Endpoint endpoint) {
            return TCP.supports(endpoint);
        }

        @Override
        public List<SocketAddress> resolve(Endpoint endpoint) throws IOException {
            return lookup.resolve(endpoint);
        }

        @Override
        public ConnectAttempt connect(
                EventLoop loop, SocketAddress address, TransportOptions options, ConnectHandler handler) {
            return TCP.connect(loop, address, options, handler);
        }

        @Override
        public Acceptor listen(Endpoint endpoint, ListenOptions options) throws IOException {
            return TCP.listen(endpoint, options);
        }
    }
}
