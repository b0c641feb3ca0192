package io.eventdispatcher.spring.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** Signs certificates of tests with the JDK's {@code keytool}, valid for a few days. */
public final class TestAuthority {

    private static final String PASSWORD = "changeit";
    private static final String CA = "ca";

    private final Path directory;
    private final Path store;
    private int serial;
    private @Nullable Path certificate;

    private TestAuthority(Path directory, String name) {
        this.directory = directory;
        this.store = directory.resolve(name + ".p12");
    }

    /** Makes an authority with a key of its own. */
    public static TestAuthority in(Path directory, String name) {
        TestAuthority authority = new TestAuthority(directory, name);
        authority.keytool(
                "-genkeypair",
                "-alias",
                CA,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-ext",
                "bc:c",
                "-validity",
                "3");
        return authority;
    }

    /** The certificate of the authority in a PEM file, written once: who watches the directory wants it to be quiet. */
    public Path certificate() {
        Path present = certificate;
        if (present == null) {
            present = write(directory.resolve(store.getFileName() + ".crt"), pem(load(), CA, 1));
            certificate = present;
        }
        return present;
    }

    /** A new key and certificate for {@code localhost}, as PEM files. */
    public Pair issue(String name) {
        return issue(name, "-validity", "2");
    }

    /** A certificate that was valid yesterday. */
    public Pair issueExpired(String name) {
        return issue(name, "-startdate", "-3d", "-validity", "1");
    }

    private Pair issue(String name, String... validity) {
        String alias = name + ++serial;
        List<String> arguments = new ArrayList<>(List.of(
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-signer",
                CA,
                "-dname",
                "CN=" + name + ",O=Test",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1"));
        arguments.addAll(Arrays.asList(validity));
        keytool(arguments.toArray(String[]::new));
        KeyStore keys = load();
        return new Pair(
                write(directory.resolve(alias + ".crt"), pem(keys, alias, 2)),
                write(directory.resolve(alias + ".key"), key(keys, alias)));
    }

    /** Certificate, then authority; and the key. */
    public record Pair(Path certificate, Path key) {

        /** Puts others into these files, each at once. */
        public void replace(Pair other) {
            move(other.key, key);
            move(other.certificate, certificate);
        }

        /** Puts the key into the file of another, which keeps its certificate. */
        public void replaceKeyOf(Pair other) {
            move(key, other.key);
        }

        private static void move(Path from, Path to) {
            try {
                Path copy = Files.copy(
                        from, to.resolveSibling(to.getFileName() + ".new"), StandardCopyOption.REPLACE_EXISTING);
                Files.move(copy, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What a peer needs that trusts this authority and shows a certificate, or none. */
    public SSLContext contextOf(@Nullable Pair shown) {
        PemSslStoreDetails own = shown == null
                ? null
                : PemSslStoreDetails.forCertificate(shown.certificate().toUri().toString())
                        .withPrivateKey(shown.key().toUri().toString());
        PemSslStoreDetails trusted =
                PemSslStoreDetails.forCertificate(certificate().toUri().toString());
        return SslBundle.of(new PemSslStoreBundle(own, trusted)).createSslContext();
    }

    private void keytool(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool failed: " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private KeyStore load() {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            return keys;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(KeyStore keys, String alias, int most) {
        try {
            StringBuilder text = new StringBuilder();
            Certificate[] chain = keys.getCertificateChain(alias);
            for (int i = 0; i < Math.min(most, chain.length); i++) {
                text.append(block("CERTIFICATE", chain[i].getEncoded()));
            }
            return text.toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String key(KeyStore keys, String alias) {
        try {
            Key key = keys.getKey(alias, PASSWORD.toCharArray());
            return block("PRIVATE KEY", key.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String block(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + type
                + "-----\n";
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
