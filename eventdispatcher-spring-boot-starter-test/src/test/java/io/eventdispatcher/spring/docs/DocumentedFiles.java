package io.eventdispatcher.spring.docs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the configurations of the documentation take for granted: certificates below {@code certs/}, variables. */
final class DocumentedFiles {

    /** Values for placeholders of the documentation, when it does not set them itself. */
    static final Map<String, Object> OTHERWISE =
            Map.of("spring.application.name", "documentation", "BEACON_SECRET", "not a secret", "HOSTNAME", "here");

    private static final String PASSWORD = "changeit";
    private static final String FOLDER = "file:certs/";

    private DocumentedFiles() {}

    /** Makes {@code certs/NAME} files that hold a certificate, or its key when the documentation calls them {@code .key}. */
    static void makeCertificates(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "edge",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=edge",
                        "-validity",
                        "3",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD))
                .inheritIO()
                .start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed: exit=" + keytool.exitValue());
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Files.writeString(
                folder.resolve("any.crt"),
                pem("CERTIFICATE", keys.getCertificate("edge").getEncoded()));
        Files.writeString(
                folder.resolve("any.key"),
                pem("PRIVATE KEY", keys.getKey("edge", PASSWORD.toCharArray()).getEncoded()));
    }

    /** Returns a value with files of the folder instead of those below {@code certs/}. */
    static String move(String value, Path folder) {
        if (!value.startsWith(FOLDER)) {
            return value;
        }
        return "file:" + folder.resolve(value.endsWith(".key") ? "any.key" : "any.crt");
    }

    /** The bundles {@code edge} and {@code hub}, for configurations that use one without showing it. */
    static Map<String, Object> bundles(Path folder) {
        Map<String, Object> properties = new HashMap<>();
        for (String name : List.of("edge", "hub")) {
            String bundle = "spring.ssl.bundle.pem." + name;
            properties.put(bundle + ".keystore.certificate", "file:" + folder.resolve("any.crt"));
            properties.put(bundle + ".keystore.private-key", "file:" + folder.resolve("any.key"));
            properties.put(bundle + ".truststore.certificate", "file:" + folder.resolve("any.crt"));
        }
        return properties;
    }

    private static String pem(String type, byte[] bytes) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(bytes)
                + "\n-----END " + type + "-----\n";
    }
}
