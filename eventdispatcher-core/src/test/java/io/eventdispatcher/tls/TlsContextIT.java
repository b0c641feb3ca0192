package io.eventdispatcher.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.testing.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsContextIT {

    @TempDir
    static Path folder;

    private static TestCertificates made;

    @BeforeAll
    static void certificates() {
        made = new TestCertificates(folder);
        made.authority("ca");
        made.issued("ca", "ec", "EC");
        made.issued("ca", "rsa", "RSA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec", "rsa"})
    void chainsAndKeysAreReadFromPem(String name) throws IOException {
        TlsContext context = TlsContext.ofPem(made.pem(name), made.key(name), made.pem("ca"));
        assertThat(context.current().getProtocol()).isEqualTo("TLS");
        assertThat(context.generation()).isEqualTo(1);
        assertThat(context.isClientOnly()).isFalse();
        assertThat(context.trustsPublicAuthorities()).isFalse();
    }

    @Test
    void certificateAndKeyMayShareAFileWithTextAround() throws IOException {
        Path both = folder.resolve("both.pem");
        Files.writeString(
                both,
                "Bag Attributes\r\n" + Files.readString(made.key("rsa")).replace("\n", "\r\n") + "subject=CN=rsa\n"
                        + Files.readString(made.pem("rsa")));
        TlsContext context = TlsContext.ofPem(both, both, null);
        assertThat(context.trustsPublicAuthorities()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ENCRYPTED PRIVATE KEY | the private key is encrypted, which is not supported | openssl pkcs8 -in",
                "RSA PRIVATE KEY       | the private key is not in PKCS#8 form | openssl pkcs8 -topk8 -nocrypt",
                "EC PRIVATE KEY        | block='EC PRIVATE KEY' | openssl pkcs8 -topk8 -nocrypt",
                "PUBLIC KEY            | no private key in the PEM file | -----BEGIN PRIVATE KEY-----",
                "PRIVATE KEY           | damaged or not of the algorithm of its certificate | algorithm=RSA"
            })
    void keysThatCannotBeUsedAreRefusedSayingWhatToDo(String type, String what, String fix) throws IOException {
        Path key = folder.resolve("bad.key");
        Files.writeString(key, "-----BEGIN " + type + "-----\nMIIB\n-----END " + type + "-----\n");
        assertThatThrownBy(() -> TlsContext.ofPem(made.pem("rsa"), key, null))
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining(what)
                .hasMessageContaining(fix)
                .hasMessageContaining("path=" + key);
    }

    @Test
    void aKeyEncryptedInTheOldWayIsRefusedSayingWhatToDo() throws IOException {
        Path key = folder.resolve("old.key");
        Files.writeString(
                key,
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00FF\n\nMIIB\n"
                        + "-----END RSA PRIVATE KEY-----\n");
        assertThatThrownBy(() -> TlsContext.ofPem(made.pem("rsa"), key, null))
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining("not in PKCS#8 form")
                .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt")
                .hasMessageContaining("path=" + key);
    }

    @Test
    void aFileThatIsHalfWrittenIsRefusedAlsoWhenItsFirstBlocksAreWhole() throws IOException {
        Path two = folder.resolve("two.pem");
        String whole = Files.readString(made.pem("ca"));
        Files.writeString(two, whole + whole.substring(0, whole.length() / 2));
        assertThatThrownBy(() -> TlsContext.trusting(two))
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining("path=" + two)
                .hasMessageContaining("without its end");
        Files.writeString(two, whole.substring(0, whole.length() / 2) + "\n" + whole);
        assertThatThrownBy(() -> TlsContext.trusting(two)).hasMessageContaining("without its end");
    }

    @Test
    void aChainInTheWrongOrderIsRefusedSayingSo() throws IOException {
        Path chain = folder.resolve("chain.pem");
        String own = Files.readString(made.pem("ec"));
        Files.writeString(chain, own + Files.readString(made.pem("rsa")));
        assertThatThrownBy(() -> TlsContext.ofPem(chain, made.key("ec"), null))
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining("order")
                .hasMessageContaining("path=" + chain);
    }

    @Test
    void aKeyStoreThatIsMissingIsNamedAndAReloadKeepsTheOldOne() throws IOException {
        Path store = folder.resolve("moving.p12");
        assertThatThrownBy(() -> TlsContext.ofKeyStore(store, TestCertificates.PASSWORD, null, null))
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining("path=" + store);
        Files.copy(made.store("ec"), store);
        TlsContext context = TlsContext.ofKeyStore(store, TestCertificates.PASSWORD, null, null);
        Files.delete(store);
        assertThat(context.reload()).isFalse();
        assertThat(context.generation()).isEqualTo(1);
    }

    @Test
    void aTrustStoreThatShowsNothingWithoutItsPasswordIsRefused() {
        assertThatThrownBy(() ->
                        TlsContext.ofKeyStore(made.store("ec"), TestCertificates.PASSWORD, made.store("ca"), null))
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining("no trusted certificate in the trust store: path=" + made.store("ca"))
                .hasMessageContaining("only with its password");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() {
        made.issued("ca", "rsa2", "RSA");
        made.issued("ca", "ec2", "EC");
        assertThatThrownBy(() -> TlsContext.ofPem(made.pem("rsa"), made.key("rsa2"), null))
                .hasMessageContaining("does not belong to the first certificate");
        assertThatThrownBy(() -> TlsContext.ofPem(made.pem("ec"), made.key("ec2"), null))
                .hasMessageContaining("does not belong to the first certificate");
        assertThatThrownBy(() -> TlsContext.ofPem(made.pem("ec"), made.key("rsa2"), null))
                .hasMessageContaining("not of the algorithm of its certificate");
    }

    @Test
    void filesThatAreMissingOrDamagedAreNamed() throws IOException {
        Path missing = folder.resolve("missing.pem");
        assertThatThrownBy(() -> TlsContext.trusting(missing))
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining("path=" + missing)
                .hasMessageContaining("NoSuchFile");
        Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing\n");
        assertThatThrownBy(() -> TlsContext.trusting(empty)).hasMessageContaining("no certificate in the PEM file");
        Path damaged = Files.writeString(
                folder.resolve("damaged.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(() -> TlsContext.trusting(damaged)).hasMessageContaining("damaged certificate");
    }

    @Test
    void keyStoresAreOpenedWithTheirPassword() throws IOException {
        TlsContext context = TlsContext.ofKeyStore(
                made.store("ec"), TestCertificates.PASSWORD, made.store("ca"), TestCertificates.PASSWORD);
        assertThat(context.trustsPublicAuthorities()).isFalse();
        assertThatThrownBy(() -> TlsContext.ofKeyStore(made.store("ec"), "wrong".toCharArray(), null, null))
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContaining("cannot open the key store: path=" + made.store("ec"));
    }

    @Test
    void aBrokenFileKeepsTheOldMaterialUntilItIsMended() throws IOException {
        Path pem = folder.resolve("changing.pem");
        Files.copy(made.pem("ec"), pem);
        TlsContext context = TlsContext.ofPem(pem, made.key("ec"), null);
        SSLContext first = context.current();
        Files.writeString(pem, "half a certif");
        assertThat(context.reload()).isFalse();
        assertThat(context.reload()).isFalse();
        assertThat(context.current()).isSameAs(first);
        assertThat(context.generation()).isEqualTo(1);
        Files.writeString(pem, Files.readString(made.pem("ec")));
        assertThat(context.reload()).isTrue();
        assertThat(context.current()).isNotSameAs(first);
        assertThat(context.generation()).isEqualTo(2);
    }

    @Test
    void aGivenContextIsExchangedByAnotherOne() throws NoSuchAlgorithmException {
        SSLContext first = SSLContext.getDefault();
        TlsContext context = TlsContext.of(first);
        assertThat(context.current()).isSameAs(first);
        assertThatThrownBy(context::reload).isInstanceOf(IllegalStateException.class);
        SSLContext second = SSLContext.getInstance("TLS");
        context.reload(second);
        assertThat(context.current()).isSameAs(second);
    }

    @Test
    void clientsNeedNoCertificateOfTheirOwn() throws IOException {
        assertThat(TlsContext.trusting(made.pem("ca")).isClientOnly()).isTrue();
        assertThat(TlsContext.system().trustsPublicAuthorities()).isTrue();
    }

    @Test
    void theTrustStoreOfTheJvmIsReadWhenItIsNeeded() throws NoSuchAlgorithmException {
        TlsContext context = TlsContext.system();
        SSLContext before = SSLContext.getDefault();
        SSLContext later = SSLContext.getInstance("TLS");
        try {
            SSLContext.setDefault(later);
            assertThat(context.generation()).isEqualTo(1);
            assertThat(context.current()).isSameAs(later);
        } finally {
            SSLContext.setDefault(before);
        }
        assertThat(context.current()).isSameAs(later);
    }
}
