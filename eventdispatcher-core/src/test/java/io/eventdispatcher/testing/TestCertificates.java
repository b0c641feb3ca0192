package io.eventdispatcher.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Makes authorities, certificates and keys in a folder, with the {@code keytool} of the running JDK. Nothing of it is
 * ever checked in.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
public final class TestCertificates {

    public static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;

    public TestCertificates(Path folder) {
        this.folder = folder;
    }

    /** A self-signed authority; returns its certificate, {@code NAME.pem}. */
    public Path authority(String name) {
        return generate(name, "EC", List.of("-ext", "bc:c=ca:true"));
    }

    /** A certificate of an authority: {@code NAME.pem} (chain), {@code NAME.key} (PKCS#8) and {@code NAME.p12}. */
    public Path issued(String authority, String name, String algorithm, String... keytoolOptions) {
        List<String> options = new ArrayList<>(List.of("-signer", authority));
        options.addAll(List.of(keytoolOptions));
        return generate(name, algorithm, options);
    }

    /** A certificate for names as {@code dns:localhost,ip:127.0.0.1}. */
    public Path server(String authority, String name, String names) {
        return issued(authority, name, "EC", "-ext", "san=" + names);
    }

    public Path pem(String name) {
        return folder.resolve(name + ".pem");
    }

    public Path key(String name) {
        return folder.resolve(name + ".key");
    }

    public Path store(String name) {
        return folder.resolve(name + ".p12");
    }

    /** The keys of several names in one store. */
    public Path storeOf(String store, String... names) {
        try {
            KeyStore all = all();
            KeyStore chosen = KeyStore.getInstance("PKCS12");
            chosen.load(null, null);
            for (String name : names) {
                chosen.setKeyEntry(name, all.getKey(name, PASSWORD), PASSWORD, all.getCertificateChain(name));
            }
            try (OutputStream out = Files.newOutputStream(store(store))) {
                chosen.store(out, PASSWORD);
            }
            return store(store);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path allPath() {
        return folder.resolve("all-keys");
    }

    private KeyStore all() throws GeneralSecurityException, IOException {
        return KeyStore.getInstance(allPath().toFile(), PASSWORD);
    }

    private Path generate(String name, String algorithm, List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-genkeypair",
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-keyalg",
                algorithm,
                "-keystore",
                allPath().toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD)));
        command.addAll(algorithm.equals("EC") ? List.of("-groupname", "secp256r1") : List.of("-keysize", "2048"));
        if (!options.contains("-validity")) {
            command.addAll(List.of("-validity", "2"));
        }
        command.addAll(options);
        run(command);
        return export(name);
    }

    private Path export(String name) {
        try {
            KeyStore all = all();
            StringBuilder chain = new StringBuilder();
            for (Certificate certificate : all.getCertificateChain(name)) {
                chain.append(block("CERTIFICATE", certificate.getEncoded()));
            }
            Files.writeString(pem(name), chain);
            PrivateKey key = (PrivateKey) all.getKey(name, PASSWORD);
            Files.writeString(key(name), block("PRIVATE KEY", key.getEncoded()));
            storeOf(name, name);
            return pem(name);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + output);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String block(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + type
                + "-----\n";
    }
}
