package io.eventdispatcher.spring.tls;

import static io.eventdispatcher.spring.autoconfigure.TestPorts.freePort;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.actuate.DispatcherReport.BundleReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.ConnectionReport;
import io.eventdispatcher.spring.actuate.DispatcherReport.ListenerReport;
import io.eventdispatcher.spring.actuate.EventDispatcherEndpoint;
import io.eventdispatcher.spring.actuate.EventDispatcherHealth;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.autoconfigure.Starter;
import io.eventdispatcher.spring.autoconfigure.TestPeer;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.source.FileWatches;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Listeners and clients with certificates from SSL bundles. */
class TlsIT {

    @TempDir
    private static Path directory;

    private static TestAuthority authority;
    private static TestAuthority stranger;
    private static TestAuthority.Pair server;
    private static TestAuthority.Pair web;

    private final ApplicationContextRunner runner = Starter.full()
            .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
            .withBean(Who.class)
            .withPropertyValues(
                    "spring.ssl.bundle.pem.edge.keystore.certificate=" + server.certificate(),
                    "spring.ssl.bundle.pem.edge.keystore.private-key=" + server.key(),
                    "spring.ssl.bundle.pem.edge.truststore.certificate=" + authority.certificate(),
                    "spring.ssl.bundle.pem.web.keystore.certificate=" + web.certificate(),
                    "spring.ssl.bundle.pem.web.keystore.private-key=" + web.key(),
                    "spring.ssl.bundle.pem.web.truststore.certificate=" + authority.certificate(),
                    "spring.ssl.bundle.pem.trusting.truststore.certificate=" + authority.certificate(),
                    "spring.ssl.bundle.pem.strange.truststore.certificate=" + stranger.certificate(),
                    "eventdispatcher.listeners.edge.uri=tls://127.0.0.1:0",
                    "eventdispatcher.listeners.edge.ssl.bundle=edge");

    @BeforeAll
    static void issue() {
        authority = TestAuthority.in(directory, "authority");
        stranger = TestAuthority.in(directory, "stranger");
        server = authority.issue("edge");
        web = authority.issue("web");
    }

    @Test
    void aListenerShowsItsCertificate() {
        runner.run(context -> {
            try (TestPeer peer = connect(context, authority.contextOf(null))) {
                assertThat(peer.send("WHO").line()).isEqualTo("WHO_REPLY name=nobody");
                assertThat(peer.send("KNOWN").line())
                        .isEqualTo("INVALID command=KNOWN;message=certificate: the sender must show one");
            }
        });
    }

    @Test
    void aHandlerLearnsWhoThePeerIs() {
        runner.withPropertyValues("eventdispatcher.listeners.edge.ssl.client-auth=want")
                .run(context -> {
                    try (TestPeer peer = connect(context, authority.contextOf(web))) {
                        assertThat(peer.send("WHO").line()).isEqualTo("WHO_REPLY name=CN=web,O=Test");
                        assertThat(peer.send("KNOWN").line()).isEqualTo("KNOWN_REPLY name=CN=web,O=Test");
                    }
                    try (TestPeer peer = connect(context, authority.contextOf(null))) {
                        assertThat(peer.send("WHO").line()).isEqualTo("WHO_REPLY name=nobody");
                    }
                });
    }

    @Test
    void whoeverMustShowACertificateAndHasNoneIsRefused() {
        runner.withPropertyValues("eventdispatcher.listeners.edge.ssl.client-auth=need")
                .run(context -> {
                    assertRefused(context, authority.contextOf(null));
                    assertRefused(context, authority.contextOf(stranger.issue("strange")));
                    assertRefused(context, authority.contextOf(authority.issueExpired("late")));
                    try (TestPeer peer = connect(context, authority.contextOf(web))) {
                        assertThat(peer.send("KNOWN").line()).isEqualTo("KNOWN_REPLY name=CN=web,O=Test");
                    }
                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    await().untilAsserted(() -> {
                        assertThat(handshakes(meters, "failure")).isEqualTo(3);
                        assertThat(handshakes(meters, "success")).isEqualTo(1);
                    });
                });
    }

    @Test
    void aPlainTextPeerIsClosedAndTheOthersAreServed() {
        runner.run(context -> {
            try (TestPeer plain = TestPeer.connect(port(context))) {
                plain.send("HELP");
                assertThat(ended(plain)).isTrue();
            }
            try (TestPeer peer = connect(context, authority.contextOf(null))) {
                assertThat(peer.send("WHO").line()).isEqualTo("WHO_REPLY name=nobody");
            }
        });
    }

    @Test
    void aClientProvesWhoItIsAndChecksTheServer() {
        int port = freePort();
        runner.withPropertyValues(
                        "eventdispatcher.listeners.edge.uri=tls://localhost:" + port,
                        "eventdispatcher.listeners.edge.ssl.client-auth=need",
                        "eventdispatcher.clients.hub.uri=tls://localhost:" + port,
                        "eventdispatcher.clients.hub.ssl.bundle=web",
                        "eventdispatcher.clients.hub.reconnect.pauses=0.05",
                        "eventdispatcher.clients.doubtful.uri=tls://localhost:" + port,
                        "eventdispatcher.clients.doubtful.ssl.bundle=strange",
                        "eventdispatcher.clients.misled.uri=tls://localhost:" + port,
                        "eventdispatcher.clients.misled.ssl.bundle=web",
                        "eventdispatcher.clients.misled.ssl.server-name=elsewhere.example",
                        "eventdispatcher.clients.careless.uri=tls://localhost:" + port,
                        "eventdispatcher.clients.careless.ssl.bundle=web",
                        "eventdispatcher.clients.careless.ssl.server-name=elsewhere.example",
                        "eventdispatcher.clients.careless.ssl.verify-host-name=false",
                        "eventdispatcher.clients.careless.reconnect.pauses=0.05")
                .run(context -> {
                    ClientRegistry clients = context.getBean(ClientRegistry.class);
                    assertThat(clients.get("hub")
                                    .messageClient()
                                    .request(Message.of("WHO"))
                                    .join()
                                    .param("name"))
                            .isEqualTo("CN=web,O=Test");
                    assertThat(clients.get("careless")
                                    .messageClient()
                                    .request(Message.of("KNOWN"))
                                    .join()
                                    .param("name"))
                            .isEqualTo("CN=web,O=Test");
                    await().untilAsserted(() -> {
                        assertThat(clients.get("doubtful").snapshot().lastError())
                                .contains("unable to find valid certification path");
                        assertThat(clients.get("misled").snapshot().lastError()).contains("elsewhere.example");
                    });
                });
    }

    @Test
    void actuatorHealthAndMetersShowIt() {
        runner.withPropertyValues("eventdispatcher.listeners.edge.ssl.client-auth=want")
                .run(context -> {
                    EventDispatcherEndpoint endpoint = context.getBean(EventDispatcherEndpoint.class);
                    try (TestPeer peer = connect(context, authority.contextOf(web))) {
                        assertThat(peer.send("WHO").line()).isNotNull();
                        ConnectionReport connection = (ConnectionReport) endpoint.one("connections", "edge-1");
                        assertThat(connection.transport()).isEqualTo("tls");
                        assertThat(connection.principal()).isEqualTo("CN=web,O=Test");
                        assertThat(connection.tls().protocol()).isEqualTo("TLSv1.3");
                        assertThat(connection.tls().cipher()).startsWith("TLS_");
                        assertThat(connection.tls().peerSubject()).isEqualTo("CN=web,O=Test");
                        MeterRegistry meters = context.getBean(MeterRegistry.class);
                        assertThat(meters.get("eventdispatcher.connections.active")
                                        .tag("tls", "true")
                                        .tag("network.transport", "tls")
                                        .gauge()
                                        .value())
                                .isEqualTo(1);
                        assertThat(handshakes(meters, "success")).isEqualTo(1);
                    }
                    ListenerReport listener = (ListenerReport) endpoint.one("listeners", "edge");
                    assertThat(listener.transport()).isEqualTo("tls");
                    assertThat(listener.tls()).isEqualTo(new BundleReport("edge", 0, null, null));
                    EventDispatcherHealth health = new EventDispatcherHealth(
                            context.getBean(ListenerRegistry.class),
                            context.getBean(ClientRegistry.class),
                            context.getBean(FileWatches.class));
                    assertThat(((HealthIndicator) health.getContributor("edge"))
                                    .health()
                                    .getDetails())
                            .containsEntry("bundle", "edge")
                            .doesNotContainKey("bundleError");
                });
    }

    @Test
    void oldPeersAreServedOnlyWhereSomebodyWroteItDown() {
        runner.run(context -> assertRefused(context, authority.contextOf(null), "TLSv1.2"));
        runner.withPropertyValues("eventdispatcher.listeners.edge.ssl.protocols=TLSv1.3,TLSv1.2")
                .run(context -> {
                    try (TestPeer peer = TestPeers.tls(port(context), authority.contextOf(null), "TLSv1.2")) {
                        assertThat(peer.send("WHO").line()).isEqualTo("WHO_REPLY name=nobody");
                    }
                });
    }

    private static long handshakes(MeterRegistry meters, String outcome) {
        return meters.get("eventdispatcher.tls.handshake")
                .tag("eventdispatcher.endpoint", "edge")
                .tag("outcome", outcome)
                .timer()
                .count();
    }

    private static void assertRefused(ApplicationContext context, SSLContext ssl, String... protocols) {
        boolean refused;
        try (TestPeer peer = TestPeers.tls(port(context), ssl, protocols)) {
            peer.send("WHO");
            refused = ended(peer);
        } catch (UncheckedIOException e) {
            refused = true;
        }
        assertThat(refused).isTrue();
    }

    /** Whether the other side sends nothing more; an alert before is as good. */
    private static boolean ended(TestPeer peer) {
        try {
            String line = peer.line();
            return line == null || !line.contains("REPLY");
        } catch (UncheckedIOException e) {
            return true;
        }
    }

    private static TestPeer connect(ApplicationContext context, SSLContext ssl) {
        return TestPeers.tls(port(context), ssl);
    }

    private static int port(ApplicationContext context) {
        return context.getEnvironment().getRequiredProperty("local.eventdispatcher.port.edge", Integer.class);
    }

    static class Who {

        @MessageHandler("WHO")
        Map<String, ?> who(Optional<Principal> peer) {
            return Map.of("name", peer.map(Principal::getName).orElse("nobody"));
        }

        @MessageHandler("KNOWN")
        Map<String, ?> known(Principal peer) {
            return Map.of("name", peer.getName());
        }
    }
}
