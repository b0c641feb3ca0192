package io.eventdispatcher.benchmarks.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A certificate for 127.0.0.1, signed by itself, and its key, both as PEM files. All TLS servers use the same.
 *
 * <p>Threading: immutable.
 *
 * @param chain the certificate
 * @param key the key, PKCS #8 without password
 */
record Certificate(Path chain, Path key) {

    private static final String PASSWORD = "changeit";
    private static final String ALIAS = "server";

    /**
     * Makes one with the JDK's keytool.
     *
     * @param java home of a JDK
     * @param folder where the files go
     * @throws IOException if keytool fails
     */
    static Certificate generate(Path java, Path folder) throws IOException, InterruptedException {
        Path store = folder.resolve("server.p12");
        Programs.run(List.of(
                java.resolve("bin").resolve("keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            byte[] key = keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
            byte[] chain = keys.getCertificate(ALIAS).getEncoded();
            return new Certificate(
                    write(folder.resolve("server.crt"), "CERTIFICATE", chain),
                    write(folder.resolve("server.key"), "PRIVATE KEY", key));
        } catch (GeneralSecurityException e) {
            throw new IOException("the key store of keytool cannot be read", e);
        }
    }

    private static Path write(Path file, String label, byte[] content) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(
                file,
                "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n",
                StandardCharsets.US_ASCII);
    }
}
