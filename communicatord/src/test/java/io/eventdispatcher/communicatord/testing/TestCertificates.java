package io.eventdispatcher.communicatord.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Certificates of one authority, made with the JDK's {@code keytool} and valid for a few days, as PEM files. */
public final class TestCertificates {

    private static final String PASSWORD = "changeit";

    private final Path directory;
    private final String authority;

    public TestCertificates(Path directory, String authority) throws IOException, InterruptedException {
        this.directory = directory;
        this.authority = authority;
        keytool("-genkeypair", "-alias", "ca", "-dname", "CN=" + authority, "-ext", "bc:c");
        keytool("-exportcert", "-rfc", "-alias", "ca", "-file", authority().toString());
    }

    /** The certificate of the authority. */
    public Path authority() {
        return directory.resolve(authority + ".crt");
    }

    /** Options of a daemon with a certificate of this common name. */
    public String[] options(String commonName) throws Exception {
        keytool("-genkeypair", "-alias", commonName, "-signer", "ca", "-dname", "CN=" + commonName + ",O=Test");
        java.security.KeyStore keys = java.security.KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store())) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Path certificate = directory.resolve(authority + "-" + commonName + ".crt");
        Path key = directory.resolve(authority + "-" + commonName + ".key");
        Files.writeString(
                certificate, pem("CERTIFICATE", keys.getCertificate(commonName).getEncoded()));
        Files.writeString(
                key,
                pem(
                        "PRIVATE KEY",
                        keys.getKey(commonName, PASSWORD.toCharArray()).getEncoded()));
        return new String[] {
            "--communicatord.certificate=" + certificate,
            "--communicatord.private-key=" + key,
            "--communicatord.ca-certificate=" + authority()
        };
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + java.util.Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + type
                + "-----\n";
    }

    private Path store() {
        return directory.resolve(authority + ".p12");
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        if (arguments[0].equals("-genkeypair")) {
            command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "3"));
        }
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", store().toString(), "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("keytool failed: " + output);
        }
    }
}
