package io.eventdispatcher.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.testing.StreamPair;
import io.eventdispatcher.testing.StreamPair.Outcome;
import io.eventdispatcher.testing.TestCertificates;
import io.eventdispatcher.tls.TlsContext;
import io.eventdispatcher.transport.BindFailedException;
import io.eventdispatcher.transport.BindFailedException.Reason;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.TransportOptions;
import io.eventdispatcher.transport.tls.HandshakeOutcome.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, and who is refused in which words. */
@Timeout(60)
class TlsTrustIT {

    @TempDir
    static Path folder;

    private static TlsRig rig;
    private static TestCertificates made;

    @BeforeAll
    static void certificates() throws IOException {
        rig = new TlsRig(folder);
        made = rig.made;
        made.authority("other-ca");
        made.issued("ca", "alice", "RSA");
        made.server("other-ca", "mallory", "dns:localhost,ip:127.0.0.1");
        made.issued("ca", "expired", "EC", "-ext", "san=ip:127.0.0.1", "-startdate", "-10d", "-validity", "5");
        made.server("ca", "elsewhere", "dns:elsewhere.example");
    }

    @BeforeEach
    void nothingHappenedYet() {
        rig.outcomes.clear();
    }

    /** What the client heard. */
    private static String refusal(TlsOptions client, TlsOptions server) throws IOException {
        try (StreamPair pair = rig.listening(client, server)) {
            Outcome outcome = pair.connecting();
            pair.step(outcome::isKnown);
            assertThat(outcome.stream).isNull();
            pair.step(() -> !rig.outcomes.isEmpty());
            assertThat(rig.outcomes)
                    .singleElement()
                    .extracting(HandshakeOutcome::result)
                    .isEqualTo(Result.FAILED);
            assertThat(pair.accepted).isEmpty();
            assertThat(pair.acceptor.statistics().vanished()).isEqualTo(1);
            return outcome.failure.getMessage();
        }
    }

    private static TlsOptions server(TlsContext context) {
        return TlsOptions.defaults(context).withObserver(rig.outcomes::add);
    }

    @Test
    void aServerOfAnUnknownAuthorityIsRefused() throws IOException {
        assertThat(refusal(rig.clientOptions(), server(rig.context("mallory"))))
                .startsWith("cannot connect to ")
                .contains("TLS handshake failed: the peer's certificate does not come from a trusted authority");
        assertThat(rig.outcomes.get(0).reason()).contains("certificate_unknown");
    }

    @Test
    void anExpiredCertificateIsRefused() throws IOException {
        assertThat(refusal(rig.clientOptions(), server(rig.context("expired"))))
                .contains("the peer's certificate has expired: NotAfter: ");
    }

    @Test
    void aCertificateForAnotherNameIsRefusedUnlessThatNameIsWanted() throws IOException {
        TlsOptions elsewhere = server(rig.context("elsewhere"));
        assertThat(refusal(rig.clientOptions(), elsewhere))
                .contains("the peer's certificate is for another name: No subject alternative names matching IP");
        connects(rig.clientOptions().withServerName("elsewhere.example"), elsewhere);
        connects(rig.clientOptions().withVerifyHostName(false), elsewhere);
        rig.outcomes.clear();
        assertThat(refusal(rig.clientOptions().withServerName("else.example"), elsewhere))
                .contains("the peer's certificate is for another name: No subject alternative DNS name matching else");
    }

    private static void connects(TlsOptions client, TlsOptions server) throws IOException {
        try (StreamPair pair = rig.listening(client, server)) {
            pair.client.attach(pair.connect(), "client");
            pair.step(() -> pair.accepted.size() == 1);
            pair.accepted.get(0).close();
            pair.step(() -> pair.client.ended);
            assertThat(pair.client.readFailure).isNull();
        }
    }

    @Test
    void theNameOfTheEndpointIsTheOneThatIsChecked() throws IOException {
        TlsFactory factory = new TlsFactory(rig.clientOptions(), rig.serverOptions());
        try (StreamPair pair = StreamPair.connected(factory, Endpoint.parse("tls://localhost:0"))) {
            assertThat(pair.client.stream.tlsSession().getPeerHost()).isEqualTo("localhost");
        }
    }

    @Test
    void aClientWithoutACertificateIsRefusedWhereOneIsNeeded() throws IOException {
        TlsOptions server = rig.serverOptions().withClientAuth(ClientAuth.NEED);
        try (StreamPair pair = rig.listening(rig.clientOptions(), server)) {
            pair.client.attach(pair.connect(), "client");
            pair.step(() -> pair.client.ended);
            assertThat(pair.client.readFailure).hasMessageMatching(".*alert.*certificate.*");
            assertThat(pair.accepted).isEmpty();
            assertThat(rig.outcomes).singleElement().satisfies(outcome -> {
                assertThat(outcome.server()).isTrue();
                assertThat(outcome.result()).isEqualTo(Result.FAILED);
                assertThat(outcome.reason()).contains("the client has shown no certificate");
                assertThat(outcome.peer()).isEqualTo(pair.client.stream.localAddress());
            });
        }
    }

    @Test
    void aClientOfAnUnknownAuthorityIsRefusedAlsoWhereNoneIsNeeded() throws IOException {
        TlsContext mallory = TlsContext.ofPem(made.pem("mallory"), made.key("mallory"), made.pem("ca"));
        for (ClientAuth auth : List.of(ClientAuth.NEED, ClientAuth.WANT)) {
            rig.outcomes.clear();
            TlsOptions server = rig.serverOptions().withClientAuth(auth);
            // a client names no certificate of an authority that the server does not list, so none is shown
            try (StreamPair pair = rig.listening(TlsOptions.defaults(mallory), server)) {
                pair.connect();
                pair.step(() -> !rig.outcomes.isEmpty());
                assertThat(rig.outcomes.get(0).result())
                        .isEqualTo(auth == ClientAuth.NEED ? Result.FAILED : Result.SUCCEEDED);
                pair.accepted.forEach(
                        stream -> assertThatThrownBy(() -> stream.tlsSession().getPeerPrincipal())
                                .isInstanceOf(IOException.class));
            }
        }
    }

    @Test
    void bothSidesSeeWhoTheOtherIs() throws IOException {
        TlsOptions server = rig.serverOptions().withClientAuth(ClientAuth.NEED);
        TlsFactory factory = new TlsFactory(TlsOptions.defaults(rig.context("alice")), server);
        try (StreamPair pair = StreamPair.connected(factory, Endpoint.parse("tls://127.0.0.1:0"))) {
            var seen = pair.server.stream.tlsSession();
            assertThat(seen.getPeerPrincipal().getName()).isEqualTo("CN=alice");
            assertThat(seen.getProtocol()).isEqualTo("TLSv1.3");
            assertThat(pair.client.stream.tlsSession().getPeerPrincipal().getName())
                    .isEqualTo("CN=server");
            pair.server.stream.close();
            assertThat(pair.server.stream.tlsSession()).isSameAs(seen);
            assertThat(rig.outcomes)
                    .singleElement()
                    .satisfies(outcome -> assertThat(outcome.duration()).isPositive())
                    .extracting(HandshakeOutcome::reason)
                    .isNull();
        }
    }

    @Test
    void theServerShowsTheCertificateThatTheClientAsksFor() throws IOException {
        made.server("ca", "one", "dns:one.example");
        made.server("ca", "two", "dns:two.example");
        Path store = made.storeOf("both", "one", "two");
        TlsContext both = TlsContext.ofKeyStore(store, TestCertificates.PASSWORD, null, null);
        for (String name : List.of("one", "two")) {
            TlsOptions client = rig.clientOptions().withServerName(name + ".example");
            TlsFactory factory = new TlsFactory(client, server(both));
            try (StreamPair pair = StreamPair.connected(factory, Endpoint.parse("tls://127.0.0.1:0"))) {
                assertThat(pair.client.stream.tlsSession().getPeerPrincipal().getName())
                        .isEqualTo("CN=" + name);
            }
        }
    }

    @Test
    void anOldClientIsRefusedUnlessItsVersionIsAllowed() throws IOException {
        TlsOptions old = rig.clientOptions().withProtocols(List.of("TLSv1.2"));
        assertThat(refusal(old, rig.serverOptions())).contains("protocol_version");
        TlsOptions both = rig.serverOptions().withProtocols(List.of("TLSv1.3", "TLSv1.2"));
        try (StreamPair pair = StreamPair.connected(new TlsFactory(old, both), Endpoint.parse("tls://127.0.0.1:0"))) {
            assertThat(pair.server.stream.tlsSession().getProtocol()).isEqualTo("TLSv1.2");
            assertThat(pair.server.stream.tlsSession().getCipherSuite()).startsWith("TLS_ECDHE_");
            pair.client.send("PING\n");
            pair.client.shutdownOutput();
            pair.step(() -> pair.server.ended);
            assertThat(pair.server.text()).isEqualTo("PING\n");
            assertThat(pair.server.readFailure).isNull();
        }
    }

    @Test
    void anOldServerIsRefused() throws IOException {
        TlsOptions old = rig.serverOptions().withProtocols(List.of("TLSv1.2"));
        assertThat(refusal(rig.clientOptions(), old)).contains("TLS handshake failed: ");
    }

    @Test
    void aListenerNeedsACertificateAndSaysHow() throws IOException {
        TlsTransportFactory factory = new TlsTransportFactory();
        Endpoint endpoint = Endpoint.parse("tls://127.0.0.1:0");
        assertInvalid(factory, endpoint, ListenOptions.defaults(), "eventdispatcher.listeners.<name>.ssl.bundle");
        assertInvalid(factory, endpoint, listen(rig.clientOptions()), "there is no certificate to show");
        TlsContext own = TlsContext.ofPem(made.pem("server"), made.key("server"), null);
        assertInvalid(
                factory,
                endpoint,
                listen(TlsOptions.defaults(own).withClientAuth(ClientAuth.NEED)),
                "everybody's would be trusted");
    }

    private static ListenOptions listen(TlsOptions options) {
        return ListenOptions.defaults().withAccepted(TransportOptions.defaults().with(options));
    }

    private static void assertInvalid(
            TlsTransportFactory factory, Endpoint endpoint, ListenOptions options, String text) {
        assertThatThrownBy(() -> factory.listen(endpoint, options))
                .isInstanceOfSatisfying(
                        BindFailedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
                .hasMessageStartingWith("cannot listen on tls://127.0.0.1:0: ")
                .hasMessageContaining(text);
    }

    @Test
    void encryptedListenersMayBeReachedFromEverywhere() throws IOException {
        new TlsTransportFactory()
                .listen(Endpoint.parse("tls://0.0.0.0:0"), listen(rig.serverOptions()))
                .close();
    }
}
