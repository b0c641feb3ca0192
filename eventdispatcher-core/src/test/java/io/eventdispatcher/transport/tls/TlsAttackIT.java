package io.eventdispatcher.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.testing.StreamPair;
import io.eventdispatcher.testing.StreamPair.Outcome;
import io.eventdispatcher.testing.ThreadLeaks;
import io.eventdispatcher.transport.TransportOptions;
import io.eventdispatcher.transport.tls.HandshakeOutcome.Result;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that are no TLS peers, or bad ones. */
@Timeout(60)
class TlsAttackIT {

    /** A TLS 1.1 ClientHello without extensions. */
    private static final byte[] OLD_HELLO = {
        22, 3, 1, 0, 45, 1, 0, 0, 41, 3, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
        22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 0, 0, 2, 0, 47, 1, 0
    };

    @TempDir
    static Path folder;

    private static TlsRig rig;

    @BeforeAll
    static void certificates() throws IOException {
        rig = new TlsRig(folder);
    }

    @BeforeEach
    void nothingHappenedYet() {
        rig.outcomes.clear();
    }

    private static List<Result> results() {
        return rig.outcomes.stream().map(HandshakeOutcome::result).toList();
    }

    /** Reads on another thread what the peer gets until the end. */
    private static CompletableFuture<byte[]> answer(Socket peer) {
        return CompletableFuture.supplyAsync(() -> {
            try (InputStream in = peer.getInputStream()) {
                return in.readAllBytes();
            } catch (IOException reset) {
                return new byte[0];
            }
        });
    }

    @Test
    void aPlainTextClientIsClosedAndNamed() throws IOException {
        try (StreamPair pair = rig.listening(rig.clientOptions(), rig.serverOptions());
                Socket peer = TlsRig.plainPeer(pair)) {
            peer.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            CompletableFuture<byte[]> answer = answer(peer);
            pair.step(answer::isDone);
            assertThat(results()).containsExactly(Result.FAILED);
            assertThat(rig.outcomes.get(0).reason())
                    .isEqualTo("the peer does not speak TLS, its first bytes are 'GET / HTTP/1.0..'");
            assertThat(pair.accepted).isEmpty();
        }
    }

    @Test
    void anOldVersionIsAnsweredWithAnAlert() throws IOException {
        try (StreamPair pair = rig.listening(rig.clientOptions(), rig.serverOptions());
                Socket peer = TlsRig.plainPeer(pair)) {
            peer.getOutputStream().write(OLD_HELLO);
            CompletableFuture<byte[]> answer = answer(peer);
            pair.step(answer::isDone);
            assertThat(answer.join()).startsWith(21, 3).endsWith(2, 70); // fatal, protocol_version
            assertThat(results()).containsExactly(Result.FAILED);
        }
    }

    @Test
    void garbageDisturbsNobody() throws IOException {
        Random random = new Random(7);
        try (StreamPair pair = rig.listening(rig.clientOptions(), rig.serverOptions())) {
            for (int i = 0; i < 500; i++) {
                try (Socket peer = TlsRig.plainPeer(pair)) {
                    byte[] garbage = new byte[1 + random.nextInt(200)];
                    random.nextBytes(garbage);
                    if (i % 2 == 0) {
                        System.arraycopy(OLD_HELLO, 0, garbage, 0, Math.min(9, garbage.length));
                    }
                    peer.getOutputStream().write(garbage);
                }
                pair.loop.runOnce(0);
            }
            pair.step(() -> rig.outcomes.size() == 500);
            assertThat(results()).containsOnly(Result.FAILED);
            pair.connect().close();
            pair.step(() -> pair.accepted.size() == 1);
            assertThat(pair.loop.statistics().failures()).isZero();
        }
    }

    @Test
    void theOldestSilentPeersMakeRoom() throws IOException {
        List<Socket> silent = new ArrayList<>();
        try (StreamPair pair =
                rig.listening(rig.clientOptions(), rig.serverOptions().withLimits(2, 4))) {
            for (int i = 0; i < 10; i++) {
                silent.add(TlsRig.plainPeer(pair));
                pair.loop.runOnce(20_000_000);
            }
            long start = System.nanoTime();
            pair.connect();
            pair.step(() -> pair.accepted.size() == 1);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
            assertThat(results()).contains(Result.DISPLACED, Result.SUCCEEDED).doesNotContain(Result.TIMED_OUT);
            assertThat(rig.outcomes.get(0).reason()).contains("silent").contains("max=4");
            assertThat(rig.outcomes.get(0).peer()).endsWith(":" + silent.get(0).getLocalPort());
        } finally {
            closeAll(silent);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 32})
    void peersThatStopHalfWayKeepNobodyOut(int places) throws IOException {
        List<Socket> stalled = new ArrayList<>();
        try (StreamPair pair =
                rig.listening(rig.clientOptions(), rig.serverOptions().withLimits(places, 1024))) {
            byte[] hello = helloOfAClient();
            for (int i = 0; i < 300; i++) {
                stalled.add(stalledPeer(pair, hello));
            }
            long start = System.nanoTime();
            pair.connect();
            pair.step(() -> pair.accepted.size() == 1);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        } finally {
            closeAll(stalled);
        }
    }

    @Test
    void ofThePeersThatStopHalfWayTheOldestMakeRoomToo() throws IOException {
        List<Socket> stalled = new ArrayList<>();
        try (StreamPair pair =
                rig.listening(rig.clientOptions(), rig.serverOptions().withLimits(1, 4))) {
            byte[] hello = helloOfAClient();
            for (int i = 0; i < 7; i++) {
                stalled.add(stalledPeer(pair, hello));
            }
            assertThat(results()).containsExactly(Result.DISPLACED, Result.DISPLACED, Result.DISPLACED);
            for (int i = 0; i < 3; i++) {
                assertThat(rig.outcomes.get(i).peer())
                        .endsWith(":" + stalled.get(i).getLocalPort());
                assertThat(rig.outcomes.get(i).reason()).contains("silent").contains("waiting=5 max=4");
            }
            pair.connect();
            pair.step(() -> pair.accepted.size() == 1);
            assertThat(results()).doesNotContain(Result.TIMED_OUT);
        } finally {
            closeAll(stalled);
        }
    }

    @Test
    void howeverAHandshakeEndsHalfWayTheOnlyPlaceIsFreeAgain() throws IOException {
        TlsOptions one = rig.serverOptions().withLimits(1, 10).withHandshakeTimeout(Duration.ofSeconds(2));
        TlsOptions throwing = one.withObserver(outcome -> {
            rig.outcomes.add(outcome);
            throw new IllegalStateException("expected by the test");
        });
        byte[] hello = helloOfAClient();
        for (TlsOptions server : List.of(one, throwing)) {
            rig.outcomes.clear();
            try (StreamPair pair = rig.listening(rig.clientOptions(), server);
                    Socket gone = stalledPeer(pair, hello);
                    Socket bad = stalledPeer(pair, hello);
                    Socket silent = stalledPeer(pair, hello)) {
                gone.shutdownOutput();
                pair.step(() -> rig.outcomes.size() == 1);
                bad.getOutputStream().write(hello);
                pair.step(() -> rig.outcomes.size() == 2);
                pair.step(() -> rig.outcomes.size() == 3);
                assertThat(results()).containsExactly(Result.FAILED, Result.FAILED, Result.TIMED_OUT);
                assertThat(rig.outcomes.get(2).reason())
                        .isEqualTo("the handshake takes too long: handshakeTimeout=PT2S");
                assertThat(rig.outcomes.get(2).peer()).endsWith(":" + silent.getLocalPort());
                pair.connect();
                pair.connect();
                pair.step(() -> pair.accepted.size() == 2);
            }
        }
    }

    @Test
    void whoeverSendsByteByByteHasNotMoreTimeThanOthers() throws IOException {
        TlsOptions quick = rig.serverOptions().withLimits(1, 10).withHandshakeTimeout(Duration.ofSeconds(2));
        try (StreamPair pair = rig.listening(rig.clientOptions(), quick);
                Socket slow = stalledPeer(pair, helloOfAClient())) {
            byte[] begin = {23, 3, 3, 64, 0}; // a record of 16 KiB
            slow.getOutputStream().write(begin);
            long start = pair.loop.nanoTime();
            int[] sent = {0};
            pair.step(() -> {
                long elapsedMillis = (pair.loop.nanoTime() - start) / 1_000_000;
                try {
                    while (sent[0] < elapsedMillis / 10) {
                        slow.getOutputStream().write(0);
                        sent[0]++;
                    }
                    return false;
                } catch (IOException closed) {
                    return true;
                }
            });
            assertThat(sent[0]).isGreaterThan(10);
            assertThat(results()).containsExactly(Result.TIMED_OUT);
            assertThat(rig.outcomes.get(0).duration()).isLessThan(Duration.ofSeconds(20));
            pair.connect();
        }
    }

    /** It has sent a ClientHello, has its answer, and says no more. */
    private static Socket stalledPeer(StreamPair pair, byte[] hello) throws IOException {
        Socket peer = TlsRig.plainPeer(pair);
        peer.getOutputStream().write(hello);
        InputStream answer = peer.getInputStream();
        pair.step(() -> {
            try {
                return answer.available() > 0;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        return peer;
    }

    private static void closeAll(List<Socket> peers) throws IOException {
        for (Socket peer : peers) {
            peer.close();
        }
    }

    /** The first record of a real client, caught by a listener that never answers. */
    private static byte[] helloOfAClient() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                StreamPair pair = rig.listening(rig.clientOptions(), rig.serverOptions())) {
            var attempt = pair.factory.connect(
                    pair.loop, listener.getLocalSocketAddress(), TransportOptions.defaults(), new Outcome());
            try (Socket caught = listener.accept()) {
                CompletableFuture<byte[]> hello = CompletableFuture.supplyAsync(() -> {
                    try {
                        byte[] header = caught.getInputStream().readNBytes(5);
                        byte[] body = caught.getInputStream().readNBytes((header[3] & 0xff) << 8 | (header[4] & 0xff));
                        byte[] all = new byte[header.length + body.length];
                        System.arraycopy(header, 0, all, 0, header.length);
                        System.arraycopy(body, 0, all, header.length, body.length);
                        return all;
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
                pair.step(hello::isDone);
                attempt.cancel();
                return hello.join();
            }
        }
    }

    @Test
    void silenceAndHalfAHelloEndAfterTheTimeOut() throws IOException {
        TlsOptions quick = rig.serverOptions().withHandshakeTimeout(Duration.ofMillis(300));
        try (StreamPair pair = rig.listening(rig.clientOptions(), quick);
                Socket silent = TlsRig.plainPeer(pair);
                Socket slow = TlsRig.plainPeer(pair)) {
            slow.getOutputStream().write(OLD_HELLO, 0, 20);
            CompletableFuture<byte[]> first = answer(silent);
            CompletableFuture<byte[]> second = answer(slow);
            pair.step(() -> first.isDone() && second.isDone());
            assertThat(results()).containsExactly(Result.TIMED_OUT, Result.TIMED_OUT);
            assertThat(rig.outcomes.get(0).reason()).isEqualTo("the peer sends nothing: handshakeTimeout=PT0.3S");
            assertThat(pair.acceptor.statistics().vanished()).isEqualTo(2);
            pair.settle();
            assertThat(pair.loop.sources()).extracting("name").containsExactly("listener");
        }
    }

    @Test
    void aServerThatNeverAnswersIsGivenUp() throws IOException {
        TlsOptions quick = rig.clientOptions().withHandshakeTimeout(Duration.ofMillis(300));
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                StreamPair pair = rig.listening(quick, rig.serverOptions())) {
            Outcome outcome = new Outcome();
            pair.factory.connect(
                    pair.loop,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), mute.getLocalPort()),
                    TransportOptions.defaults(),
                    outcome);
            pair.step(outcome::isKnown);
            assertThat(outcome.failure)
                    .hasMessageContaining(
                            "TLS handshake failed: the handshake takes too long: handshakeTimeout=PT0.3S");
        }
    }

    @Test
    void aStreamThatIsCutOffIsAFailureAndNotAnEnd() throws Exception {
        try (StreamPair pair = rig.listening(rig.clientOptions(), rig.serverOptions());
                Socket plain = TlsRig.plainPeer(pair)) {
            SSLSocket peer = rig.blockingPeer(plain, rig.trusting.current(), "TLSv1.3");
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    peer.getOutputStream().write("QUITTING\n".getBytes(StandardCharsets.US_ASCII));
                    plain.shutdownOutput();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            pair.step(() -> pair.accepted.size() == 1 && sent.isDone());
            sent.get();
            pair.server.attach(pair.accepted.get(0), "server");
            pair.step(() -> pair.server.ended);
            assertThat(pair.server.text()).isEqualTo("QUITTING\n");
            assertThat(pair.server.readFailure).hasMessageContaining("close_notify");
            int readables = pair.server.readables;
            pair.settle();
            assertThat(pair.server.readables).isEqualTo(readables);
        }
    }

    @Test
    void aFewChangesOfTheKeyAreFineAndAFloodIsNot() throws Exception {
        try (StreamPair pair = rig.listening(rig.clientOptions(), rig.serverOptions());
                Socket plain = TlsRig.plainPeer(pair)) {
            SSLSocket peer = rig.blockingPeer(plain, rig.trusting.current(), "TLSv1.3");
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> changeKeys(peer, 10));
            pair.step(() -> pair.accepted.size() == 1);
            pair.server.attach(pair.accepted.get(0), "server");
            pair.step(() -> sent.isDone() && pair.server.text().equals("x\n"));
            CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> changeKeys(peer, 1000));
            pair.step(() -> pair.server.ended);
            assertThat(pair.server.readFailure).hasMessageContaining("too many TLS records without data");
            pair.server.stream.close();
            pair.step(flood::isDone);
        }
    }

    private static void changeKeys(SSLSocket peer, int times) {
        try {
            for (int i = 0; i < times; i++) {
                peer.startHandshake();
            }
            peer.getOutputStream().write("x\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException expectedInAFlood) {
            // the other side has had enough
        }
    }

    @Test
    void renegotiationIsRefused() throws Exception {
        TlsOptions both = rig.serverOptions().withProtocols(List.of("TLSv1.3", "TLSv1.2"));
        try (StreamPair pair = rig.listening(rig.clientOptions(), both);
                Socket plain = TlsRig.plainPeer(pair)) {
            SSLSocket peer = rig.blockingPeer(plain, rig.trusting.current(), "TLSv1.2");
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                changeKeys(peer, 1);
                changeKeys(peer, 1);
            });
            pair.step(() -> pair.accepted.size() == 1);
            pair.server.attach(pair.accepted.get(0), "server");
            pair.step(() -> pair.server.ended);
            assertThat(pair.server.text()).isEqualTo("x\n");
            assertThat(pair.server.readFailure).hasMessageContaining("renegotiation refused");
            pair.server.stream.close();
            pair.step(sent::isDone);
        }
    }

    @Test
    void theArithmeticIsDoneByThreadsOfItsOwnThatAreDaemons() throws IOException {
        ThreadLeaks threads = new ThreadLeaks();
        try (StreamPair pair = rig.listening(rig.clientOptions(), rig.serverOptions())) {
            pair.connect();
            pair.step(() -> pair.accepted.size() == 1);
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("ed-tls-"))
                .isNotEmpty()
                .allMatch(Thread::isDaemon);
        assertThat(threads.left("ed-tls-").size())
                .isLessThanOrEqualTo(Math.max(2, Runtime.getRuntime().availableProcessors()));
    }

    @Test
    void closingTheListenerDisconnectsWhoeverHasNoStreamYet() throws IOException {
        try (StreamPair pair = rig.listening(rig.clientOptions(), rig.serverOptions());
                Socket silent = TlsRig.plainPeer(pair);
                Socket halfWay = stalledPeer(pair, helloOfAClient())) {
            pair.step(() -> pair.loop.sources().size() > 3);
            CompletableFuture<byte[]> first = answer(silent);
            CompletableFuture<byte[]> second = answer(halfWay);
            pair.acceptor.close();
            pair.step(() -> first.isDone() && second.isDone());
            pair.loop.runOnce(0);
            assertThat(pair.loop.sources()).isEmpty();
            assertThat(rig.outcomes).isEmpty();
        }
    }

    @Test
    void whenTheLoopIsClosedThenClosingAStreamClosesItsSocket() throws Exception {
        StreamPair pair = rig.listening(rig.clientOptions(), rig.serverOptions());
        try (Socket plain = TlsRig.plainPeer(pair)) {
            SSLSocket peer = rig.blockingPeer(plain, rig.trusting.current(), "TLSv1.3");
            CompletableFuture<Void> shaken = CompletableFuture.runAsync(() -> changeKeys(peer, 1));
            pair.step(() -> pair.accepted.size() == 1 && shaken.isDone());
            pair.acceptor.close();
            pair.loop.close();
            pair.accepted.get(0).close();
            assertThat(answer(plain).get()).isNotNull();
        }
    }
}
