package io.eventdispatcher.communicatord.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eventdispatcher.communicatord.registry.Zone;
import io.eventdispatcher.communicatord.testing.LinePeer;
import io.eventdispatcher.communicatord.testing.TlsFiles;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.communicator.CommunicatorClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Services that prove who they are by a certificate. */
@Timeout(60)
class SecureListenIT {

    private static final String SUBJECT = "CN=bank,O=Test";

    @TempDir
    static Path directory;

    private static TlsFiles authority;
    private static TlsFiles stranger;
    private static RunningDaemon daemon;

    @BeforeAll
    static void start() throws Exception {
        authority = TlsFiles.in(directory, "authority")
                .issue("daemon")
                .issue("bank")
                .issue("shop");
        stranger = TlsFiles.in(Files.createDirectory(directory.resolve("strange")), "stranger")
                .issue("bank");
        daemon = new RunningDaemon(
                directory,
                "--spring.main.web-application-type=none",
                "--communicatord.secure-listen=cds://127.0.0.1:0",
                "--communicatord.certificate=" + authority.certificate("daemon"),
                "--communicatord.private-key=" + authority.key("daemon"),
                "--communicatord.ca-certificate=" + authority.authority(),
                "--communicatord.registrations.bank.users[0]=" + SUBJECT);
    }

    @AfterAll
    static void stop() {
        daemon.close();
    }

    /** A service with plain blocking TLS. */
    private static final class TlsPeer implements AutoCloseable {

        private final SSLSocket socket;
        private final BufferedReader in;

        TlsPeer(SSLContext context) throws IOException {
            socket = (SSLSocket)
                    context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), daemon.port("secure"));
            socket.setSoTimeout(10_000);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        TlsPeer says(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            return this;
        }

        TlsPeer hears(String... lines) throws IOException {
            for (String line : lines) {
                assertThat(in.readLine()).isEqualTo(line);
            }
            return this;
        }

        String next() throws IOException {
            return in.readLine();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void aCertificateMayRegisterTheNameKeptForIt() throws Exception {
        try (TlsPeer bank = new TlsPeer(authority.context("bank", authority));
                LinePeer shop = daemon.unix().register("shop", "")) {
            bank.says("REGISTER service=bank;version=1")
                    .hears("<srv1:communicatord HELP", "<srv1:communicatord READY my_address=127.0.0.1:4042");
            bank.says("COMMANDS list=PAY");
            shop.say("bank/PAY cents=5");
            bank.hears("<srv1:shop bank/PAY cents=5").says("shop/PAY_REPLY ok=1");
            shop.hears("<srv1:bank shop/PAY_REPLY ok=1");
            assertThat(daemon.report().services())
                    .filteredOn(service -> service.name().equals("bank"))
                    .singleElement()
                    .satisfies(service -> {
                        assertThat(service.user()).isEqualTo(SUBJECT);
                        assertThat(service.zone()).isEqualTo(Zone.PRIVATE);
                        assertThat(service.commands()).containsExactly("PAY");
                    });
            bank.says("STOP");
            assertThat(bank.next()).contains("INVALID", "not permitted");
        }
    }

    @Test
    void anotherCertificateAndAnotherUserMayNot() throws Exception {
        try (TlsPeer shop = new TlsPeer(authority.context("shop", authority))) {
            shop.says("REGISTER service=bank;version=1");
            assertThat(shop.next()).contains("INVALID", "kept for somebody else");
        }
        try (LinePeer local = daemon.unix()) {
            local.say("REGISTER service=bank;version=1");
            assertThat(local.next()).contains("INVALID", "kept for somebody else");
        }
    }

    @Test
    void withoutATrustedCertificateThereIsNoConnection() {
        for (SSLContext context : new SSLContext[] {context(authority, null), context(stranger, "bank")}) {
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
                try (TlsPeer peer = new TlsPeer(context)) {
                    // with TLS 1.3 the client only learns of the refusal when it reads
                    peer.says("REGISTER service=x;version=1");
                    if (peer.next() == null) {
                        throw new IOException("closed");
                    }
                }
            });
        }
        assertThat(daemon.report().services())
                .extracting(BrokerReport.ServiceReport::name)
                .doesNotContain("x");
    }

    private static SSLContext context(TlsFiles files, String name) {
        try {
            return files.context(name, authority);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Bank {

        @Bean
        Payments payments() {
            return new Payments();
        }
    }

    static class Payments {

        @MessageHandler("PAY")
        Map<String, ?> pay(int cents) {
            return Map.of("paid", cents);
        }
    }

    @Test
    void anApplicationRegistersWithItsBundle() throws Exception {
        try (ConfigurableApplicationContext bank = new SpringApplicationBuilder(Bank.class)
                        .web(WebApplicationType.NONE)
                        .run(
                                "--spring.application.name=bank",
                                "--eventdispatcher.communicator.uri=cds://127.0.0.1:" + daemon.port("secure"),
                                "--eventdispatcher.clients.communicator.ssl.bundle=bank",
                                "--spring.ssl.bundle.pem.bank.keystore.certificate=file:"
                                        + authority.certificate("bank"),
                                "--spring.ssl.bundle.pem.bank.keystore.private-key=file:" + authority.key("bank"),
                                "--spring.ssl.bundle.pem.bank.truststore.certificate=file:" + authority.authority());
                LinePeer shop = daemon.unix().register("shop2", "")) {
            Awaitility.await()
                    .until(() -> bank.getBean(CommunicatorClient.class).isReady());
            shop.say("bank/PAY cents=3");
            shop.hears("<srv1:bank srv1:shop2/PAY_REPLY paid=3");
        }
    }
}
