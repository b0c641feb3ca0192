package io.eventdispatcher.communicatord.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** An authority with the certificates it has signed, made by the JDK's {@code keytool} and valid for a few days. */
public final class TlsFiles {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String CA = "ca";

    private final Path directory;
    private final Path store;

    private TlsFiles(Path directory, String name) {
        this.directory = directory;
        this.store = directory.resolve(name + ".p12");
    }

    public static TlsFiles in(Path directory, String name) {
        TlsFiles made = new TlsFiles(directory, name);
        made.keytool("-genkeypair", "-alias", CA, "-dname", "CN=" + name, "-ext", "bc:c");
        return made;
    }

    public TlsFiles issue(String name) {
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-signer",
                CA,
                "-dname",
                "CN=" + name + ",O=Test",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1");
        return this;
    }

    /** Of the authority. */
    public Path authority() throws IOException, GeneralSecurityException {
        return write(
                "authority.crt", block("CERTIFICATE", load().getCertificate(CA).getEncoded()));
    }

    /** With that of the authority behind it. */
    public Path certificate(String name) throws IOException, GeneralSecurityException {
        StringBuilder chain = new StringBuilder();
        for (Certificate each : load().getCertificateChain(name)) {
            chain.append(block("CERTIFICATE", each.getEncoded()));
        }
        return write(name + ".crt", chain.toString());
    }

    public Path key(String name) throws IOException, GeneralSecurityException {
        return write(
                name + ".key",
                block("PRIVATE KEY", load().getKey(name, PASSWORD).getEncoded()));
    }

    /** Trusts the authority of others, and shows one certificate of this one, or none. */
    public SSLContext context(@Nullable String shown, TlsFiles trusted) throws IOException, GeneralSecurityException {
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, PASSWORD);
        authorities.setCertificateEntry(CA, trusted.load().getCertificate(CA));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authorities);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown == null ? null : keys(shown), trust.getTrustManagers(), null);
        return context;
    }

    private KeyManager[] keys(String name) throws IOException, GeneralSecurityException {
        KeyStore all = load();
        KeyStore one = KeyStore.getInstance("PKCS12");
        one.load(null, PASSWORD);
        one.setKeyEntry(name, all.getKey(name, PASSWORD), PASSWORD, all.getCertificateChain(name));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(one, PASSWORD);
        return factory.getKeyManagers();
    }

    private void keytool(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2"));
        command.addAll(
                List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", String.valueOf(PASSWORD)));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool failed: " + output);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private static String block(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + type
                + "-----\n";
    }

    private Path write(String file, String text) throws IOException {
        return Files.writeString(directory.resolve(file), text);
    }
}
