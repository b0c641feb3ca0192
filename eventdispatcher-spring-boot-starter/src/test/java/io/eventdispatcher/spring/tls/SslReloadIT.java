package io.eventdispatcher.spring.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.spring.actuate.DispatcherReport.ListenerReport;
import io.eventdispatcher.spring.actuate.EventDispatcherEndpoint;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.autoconfigure.Starter;
import io.eventdispatcher.spring.autoconfigure.TestPeer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

/** Certificates are exchanged while connections are open and messages go over them. */
@ExtendWith(OutputCaptureExtension.class)
class SslReloadIT {

    private static final int ROTATIONS = 100;

    @TempDir
    private Path directory;

    private TestAuthority authority;
    private SSLContext trusting;
    private TestAuthority.Pair live;
    private ApplicationContextRunner runner;

    @BeforeEach
    void issue() {
        authority = TestAuthority.in(directory, "authority");
        trusting = authority.contextOf(null);
        live = authority.issue("first");
        runner = Starter.full()
                .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
                .withBean(Echo.class)
                .withPropertyValues(
                        "spring.ssl.bundle.watch.file.quiet-period=200ms",
                        "spring.ssl.bundle.pem.edge.reload-on-update=true",
                        "spring.ssl.bundle.pem.edge.keystore.certificate=" + live.certificate(),
                        "spring.ssl.bundle.pem.edge.keystore.private-key=" + live.key(),
                        "spring.ssl.bundle.pem.other.keystore.certificate=" + live.certificate(),
                        "spring.ssl.bundle.pem.other.keystore.private-key=" + live.key(),
                        "eventdispatcher.listeners.edge.uri=tls://127.0.0.1:0",
                        "eventdispatcher.listeners.edge.ssl.bundle=edge");
    }

    @Test
    void newFilesAreUsedByNewConnectionsAndBrokenOnesAreNot(CapturedOutput output) {
        TestAuthority.Pair second = authority.issue("second");
        TestAuthority.Pair third = authority.issue("third");
        runner.run(context -> {
            try (TestPeer before = TestPeers.tls(port(context), trusting)) {
                assertThat(subject(context)).isEqualTo("CN=first,O=Test");

                live.replace(second);
                await().until(() -> subject(context).equals("CN=second,O=Test"));
                assertThat(before.send("ECHO text=1").line()).isEqualTo("ECHO_REPLY text=1");
                await().untilAsserted(
                                () -> assertThat(reloads(context, "success")).isEqualTo(1));

                write(live.key(), "not a key");
                await().until(() -> report(context).tls().lastFailure() != null);
                assertThat(subject(context)).isEqualTo("CN=second,O=Test");
                ListenerReport broken = report(context);
                assertThat(broken.tls().reloads()).isEqualTo(1);
                assertThat(broken.tls().lastReload()).isNotNull();
                double failures = reloads(context, "failure");
                assertThat(failures).isPositive();
                await().untilAsserted(() -> assertThat(output).contains("SSL bundle 'edge' cannot be loaded anew"));

                third.replaceKeyOf(live);
                await().untilAsserted(() -> assertThat(report(context).tls().lastFailure())
                        .contains("the private key does not belong to the certificate of CN=second,O=Test"));
                assertThat(reloads(context, "failure")).isGreaterThan(failures);
                assertThat(subject(context)).isEqualTo("CN=second,O=Test");

                live.replace(third);
                await().until(() -> subject(context).equals("CN=third,O=Test"));
                await().untilAsserted(() ->
                        assertThat(report(context).tls().lastFailure()).isNull());
                assertThat(before.send("ECHO text=2").line()).isEqualTo("ECHO_REPLY text=2");
            }
        });
    }

    @Test
    void aHundredRotationsUnderTrafficBreakNoConnection() {
        TestAuthority.Pair second = authority.issue("second");
        runner.withPropertyValues(
                        "spring.ssl.bundle.pem.other.keystore.certificate=" + second.certificate(),
                        "spring.ssl.bundle.pem.other.keystore.private-key=" + second.key())
                .run(context -> {
                    SslBundles bundles = context.getBean(SslBundles.class);
                    SslBundleRegistry registry = context.getBean(SslBundleRegistry.class);
                    var own = bundles.getBundle("edge");
                    var other = bundles.getBundle("other");
                    AtomicBoolean over = new AtomicBoolean();
                    AtomicLong asked = new AtomicLong();
                    CompletableFuture<Void> lasting = inThread(() -> askUntil(over, context, asked));
                    AtomicLong connected = new AtomicLong();
                    CompletableFuture<Void> shortLived = inThread(() -> connectUntil(over, context, connected));

                    for (int i = 1; i <= ROTATIONS; i++) {
                        registry.updateBundle("edge", i % 2 == 0 ? own : other);
                        long seen = connected.get();
                        await().pollInterval(Duration.ofMillis(1))
                                .until(() -> connected.get() > seen || shortLived.isDone());
                    }
                    over.set(true);
                    lasting.join();
                    shortLived.join();

                    assertThat(reloads(context, "success")).isEqualTo(ROTATIONS);
                    assertThat(reloads(context, "failure")).isZero();
                    assertThat(connected.get()).isGreaterThanOrEqualTo(ROTATIONS);
                    assertThat(asked.get()).isGreaterThan(ROTATIONS);
                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    assertThat(meters.find("eventdispatcher.tls.handshake")
                                    .tag("outcome", "failure")
                                    .timer())
                            .isNull();
                });
    }

    /** Not in the common pool: on two cores that has one thread, from JDK 25 on for this, too. */
    private static CompletableFuture<Void> inThread(Runnable work) {
        return CompletableFuture.runAsync(work, task -> new Thread(task, "peer").start());
    }

    private void askUntil(AtomicBoolean over, ApplicationContext context, AtomicLong asked) {
        try (TestPeer peer = TestPeers.tls(port(context), trusting)) {
            while (!over.get()) {
                long number = asked.incrementAndGet();
                assertThat(peer.send("ECHO text=" + number).line()).isEqualTo("ECHO_REPLY text=" + number);
            }
        }
    }

    private void connectUntil(AtomicBoolean over, ApplicationContext context, AtomicLong connected) {
        while (!over.get()) {
            try (TestPeer peer = TestPeers.tls(port(context), trusting)) {
                assertThat(peer.send("ECHO text=x").line()).isEqualTo("ECHO_REPLY text=x");
                connected.incrementAndGet();
            }
        }
    }

    /** Whom a new connection meets. */
    private String subject(ApplicationContext context) {
        // a context of its own, which resumes no session
        try (SSLSocket socket = TestPeers.socket(port(context), authority.contextOf(null))) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        } catch (SSLPeerUnverifiedException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ListenerReport report(ApplicationContext context) {
        return (ListenerReport) context.getBean(EventDispatcherEndpoint.class).one("listeners", "edge");
    }

    private static double reloads(ApplicationContext context, String outcome) {
        return context.getBean(MeterRegistry.class)
                .get("eventdispatcher.ssl.reloads")
                .tag("bundle", "edge")
                .tag("outcome", outcome)
                .functionCounter()
                .count();
    }

    private static int port(ApplicationContext context) {
        return context.getEnvironment().getRequiredProperty("local.eventdispatcher.port.edge", Integer.class);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static class Echo {

        @MessageHandler("ECHO")
        Map<String, ?> echo(String text) {
            return Map.of("text", text);
        }
    }
}
