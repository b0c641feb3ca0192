package io.eventdispatcher.client;

import static io.eventdispatcher.client.DrivenClient.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.eventdispatcher.backoff.Backoff;
import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.connection.FlowLimits;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.LocalEndpoint;
import io.eventdispatcher.framing.Framing;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.loop.SourceSnapshot;
import io.eventdispatcher.transport.Transports;
import io.eventdispatcher.transport.tcp.TcpTransportFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PermanentClientTests {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final DrivenClient driven = new DrivenClient();

    @AfterEach
    void closeLoop() {
        driven.close();
    }

    @Nested
    class WhenNobodyListens {

        @Test
        void triesAtOnceAndPausesLongerAfterEachFailure() {
            PermanentClient client = driven.builder().start();
            driven.settle();
            assertThat(client.state()).isEqualTo(ClientState.WAITING);
            assertThat(driven.pauses).containsExactly(SECOND);
            driven.pass(Duration.ofSeconds(20));
            assertThat(driven.pauses)
                    .startsWith(SECOND, SECOND.multipliedBy(2), SECOND.multipliedBy(4), SECOND.multipliedBy(4))
                    .hasSize(7); // at 0, 1, 3, 7, 11, 15, 19 s
            assertThat(client.snapshot().failures()).isEqualTo(7);
            assertThat(client.snapshot().lastError()).isEqualTo(driven.endpoint + ": Connection refused");
            assertThat(client.connection()).isNull();
        }

        @Test
        void waitsBeforeTheFirstAttemptWhenTheBackoffSaysSo() {
            PermanentClient client =
                    driven.builder().backoff(Backoff.parse("-5,1")).start();
            driven.pass(Duration.ofMillis(4900));
            assertThat(client.state()).isEqualTo(ClientState.WAITING);
            assertThat(driven.pauses).isEmpty();
            driven.pass(Duration.ofMillis(100));
            assertThat(driven.pauses).containsExactly(SECOND);
        }

        @Test
        void neverTriesAgainByItselfWhenTheBackoffSaysSo() {
            PermanentClient client =
                    driven.builder().backoff(Backoff.parse("0")).start();
            driven.pass(Duration.ofHours(1));
            assertThat(driven.pauses).hasSize(1);
            assertThat(client.state()).isEqualTo(ClientState.GAVE_UP);
            try (DrivenPeer peer = driven.listen()) {
                client.connectNow();
                driven.settle();
                assertThat(client.state()).isEqualTo(ClientState.CONNECTED);
                assertThat(peer.links).hasSize(1);
            }
        }

        @Test
        void queuesFramesAndSendsThemInOrderBehindTheGreeting() {
            PermanentClient client =
                    driven.builder().greeting(() -> List.of(frame("REGISTER"))).start();
            assertThat(client.send(frame("before the first turn"))).isEqualTo(Delivery.QUEUED);
            driven.settle();
            for (int i = 0; i < 5; i++) {
                assertThat(client.send(frame("M" + i))).isEqualTo(Delivery.QUEUED);
            }
            assertThat(client.snapshot().queuedFrames()).isEqualTo(6);
            assertThat(client.snapshot().queuedBytes()).isEqualTo(37);
            DrivenPeer peer = driven.listen();
            driven.pass(SECOND);
            assertThat(client.send(frame("M5"))).isEqualTo(Delivery.SENT);
            driven.settle();
            assertThat(peer.last().lines())
                    .containsExactly("REGISTER", "before the first turn", "M0", "M1", "M2", "M3", "M4", "M5");
            assertThat(client.snapshot().queuedFrames()).isZero();
        }

        @Test
        void rejectsFramesThatDoNotFitIntoTheQueue() {
            PermanentClient client = driven.builder()
                    .offlineQueue(OfflineQueueLimits.defaults().withMaxFrames(2))
                    .start();
            assertThat(client.send(frame("a")).accepted()).isTrue();
            assertThat(client.send(frame("b")).accepted()).isTrue();
            Delivery third = client.send(frame("c"));
            assertThat(third.status()).isEqualTo(Delivery.Status.REJECTED);
            assertThat(third.reason()).contains("not connected", "queuedFrames=2 maxFrames=2", "maxBytes=1048576");
            assertThat(driven.dropped).as("its sender knows").isEmpty();
        }

        @Test
        void rejectsFramesByBytes() {
            PermanentClient client = driven.builder()
                    .offlineQueue(OfflineQueueLimits.defaults().withMaxBytes(4))
                    .start();
            assertThat(client.send(frame("1234")).accepted()).isFalse();
            assertThat(client.send(frame("12")).accepted()).isTrue();
            assertThat(client.send(frame("1")).accepted()).isFalse();
            assertThat(client.send(frame("")).accepted()).isTrue();
        }

        @Test
        void dropsAndReportsTheOldestWhenToldSo() {
            PermanentClient client = driven.builder()
                    .offlineQueue(OfflineQueueLimits.defaults()
                            .withMaxBytes(6)
                            .withOverflow(OfflineQueueLimits.Overflow.DROP_OLDEST))
                    .start();
            for (String text : List.of("a", "b", "c", "d")) {
                assertThat(client.send(frame(text))).isEqualTo(Delivery.QUEUED);
            }
            assertThat(client.send(frame("xxxx"))).isEqualTo(Delivery.QUEUED);
            assertThat(client.send(frame("too long for the whole queue")).accepted())
                    .isFalse();
            assertThat(driven.dropped).containsExactly("a OVERFLOW", "b OVERFLOW", "c OVERFLOW", "d OVERFLOW");
            assertThat(client.snapshot().droppedFrames()).isEqualTo(4);
        }

        @Test
        void dropsAndReportsWhatIsTooOld() {
            PermanentClient client = driven.builder()
                    .offlineQueue(OfflineQueueLimits.defaults().withMaxAge(Duration.ofSeconds(10)))
                    .start();
            driven.settle();
            client.send(frame("old"));
            driven.pass(Duration.ofSeconds(6));
            client.send(frame("young"));
            driven.pass(Duration.ofSeconds(5));
            assertThat(driven.dropped).containsExactly("old EXPIRED");
            assertThat(client.snapshot().queuedFrames()).isEqualTo(1);
        }

        @Test
        void handsWaitingFramesOverInPortionsSoThatOthersGetTheirTurn() {
            PermanentClient client = driven.builder()
                    .options(ConnectionOptions.client()
                            .withFlow(FlowLimits.defaults().withTurn(100, Duration.ofMillis(10))))
                    .start();
            List<String> sent = DrivenClient.numbered(0, 950, 10);
            sent.forEach(text -> client.send(frame(text)));
            driven.settle();
            try (DrivenPeer peer = driven.listen()) {
                driven.clock.advance(SECOND);
                int before = 950;
                int turns = 0;
                while (driven.loop.runOnce(0)) {
                    int now = client.snapshot().queuedFrames();
                    assertThat(before - now).isLessThanOrEqualTo(100);
                    turns += now < before ? 1 : 0;
                    before = now;
                }
                assertThat(turns).isEqualTo(10);
                assertThat(peer.last().lines()).containsExactlyElementsOf(sent);
            }
        }

        @Test
        void keepsNothingWithoutQueue() {
            PermanentClient client =
                    driven.builder().offlineQueue(OfflineQueueLimits.none()).start();
            driven.settle();
            assertThat(client.send(frame("a")).accepted()).isFalse();
            try (DrivenPeer peer = driven.listen()) {
                driven.pass(SECOND);
                assertThat(client.send(frame("b"))).isEqualTo(Delivery.SENT);
                driven.settle();
                assertThat(peer.last().lines()).containsExactly("b");
            }
        }

        @Test
        void anObserverMayEndThePauseThatIsAboutToBegin() {
            PermanentClient[] client = new PermanentClient[1];
            List<DrivenPeer> peers = new ArrayList<>();
            client[0] = driven.builder()
                    .observer(new ClientObserver() {
                        @Override
                        public void attemptFailed(String name, IOException failure, Duration pause) {
                            peers.add(driven.listen());
                            client[0].connectNow();
                        }
                    })
                    .build();
            client[0].start();
            driven.pass(SECOND.multipliedBy(20));
            assertThat(peers).hasSize(1);
            assertThat(client[0].snapshot().connections()).isEqualTo(1);
            peers.get(0).close();
        }

        @Test
        void triesAgainWhenTheLoopWasFull() {
            try (EventLoop full = EventLoop.open("full", LoopOptions.defaults().withMaxPendingTasks(8), driven.clock)) {
                full.runOnce(0);
                PermanentClient client = PermanentClient.to(driven.endpoint, full)
                        .backoff(Backoff.parse("1"))
                        .start();
                for (int i = 0; i < 20; i++) {
                    full.runOnce(0);
                }
                assertThat(client.snapshot().failures()).isEqualTo(1);
                for (int i = 0; i < 8; i++) {
                    full.execute(() -> {});
                }
                driven.clock.advance(SECOND);
                full.runOnce(0);
                for (int i = 0; i < 20; i++) {
                    driven.clock.advance(Duration.ofMillis(500));
                    full.runOnce(0);
                }
                assertThat(client.snapshot().failures()).isGreaterThan(2);
            }
        }

        @Test
        void whatIsSentBeforeTheStartHasItsFullAge() {
            PermanentClient client = driven.builder()
                    .offlineQueue(OfflineQueueLimits.defaults().withMaxAge(Duration.ofMinutes(1)))
                    .build();
            driven.pass(Duration.ofMinutes(2));
            client.send(frame("a"));
            client.start();
            driven.pass(Duration.ofSeconds(59));
            assertThat(driven.dropped).isEmpty();
            driven.pass(Duration.ofSeconds(2));
            assertThat(driven.dropped).containsExactly("a EXPIRED");
        }

        @Test
        void triesEveryEndpointBeforeItPauses() {
            LocalEndpoint other = new LocalEndpoint(driven.endpoint.name() + "-2");
            PermanentClient client = PermanentClient.to(List.<Endpoint>of(driven.endpoint, other), driven.loop)
                    .backoff(Backoff.parse("1"))
                    .resolver(Runnable::run)
                    .start();
            driven.settle();
            assertThat(client.snapshot().lastError())
                    .isEqualTo(driven.endpoint + ": Connection refused; " + other + ": Connection refused");
            try (DrivenPeer second = DrivenPeer.listen(other, driven.loop)) {
                client.connectNow();
                driven.settle();
                assertThat(client.snapshot().endpoint()).isEqualTo(other);
                assertThat(second.links).hasSize(1);
            }
        }
    }

    @Nested
    class WhenTheConnectionBreaks {

        @Test
        void approachesPeerThatAcceptsAndClosesMoreAndMoreSlowly() {
            try (DrivenPeer peer = driven.listen()) {
                peer.closesAtOnce = true;
                PermanentClient client = driven.builder().start();
                driven.pass(Duration.ofSeconds(16));
                assertThat(peer.links).hasSize(6); // at 0, 1, 3, 7, 11, 15 s
                assertThat(client.snapshot().failures()).isEqualTo(6);
                assertThat(client.snapshot().connections()).isEqualTo(6);
                assertThat(client.snapshot().lastError()).contains("connection closed: peer");
            }
        }

        @Test
        void doesNotSpinWhenTheFirstPauseIsZero() {
            try (DrivenPeer peer = driven.listen()) {
                peer.closesAtOnce = true;
                driven.builder().backoff(Backoff.parse("0,0,0,5")).start();
                driven.pass(Duration.ofSeconds(4));
                assertThat(peer.links).hasSize(3);
            }
        }

        @Test
        void reconnectsAtOnceAfterConnectionThatLasted() {
            try (DrivenPeer peer = driven.listen()) {
                PermanentClient client = driven.builder().start();
                driven.pass(Duration.ofMillis(1250));
                peer.last().transport.close();
                driven.settle();
                assertThat(client.state()).isEqualTo(ClientState.CONNECTED);
                assertThat(peer.links).hasSize(2);
                assertThat(driven.pauses).isEmpty();
                assertThat(driven.states)
                        .containsExactly(
                                ClientState.CONNECTING,
                                ClientState.CONNECTED,
                                ClientState.CONNECTING,
                                ClientState.CONNECTED);
            }
        }

        @Test
        void startsThePausesAnewOnceAConnectionHasLasted() {
            PermanentClient client = driven.builder().start();
            driven.pass(Duration.ofSeconds(4));
            assertThat(client.snapshot().failures()).isEqualTo(3);
            DrivenPeer peer = driven.listen();
            driven.pass(Duration.ofSeconds(3));
            assertThat(client.snapshot().failures()).as("not proved yet").isEqualTo(3);
            driven.pass(Duration.ofSeconds(3));
            assertThat(client.snapshot().failures()).isZero();
            driven.pauses.clear();
            peer.close();
            driven.settle();
            assertThat(driven.pauses).containsExactly(SECOND);
        }

        @Test
        void sendsWhatTheKernelHadNotTakenFirstWholeAndInOrder() {
            DrivenPeer peer = driven.listen();
            peer.reads = false;
            PermanentClient client =
                    driven.builder().greeting(() -> List.of(frame("HELLO"))).start();
            driven.pass(Duration.ofSeconds(2));
            List<String> sent = DrivenClient.numbered(0, 100, 2000); // 200 KB: the pipe of 64 KiB takes a part of them
            sent.forEach(text -> assertThat(client.send(frame(text))).isEqualTo(Delivery.SENT));
            driven.settle();
            peer.last().read();
            List<String> first = peer.last().lines();
            peer.close();
            driven.settle();
            assertThat(client.state()).isEqualTo(ClientState.WAITING);
            assertThat(client.send(frame("later"))).isEqualTo(Delivery.QUEUED);

            DrivenPeer second = driven.listen();
            driven.pass(SECOND);
            sent.add("later");
            List<String> received = new ArrayList<>(first.subList(1, first.size()));
            List<String> again = second.last().lines();
            assertThat(again.get(0)).isEqualTo("HELLO");
            received.addAll(again.subList(1, again.size()));
            assertThat(first.size()).isBetween(10, 90);
            assertThat(received).containsExactlyElementsOf(sent);
            assertThat(driven.dropped).isEmpty();
        }

        @Test
        void doesNotRepeatWhatTheKernelHadTaken() {
            DrivenPeer peer = driven.listen();
            peer.reads = false;
            PermanentClient client = driven.builder().start();
            driven.pass(Duration.ofSeconds(2));
            DrivenClient.numbered(0, 10, 100).forEach(text -> client.send(frame(text)));
            driven.settle();
            peer.close();
            DrivenPeer second = driven.listen();
            driven.pass(SECOND);
            client.send(frame("next"));
            driven.settle();
            assertThat(second.last().lines()).containsExactly("next");
        }

        @Test
        void reportsUnsentFramesThatDoNotFitIntoTheQueue() {
            DrivenPeer peer = driven.listen();
            peer.reads = false;
            PermanentClient client = driven.builder()
                    .offlineQueue(OfflineQueueLimits.defaults().withMaxFrames(3))
                    .start();
            driven.settle();
            List<String> sent = DrivenClient.numbered(0, 100, 2000);
            sent.forEach(text -> client.send(frame(text)));
            driven.settle();
            peer.last().read();
            List<String> received = peer.last().lines();
            peer.close();
            driven.settle();
            assertThat(client.snapshot().queuedFrames()).isEqualTo(3);
            assertThat(received.size() + 3 + driven.dropped.size()).isEqualTo(100);
            assertThat(driven.dropped.get(0))
                    .as("the newest give way")
                    .isEqualTo(sent.get(received.size() + 3) + " OVERFLOW");
        }

        @Test
        void keepsTheOrderWhenTheConnectionTakesNoMore() {
            DrivenPeer peer = driven.listen();
            peer.reads = false;
            PermanentClient client = driven.builder()
                    .options(ConnectionOptions.client()
                            .withFlow(FlowLimits.defaults().withQueue(64 * 1024, 16 * 1024, 128 * 1024)))
                    .offlineQueue(OfflineQueueLimits.defaults().withMaxBytes(256 * 1024))
                    .start();
            driven.settle();
            List<String> accepted = new ArrayList<>();
            Delivery delivery = Delivery.SENT;
            boolean queued = false;
            for (int i = 0; delivery.accepted(); i++) {
                String text = DrivenClient.numbered(i, i + 1, 2000).get(0);
                delivery = client.send(frame(text));
                queued |= delivery == Delivery.QUEUED;
                if (delivery.accepted()) {
                    accepted.add(text);
                }
            }
            assertThat(queued).isTrue();
            assertThat(delivery.reason()).contains("the peer does not keep up", "maxBytes=262144");
            assertThat(accepted.size()).isBetween(215, 235); // 64 + 128 + 256 KiB
            peer.last().transport.readInterest(true);
            driven.settle();
            assertThat(peer.last().lines()).containsExactlyElementsOf(accepted);
            assertThat(client.send(frame("again"))).isEqualTo(Delivery.SENT);
        }

        @Test
        void rejectsFrameLongerThanTheWriteQueue() {
            PermanentClient client =
                    driven.builder().framing(Framing.lines(8 << 20)).start();
            Delivery delivery = client.send(frame("x".repeat(8 << 20)));
            assertThat(delivery.accepted()).isFalse();
            assertThat(delivery.reason()).contains("longer than the write queue", "bytes=8388609 max=8388608");
        }

        @Test
        void rejectsFrameLongerThanTheFramingAllows() {
            PermanentClient client = driven.builder().framing(Framing.lines(8)).start();
            assertThat(client.send(frame("12345678")).accepted()).isTrue();
            Delivery delivery = client.send(frame("123456789"));
            assertThat(delivery.accepted()).isFalse();
            assertThat(delivery.reason()).isEqualTo("frame too long: length=9 max=8");
        }

        @Test
        void keepsOrderOfFramesSentByHandlers() {
            try (DrivenPeer peer = driven.listen()) {
                PermanentClient[] holder = new PermanentClient[1];
                ConnectionHandler echo = new ConnectionHandler() {
                    @Override
                    public void onOpen(Connection connection) {
                        holder[0].send(frame("sent by onOpen"));
                        connection.send(frame("directly"));
                    }

                    @Override
                    public void onFrame(Connection connection, byte[] bytes, int offset, int length) {
                        holder[0].send(frame("re:" + new String(bytes, offset, length, StandardCharsets.UTF_8)));
                    }

                    @Override
                    public void onClosed(Connection connection, CloseReason reason, Throwable cause) {
                        holder[0].send(frame("sent by onClosed"));
                    }
                };
                PermanentClient client = driven.builder().handler(() -> echo).build();
                holder[0] = client;
                client.send(frame("queued"));
                client.start();
                driven.pass(Duration.ofSeconds(2));
                peer.last().write("1\n2\n");
                driven.settle();
                assertThat(peer.last().lines()).containsExactly("directly", "queued", "sent by onOpen", "re:1", "re:2");
                peer.last().transport.close();
                driven.settle();
                assertThat(peer.last().lines()).containsExactly("directly", "sent by onClosed", "sent by onOpen");
            }
        }

        @Test
        void survivesHandlersThatThrow() {
            try (DrivenPeer peer = driven.listen()) {
                int[] calls = {0};
                PermanentClient client = driven.builder()
                        .handler(() -> {
                            if (calls[0]++ == 0) {
                                throw new IllegalStateException("no handler today");
                            }
                            return (connection, bytes, offset, length) -> {
                                throw new IllegalStateException("bad day");
                            };
                        })
                        .start();
                driven.settle();
                assertThat(client.snapshot().lastError()).contains("no handler today");
                driven.pass(SECOND);
                assertThat(client.state()).isEqualTo(ClientState.CONNECTED);
                peer.last().write("hello\n");
                driven.settle();
                assertThat(client.state()).isEqualTo(ClientState.WAITING);
                assertThat(client.snapshot().lastError()).contains("closed: error", "bad day");
                driven.pass(Duration.ofSeconds(2));
                assertThat(client.state()).isEqualTo(ClientState.CONNECTED);
            }
        }

        @Test
        void survivesGreetingAndObserverThatThrow() {
            try (DrivenPeer peer = driven.listen()) {
                int[] calls = {0};
                PermanentClient client = driven.builder()
                        .greeting(() -> {
                            if (calls[0]++ == 0) {
                                throw new IllegalStateException("no greeting today");
                            }
                            return List.of(frame("HI"));
                        })
                        .observer(new ClientObserver() {
                            @Override
                            public void stateChanged(ClientSnapshot snapshot) {
                                throw new IllegalStateException("observer");
                            }
                        })
                        .start();
                driven.settle();
                assertThat(client.state()).isEqualTo(ClientState.WAITING);
                driven.pass(SECOND);
                assertThat(peer.last().lines()).containsExactly("HI");
            }
        }
    }

    @Nested
    class WhenItAwaitsReady {

        @Test
        void holdsFramesBackOnEachConnectionUntilDeclaredReady() {
            try (DrivenPeer peer = driven.listen()) {
                PermanentClient client = driven.builder()
                        .greeting(() -> List.of(frame("REGISTER")))
                        .awaitReady()
                        .start();
                client.ready();
                client.send(frame("a"));
                driven.pass(Duration.ofSeconds(2));
                assertThat(client.send(frame("b"))).isEqualTo(Delivery.QUEUED);
                driven.settle();
                assertThat(peer.last().lines()).containsExactly("REGISTER");
                client.ready();
                client.ready();
                assertThat(client.send(frame("c"))).isEqualTo(Delivery.SENT);
                driven.settle();
                assertThat(peer.last().lines()).containsExactly("REGISTER", "a", "b", "c");
                peer.last().transport.close();
                driven.settle();
                client.send(frame("d"));
                driven.settle();
                assertThat(peer.last().lines()).containsExactly("REGISTER");
                client.ready();
                driven.settle();
                assertThat(peer.last().lines()).containsExactly("REGISTER", "d");
            }
        }
    }

    @Test
    void keepsItsLoopAliveWhileStarted() {
        PermanentClient client = driven.builder().backoff(Backoff.parse("0")).start();
        assertThat(driven.loop.sources())
                .anySatisfy(source -> assertThat(source.kind()).isEqualTo(SourceSnapshot.Kind.KEEP_ALIVE));
        assertThatIllegalStateException().isThrownBy(client::start).withMessageContaining("started twice");
    }

    @Test
    void refusesEndpointWithoutTransport() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PermanentClient.to(Endpoint.parse("udp://127.0.0.1:1"), driven.loop)
                        .transports(Transports.using(new TcpTransportFactory()))
                        .build())
                .withMessageContaining("udp");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PermanentClient.to(List.of(), driven.loop).build())
                .withMessageContaining("at least one endpoint");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> driven.builder().connectTimeout(Duration.ZERO).build())
                .withMessageContaining("timeout=PT0S");
    }

    @Test
    void showsWhatItDoes() {
        PermanentClient client = driven.builder().build();
        ClientSnapshot idle = client.snapshot();
        assertThat(idle.name()).isEqualTo("x");
        assertThat(idle.state()).isEqualTo(ClientState.IDLE);
        assertThat(idle.endpoints()).containsExactly(driven.endpoint);
        assertThat(idle.endpoint()).isNull();
        assertThat(idle.lastError()).isNull();
        client.start();
        driven.clock.advance(SECOND);
        try (DrivenPeer peer = driven.listen()) {
            driven.settle();
            ClientSnapshot connected = client.snapshot();
            assertThat(connected.state()).isEqualTo(ClientState.CONNECTED);
            assertThat(connected.since()).isEqualTo(driven.clock.now());
            assertThat(connected.endpoint()).isEqualTo(driven.endpoint);
            assertThat(connected.connections()).isEqualTo(1);
            assertThat(client.connection()).isNotNull();
            assertThat(client.connections().size()).isEqualTo(1);
            assertThat(client).hasToString("client 'x' to [" + driven.endpoint + "] CONNECTED");
            assertThat(peer.links).hasSize(1);
        }
    }
}
