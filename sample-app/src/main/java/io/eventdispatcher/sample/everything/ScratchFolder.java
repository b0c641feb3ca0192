package io.eventdispatcher.sample.everything;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/**
 * Makes the scratch folder before the application needs it: the folder itself, for its owner only, a folder to watch, and a
 * certificate authority with a certificate for {@code localhost} and one for a client, made with the JDK's keytool. None
 * of it is meant for anything but trying things out.
 */
public final class ScratchFolder implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    private static final String PASSWORD = "changeit";

    /** When the configuration has been read, and before the logging system makes the folder its own way. */
    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER - 1;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        Environment environment = event.getEnvironment();
        if (environment.acceptsProfiles(Profiles.of("everything"))) {
            Path folder = Path.of(environment.getRequiredProperty("sample.scratch"));
            try {
                prepare(folder);
            } catch (IOException e) {
                throw new IllegalStateException("the scratch folder cannot be made: sample.scratch=" + folder, e);
            }
        }
    }

    private static void prepare(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Path probe = Files.createTempFile(folder, "owner", "");
        boolean ours = Files.getOwner(probe).equals(Files.getOwner(folder));
        Files.delete(probe);
        if (!ours) {
            throw new IOException("somebody else owns it; set sample.scratch to another path");
        }
        Files.createDirectories(folder.resolve("watched"));
        if (!Files.exists(folder.resolve("client.p12"))) {
            certificates(folder);
        }
    }

    private static void certificates(Path folder) throws IOException {
        for (String leftover : List.of("ca.p12", "server.p12", "client.p12")) {
            Files.deleteIfExists(folder.resolve(leftover));
        }
        keytool(folder, "-genkeypair", "-alias", "ca", "-keystore", "ca.p12", "-dname", "CN=sample CA", "-ext", "bc:c");
        exportPem(folder, "ca", "ca.p12", "ca.pem");
        signed(folder, "server", "CN=localhost", "san=dns:localhost,ip:127.0.0.1,ip:::1");
        signed(folder, "client", "CN=sample client", "ku=digitalSignature");
    }

    /** A key of its own, a certificate signed by our authority, and the authority's, in one key store. */
    private static void signed(Path folder, String name, String subject, String extension) throws IOException {
        String store = name + ".p12";
        keytool(folder, "-genkeypair", "-alias", name, "-keystore", store, "-dname", subject);
        keytool(folder, "-certreq", "-alias", name, "-keystore", store, "-file", name + ".csr");
        String certificate = name + ".pem";
        keytool(
                folder,
                "-gencert",
                "-alias",
                "ca",
                "-keystore",
                "ca.p12",
                "-infile",
                name + ".csr",
                "-outfile",
                certificate,
                "-rfc",
                "-ext",
                extension);
        keytool(folder, "-importcert", "-alias", "ca", "-keystore", store, "-file", "ca.pem", "-noprompt");
        keytool(folder, "-importcert", "-alias", name, "-keystore", store, "-file", certificate, "-noprompt");
        Files.delete(folder.resolve(name + ".csr"));
    }

    private static void exportPem(Path folder, String alias, String store, String file) throws IOException {
        keytool(folder, "-exportcert", "-alias", alias, "-keystore", store, "-file", file, "-rfc");
    }

    private static void keytool(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList(arguments));
        Collections.addAll(command, "-storepass", PASSWORD, "-storetype", "PKCS12");
        if (arguments[0].equals("-genkeypair")) {
            Collections.addAll(command, "-keyalg", "EC", "-groupname", "secp256r1");
        }
        if (arguments[0].equals("-genkeypair") || arguments[0].equals("-gencert")) {
            Collections.addAll(command, "-validity", "3650");
        }
        Path output = folder.resolve("keytool.log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("keytool failed, see " + output + ": " + command);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", e);
        }
    }
}
