package io.eventdispatcher.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.testing.StreamPair;
import io.eventdispatcher.testing.StreamPair.End;
import io.eventdispatcher.testing.StreamPair.Outcome;
import io.eventdispatcher.testing.TestCertificates;
import io.eventdispatcher.tls.TlsContext;
import io.eventdispatcher.transport.Acceptor;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.TransportOptions;
import io.eventdispatcher.transport.tls.HandshakeOutcome.Result;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a stream or a handshake ends: what was said before is heard, and no place is lost. */
@Timeout(60)
class TlsEndIT {

    private static final byte[] DAMAGED_RECORD = {
        23, 3, 3, 0, 32, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
        27, 28, 29, 30, 31, 32
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

    private interface Doing {
        void run() throws IOException;
    }

    private static CompletableFuture<Void> elsewhere(Doing doing) {
        return CompletableFuture.runAsync(() -> {
            try {
                doing.run();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void say(SSLSocket peer, String text) throws IOException {
        peer.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aPeerThatHasEndedItsOutputGetsAllThatWasTakenBeforeTheClose() throws Exception {
        try (StreamPair pair = rig.listening(rig.clientOptions(), rig.serverOptions());
                Socket plain = TlsRig.plainPeer(pair)) {
            SSLSocket peer = rig.blockingPeer(plain, rig.trusting.current(), "TLSv1.3");
            CompletableFuture<Void> asked = elsewhere(() -> {
                say(peer, "HELP\n");
                peer.shutdownOutput();
                if (!plain.isOutputShutdown()) {
                    plain.shutdownOutput();
                }
            });
            pair.step(() -> pair.accepted.size() == 1 && asked.isDone());
            asked.get();
            pair.server.attach(pair.accepted.get(0), "server");
            pair.step(() -> pair.server.ended);
            assertThat(pair.server.text()).isEqualTo("HELP\n");
            assertThat(pair.server.readFailure).isNull();
            long taken = pair.server.fill();
            pair.server.stream.close();
            pair.settle();
            CompletableFuture<Long> heard = CompletableFuture.supplyAsync(() -> length(peer));
            pair.step(heard::isDone);
            assertThat(heard.get()).isEqualTo(taken);
        }
    }

    private static long length(SSLSocket peer) {
        try (InputStream in = peer.getInputStream()) {
            return in.readAllBytes().length;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatCameBeforeADamagedRecordIsRead() throws Exception {
        try (StreamPair pair = rig.listening(rig.clientOptions(), rig.serverOptions());
                Socket plain = TlsRig.plainPeer(pair)) {
            SSLSocket peer = rig.blockingPeer(plain, rig.trusting.current(), "TLSv1.3");
            CompletableFuture<Void> sent = elsewhere(() -> {
                say(peer, "QUITTING\n");
                plain.getOutputStream().write(DAMAGED_RECORD);
            });
            pair.step(() -> pair.accepted.size() == 1 && sent.isDone());
            sent.get();
            pair.settle();
            pair.server.attach(pair.accepted.get(0), "server");
            pair.step(() -> pair.server.ended);
            assertThat(pair.server.text()).isEqualTo("QUITTING\n");
            assertThat(pair.server.readFailure).isInstanceOf(IOException.class);
            int readables = pair.server.readables;
            pair.settle();
            assertThat(pair.server.readables).isEqualTo(readables);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void whatAPeerSaidBeforeItWasGoneIsReadAlthoughItCannotBeAnswered(String protocol) throws Exception {
        TlsOptions both = rig.serverOptions().withProtocols(List.of("TLSv1.3", "TLSv1.2"));
        try (StreamPair pair = rig.listening(rig.clientOptions(), both);
                Socket plain = TlsRig.plainPeer(pair)) {
            SSLSocket peer = rig.blockingPeer(plain, rig.trusting.current(), protocol);
            CompletableFuture<Void> shaken = elsewhere(peer::startHandshake);
            pair.step(() -> pair.accepted.size() == 1 && shaken.isDone());
            shaken.get();
            pair.server.stream = pair.accepted.get(0);
            pair.server.stream.write(ByteBuffer.wrap(new byte[] {1}));
            elsewhere(() -> {
                        plain.setSoTimeout(100); // TLS 1.2 waits for an answer
                        say(peer, "QUITTING\n");
                        peer.close();
                        reset(plain);
                    })
                    .get();
            pair.settle();
            pair.server.attach(pair.accepted.get(0), "server");
            pair.step(() -> pair.server.ended);
            assertThat(pair.server.text()).isEqualTo("QUITTING\n");
        }
    }

    /** Something is unread, so the system tells the peer that it is lost. */
    private static void reset(Socket plain) throws IOException {
        plain.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void theEndIsAnEndAlsoForWhoeverReadsByteByByte(String protocol) throws Exception {
        TlsOptions both = rig.serverOptions().withProtocols(List.of("TLSv1.3", "TLSv1.2"));
        try (StreamPair pair = rig.listening(rig.clientOptions(), both);
                Socket plain = TlsRig.plainPeer(pair)) {
            SSLSocket peer = rig.blockingPeer(plain, rig.trusting.current(), protocol);
            CompletableFuture<Void> sent = elsewhere(() -> {
                say(peer, "QUITTING\n");
                plain.setSoTimeout(100); // TLS 1.2 waits for an answer
                peer.close();
                plain.shutdownOutput();
            });
            pair.step(() -> pair.accepted.size() == 1 && sent.isDone());
            sent.get();
            End server = pair.server;
            ByteBuffer single = ByteBuffer.allocate(1);
            server.onReadable = () -> {
                try {
                    int count = server.stream.read(single.clear());
                    server.received.write(single.array(), 0, Math.max(0, count));
                    server.ended = count < 0;
                } catch (IOException e) {
                    server.readFailure = e;
                    server.ended = true;
                }
            };
            server.attach(pair.accepted.get(0), "server");
            pair.step(() -> server.ended);
            assertThat(server.text()).isEqualTo("QUITTING\n");
            assertThat(server.readFailure).isNull();
        }
    }

    @Test
    void anObserverThatCannotBeLoadedTakesNoPlaceAway() throws IOException {
        boolean[] failing = {true};
        TlsOptions observed = TlsOptions.defaults(rig.server).withLimits(1, 10).withObserver(outcome -> {
            if (failing[0]) {
                failing[0] = false;
                throw new NoClassDefFoundError("expected by the test");
            }
        });
        try (StreamPair pair = rig.listening(rig.clientOptions(), observed)) {
            pair.connect();
            pair.connect();
            pair.step(() -> pair.accepted.size() == 2);
        }
    }

    @Test
    void anErrorInAKeyManagerEndsTheHandshakeAtOnce() throws Exception {
        TlsContext failing = context(() -> {
            throw new NoClassDefFoundError("expected by the test");
        });
        TlsOptions server = TlsOptions.defaults(failing).withLimits(1, 10).withObserver(rig.outcomes::add);
        try (StreamPair pair = rig.listening(rig.clientOptions(), server.withHandshakeTimeout(Duration.ofMinutes(1)))) {
            Outcome client = pair.connecting();
            pair.step(client::isKnown);
            assertThat(client.failure).isNotNull();
            pair.step(() -> !rig.outcomes.isEmpty());
            assertThat(rig.outcomes.get(0).result()).isEqualTo(Result.FAILED);
            assertThat(rig.outcomes.get(0).reason()).isEqualTo("java.lang.NoClassDefFoundError: expected by the test");
        }
    }

    @Test
    void aHandshakeThatIsTooLateWhileItsEngineWorksGivesItsPlaceBackOnce() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        TlsOptions server = TlsOptions.defaults(context(() -> await(goOn)))
                .withLimits(1, 10)
                .withHandshakeTimeout(Duration.ofSeconds(2))
                .withObserver(rig.outcomes::add);
        try (StreamPair pair = rig.listening(rig.clientOptions(), server)) {
            Outcome late = pair.connecting();
            pair.step(() -> rig.outcomes.size() == 1 && late.isKnown());
            assertThat(rig.outcomes.get(0).result()).isEqualTo(Result.TIMED_OUT);
            goOn.countDown();
            pair.connect();
            pair.connect();
            pair.step(() -> pair.accepted.size() == 2);
        } finally {
            goOn.countDown();
        }
    }

    @Test
    void whenTheHandlerThrowsThenTheOthersThatFinishedMeanwhileAreHandedOverToo() throws Exception {
        CountDownLatch working = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        TlsContext context = context(() -> {
            working.countDown();
            await(goOn);
        });
        TlsFactory factory =
                new TlsFactory(rig.clientOptions(), TlsOptions.defaults(context).withObserver(rig.outcomes::add));
        int[] calls = {0};
        try (StreamPair pair = StreamPair.listening(factory, Endpoint.parse("tls://127.0.0.1:0"))) {
            Acceptor thrower = factory.listen(Endpoint.parse("tls://127.0.0.1:0"), ListenOptions.defaults());
            thrower.start(pair.loop, "thrower", 100, stream -> {
                if (calls[0]++ == 0) {
                    throw new IllegalStateException("expected by the test");
                }
                pair.accepted.add(stream);
            });
            for (int i = 0; i < 2; i++) {
                factory.connect(
                        pair.loop,
                        factory.resolve(thrower.boundEndpoint()).get(0),
                        TransportOptions.defaults(),
                        new Outcome());
            }
            pair.step(() -> working.getCount() == 0);
            thrower.pause();
            goOn.countDown();
            pair.step(() -> rig.outcomes.size() == 2);
            pair.settle();
            assertThat(calls[0]).isZero();
            thrower.resume();
            pair.step(() -> pair.accepted.size() == 1);
            assertThat(calls[0]).isEqualTo(2);
            thrower.close();
        }
    }

    @Test
    void whenTheLoopIsClosedDuringAHandshakeThenItsSocketIsClosed() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        TlsOptions server = TlsOptions.defaults(context(() -> {
            working.countDown();
            await(goOn);
        }));
        StreamPair pair = rig.listening(rig.clientOptions(), server);
        try (Socket plain = TlsRig.plainPeer(pair)) {
            SSLSocket peer = rig.blockingPeer(plain, rig.trusting.current(), "TLSv1.3");
            CompletableFuture<Void> shaken = elsewhere(peer::startHandshake);
            pair.step(() -> working.getCount() == 0);
            pair.loop.close();
            goOn.countDown();
            assertThat(shaken).failsWithin(Duration.ofSeconds(20)).withThrowableOfType(ExecutionException.class);
        } finally {
            pair.acceptor.close();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The certificate of the server, with something that is done whenever it is chosen. */
    private static TlsContext context(Runnable whenChosen) throws GeneralSecurityException, IOException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(
                KeyStore.getInstance(rig.made.store("server").toFile(), TestCertificates.PASSWORD),
                TestCertificates.PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager watched = new WatchedKeys((X509ExtendedKeyManager) factory.getKeyManagers()[0], whenChosen);
        context.init(new KeyManager[] {watched}, null, null);
        return TlsContext.of(context);
    }

    private static final class WatchedKeys extends X509ExtendedKeyManager {

        private final X509ExtendedKeyManager real;
        private final Runnable whenChosen;

        WatchedKeys(X509ExtendedKeyManager real, Runnable whenChosen) {
            this.real = real;
            this.whenChosen = whenChosen;
        }

        @Override
        public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
            whenChosen.run();
            return real.chooseEngineServerAlias(keyType, issuers, engine);
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return real.getClientAliases(keyType, issuers);
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return real.chooseClientAlias(keyTypes, issuers, socket);
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return real.getServerAliases(keyType, issuers);
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return real.chooseServerAlias(keyType, issuers, socket);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return real.getCertificateChain(alias);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return real.getPrivateKey(alias);
        }
    }
}
