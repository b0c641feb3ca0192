package io.eventdispatcher.spring.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.loop.NanoClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

class SslMaterialIT {

    @TempDir
    private static Path directory;

    private static Path trusted;
    private static TestAuthority.Pair first;
    private static TestAuthority.Pair second;

    private final DefaultSslBundleRegistry registry = new DefaultSslBundleRegistry();
    private final SslMaterials materials = new SslMaterials(registry, NanoClock.system());

    @BeforeAll
    static void issue() {
        TestAuthority authority = TestAuthority.in(directory, "authority");
        trusted = authority.certificate();
        first = authority.issue("first");
        second = authority.issue("second");
    }

    private static SslBundle bundle(Path certificate, Path key) {
        return SslBundle.of(new PemSslStoreBundle(details(certificate, key), null));
    }

    private static SslBundle mutual(TestAuthority.Pair pair) {
        return SslBundle.of(new PemSslStoreBundle(
                details(pair.certificate(), pair.key()),
                PemSslStoreDetails.forCertificate(trusted.toUri().toString())));
    }

    private static PemSslStoreDetails details(Path certificate, Path key) {
        return PemSslStoreDetails.forCertificate(certificate.toUri().toString())
                .withPrivateKey(key.toUri().toString());
    }

    @Test
    void aBundleIsLoadedOnceAndFollowed() {
        registry.registerBundle("edge", mutual(first));
        SslMaterial material = materials.get("edge");
        assertThat(materials.get("edge")).isSameAs(material);
        assertThat(material.hasCertificate()).isTrue();
        assertThat(material.hasTrustStore()).isTrue();
        assertThat(material.lastReload()).isNull();
        SSLContext before = material.context().current();

        registry.updateBundle("edge", mutual(second));

        assertThat(material.context().current()).isNotSameAs(before);
        assertThat(material.reloads()).isEqualTo(1);
        assertThat(material.failedReloads()).isZero();
        assertThat(material.lastReload()).isNotNull();
        assertThat(material.lastFailure()).isNull();
    }

    @Test
    void aCertificateWithTheKeyOfAnotherIsRefused() {
        registry.registerBundle("edge", bundle(first.certificate(), second.key()));
        assertThatThrownBy(() -> materials.get("edge"))
                .hasMessageContaining("the private key does not belong to the certificate of CN=first");
    }

    @Test
    void whatIsBrokenIsNotTakenOverAndWhatIsGoodIsLater() throws IOException {
        registry.registerBundle("edge", mutual(first));
        SslMaterial material = materials.get("edge");
        SSLContext before = material.context().current();
        Path garbage = Files.writeString(directory.resolve("garbage"), "garbage");

        registry.updateBundle("edge", bundle(garbage, garbage));
        registry.updateBundle("edge", bundle(directory.resolve("nowhere"), first.key()));
        registry.updateBundle("edge", bundle(first.certificate(), second.key()));
        registry.updateBundle("edge", SslBundle.of(new PemSslStoreBundle((PemSslStoreDetails) null, null)));
        registry.updateBundle("edge", bundle(second.certificate(), second.key()));

        assertThat(material.context().current()).isSameAs(before);
        assertThat(material.reloads()).isZero();
        assertThat(material.failedReloads()).isEqualTo(5);
        assertThat(material.lastFailure()).isEqualTo("there is no trust store in it any more");

        registry.updateBundle("edge", mutual(second));
        assertThat(material.context().current()).isNotSameAs(before);
        assertThat(material.lastFailure()).isNull();
    }

    @Test
    void aBundleWithoutACertificateTrustsOnly() {
        registry.registerBundle(
                "trust",
                SslBundle.of(new PemSslStoreBundle(
                        null, PemSslStoreDetails.forCertificate(trusted.toUri().toString()))));
        SslMaterial material = materials.get("trust");
        assertThat(material.hasCertificate()).isFalse();
        assertThat(material.hasTrustStore()).isTrue();
    }

    @Test
    void watchersHearOfEveryBundleInUse() {
        registry.registerBundle("one", mutual(first));
        registry.registerBundle("two", mutual(second));
        registry.registerBundle("unused", mutual(second));
        materials.get("one");
        List<String> seen = new ArrayList<>();
        materials.forEachEver(material -> seen.add(material.bundle()));
        materials.get("two");
        assertThat(seen).containsExactly("one", "two");
    }

    @Test
    void anUnknownNameIsToldAsSuch() {
        assertThatThrownBy(() -> materials.get("nope")).isInstanceOf(NoSuchSslBundleException.class);
        assertThatThrownBy(() -> new SslMaterials(null, NanoClock.system()).get("nope"))
                .isInstanceOf(NoSuchSslBundleException.class);
        assertThat(new SslMaterials(null, NanoClock.system()).names()).isEmpty();
    }
}
