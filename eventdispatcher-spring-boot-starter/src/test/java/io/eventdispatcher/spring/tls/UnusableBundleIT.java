package io.eventdispatcher.spring.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

/** What is printed when the certificates of a listener or client cannot be used. */
@ExtendWith(OutputCaptureExtension.class)
class UnusableBundleIT {

    private static final String LISTENER = "eventdispatcher.listeners.edge.";
    private static final String CLIENT = "eventdispatcher.clients.hub.";
    private static final String PEM = "spring.ssl.bundle.pem.edge.";

    @TempDir
    private static Path directory;

    private static Path trusted;
    private static TestAuthority.Pair pair;
    private static TestAuthority.Pair other;

    @BeforeAll
    static void issue() {
        TestAuthority authority = TestAuthority.in(directory, "authority");
        trusted = authority.certificate();
        pair = authority.issue("edge");
        other = authority.issue("other");
    }

    private static String[] listener(Path certificate, Path key, String... more) {
        List<String> properties = new ArrayList<>(List.of(
                LISTENER + "uri=tls://127.0.0.1:0",
                LISTENER + "ssl.bundle=edge",
                PEM + "keystore.certificate=" + certificate,
                PEM + "keystore.private-key=" + key));
        properties.addAll(List.of(more));
        return properties.toArray(String[]::new);
    }

    private static void assertNotStarted(String... properties) {
        assertThatThrownBy(() -> new SpringApplicationBuilder(App.class)
                        .web(WebApplicationType.NONE)
                        .properties(properties)
                        .run())
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCertificateThatIsMissing(boolean reload, CapturedOutput output) {
        Path missing = directory.resolve("missing.crt");
        assertNotStarted(listener(missing, pair.key(), PEM + "reload-on-update=" + reload));
        assertThat(output)
                .contains("Property: " + PEM + "keystore.certificate")
                .contains("Value: \"" + missing + '"')
                .contains("there is no such file")
                .contains("Name a file that exists");
    }

    @Test
    void aPrivateKeyThatIsMissing(CapturedOutput output) {
        assertNotStarted(listener(pair.certificate(), directory.resolve("missing.key")));
        assertThat(output).contains("Property: " + PEM + "keystore.private-key").contains("there is no such file");
    }

    @Test
    void aCertificateThatCannotBeRead(CapturedOutput output) throws IOException {
        Path folder = Files.createDirectories(directory.resolve("folder.crt"));
        assertNotStarted(listener(folder, pair.key()));
        assertThat(output)
                .contains("Property: " + PEM + "keystore.certificate")
                .contains("Value: \"" + folder + '"')
                .contains("cannot be read");
    }

    @Test
    void aTrustStoreThatIsMissing(CapturedOutput output) {
        assertNotStarted(
                CLIENT + "uri=tls://127.0.0.1:1",
                CLIENT + "ssl.bundle=edge",
                PEM + "truststore.certificate=" + directory.resolve("missing-ca.crt"));
        assertThat(output)
                .contains("Property: " + PEM + "truststore.certificate")
                .contains("there is no such file");
    }

    @Test
    void aKeyStoreThatIsMissing(CapturedOutput output) {
        assertNotStarted(
                LISTENER + "uri=tls://127.0.0.1:0",
                LISTENER + "ssl.bundle=edge",
                "spring.ssl.bundle.jks.edge.keystore.location=" + directory.resolve("missing.p12"),
                "spring.ssl.bundle.jks.edge.keystore.password=changeit");
        assertThat(output)
                .contains("Property: spring.ssl.bundle.jks.edge.keystore.location")
                .contains("there is no such file");
    }

    @Test
    void aCertificateThatIsGarbage(CapturedOutput output) throws IOException {
        Path garbage = Files.writeString(directory.resolve("garbage.crt"), "garbage");
        assertNotStarted(listener(garbage, pair.key()));
        assertThat(output)
                .contains("Property: " + LISTENER + "ssl.bundle")
                .contains("the bundle cannot be loaded")
                .contains("Correct spring.ssl.bundle.pem.edge");
    }

    @Test
    void aCertificateWithTheKeyOfAnother(CapturedOutput output) {
        assertNotStarted(listener(pair.certificate(), other.key()));
        assertThat(output)
                .contains("Property: " + LISTENER + "ssl.bundle")
                .contains("the private key does not belong to the certificate of CN=edge,O=Test");
    }

    @Test
    void aListenerWithoutACertificate(CapturedOutput output) {
        assertNotStarted(
                LISTENER + "uri=tls://127.0.0.1:0",
                LISTENER + "ssl.bundle=edge",
                PEM + "truststore.certificate=" + trusted);
        assertThat(output)
                .contains("Property: " + LISTENER + "ssl.bundle")
                .contains("the bundle has no certificate with its key")
                .contains("Set the certificate and the private key");
    }

    @Test
    void clientCertificatesThatAnyPublicAuthorityMaySign(CapturedOutput output) {
        assertNotStarted(listener(pair.certificate(), pair.key(), LISTENER + "ssl.client-auth=need"));
        assertThat(output)
                .contains("Property: " + LISTENER + "ssl.client-auth")
                .contains("Value: \"need\"")
                .contains("has no trust store")
                .contains("Set the trust store of the bundle");
    }

    @Test
    void aBundleOfAnotherName(CapturedOutput output) {
        assertNotStarted(listener(pair.certificate(), pair.key(), LISTENER + "ssl.bundle=egde"));
        assertThat(output)
                .contains("Property: " + LISTENER + "ssl.bundle")
                .contains("Value: \"egde\"")
                .contains("there is no SSL bundle of this name")
                .contains("Name an SSL bundle (known: edge), or add spring.ssl.bundle.pem.egde");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.1", "TLSv1.3,SSLv3", "tls1.3"})
    void versionsOfTlsThatAreNotSafe(String protocols, CapturedOutput output) {
        assertNotStarted(listener(pair.certificate(), pair.key(), LISTENER + "ssl.protocols=" + protocols));
        assertThat(output)
                .contains("Property: " + LISTENER + "ssl.protocols")
                .contains("not a version of TLS that is safe")
                .contains("Use TLSv1.3 or TLSv1.2");
    }

    @Test
    void versionsOfTlsThatTheBundleNames(CapturedOutput output) {
        assertNotStarted(listener(pair.certificate(), pair.key(), PEM + "options.enabled-protocols=TLSv1"));
        assertThat(output)
                .contains("Property: " + LISTENER + "ssl.protocols")
                .contains("the options of the bundle 'edge'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssl.handshake-timeout=0s", "ssl.max-handshakes=0", "ssl.max-waiting=0"})
    void limitsOfHandshakes(String property, CapturedOutput output) {
        assertNotStarted(listener(pair.certificate(), pair.key(), LISTENER + property));
        assertThat(output).contains("Property: " + LISTENER + property.substring(0, property.indexOf('=')));
    }

    @Test
    void aServerNameThatIsEmpty(CapturedOutput output) {
        assertNotStarted(
                CLIENT + "uri=tls://127.0.0.1:1",
                CLIENT + "ssl.bundle=edge",
                CLIENT + "ssl.server-name= ",
                PEM + "truststore.certificate=" + trusted);
        assertThat(output).contains("Property: " + CLIENT + "ssl.server-name").contains("it is empty");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}
}
