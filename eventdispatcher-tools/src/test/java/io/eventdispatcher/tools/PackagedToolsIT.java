package io.eventdispatcher.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar and the launch scripts as users run them. */
@Timeout(120)
class PackagedToolsIT {

    private static final Path JAR =
            Path.of("target", "eventdispatcher-tools.jar").toAbsolutePath();
    private static final Path BIN = Path.of("bin").toAbsolutePath();
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    Path folder;

    @BeforeAll
    static void needsTheJar() {
        assumeTrue(Files.isRegularFile(JAR), "the jar is made by mvn package");
    }

    private record Ended(int code, String out, String err) {}

    private Ended run(String input, List<String> command) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Path in = folder.resolve("in");
        Files.writeString(in, input, StandardCharsets.ISO_8859_1);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().remove("ED_SIGNAL");
        builder.environment().remove("ED_STOP");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private Ended jar(String input, String... args) throws Exception {
        return run(
                input,
                Stream.concat(Stream.of(JAVA, "-jar", JAR.toString()), Stream.of(args))
                        .toList());
    }

    @Test
    void tellsUsageAndVersion() throws Exception {
        assertThat(jar("").code()).isEqualTo(64);
        assertThat(jar("", "nothing").code()).isEqualTo(64);
        Ended version = jar("", "ed-signal", "--version");
        assertThat(version.code()).isZero();
        assertThat(version.out()).matches("ed-signal [0-9.]+(-SNAPSHOT)?\n");
        assertThat(version.err()).isEmpty();
    }

    @Test
    void signalsAndPrintsTheReply() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture<String> received = CompletableFuture.supplyAsync(() -> {
                try (Socket socket = server.accept()) {
                    socket.setSoTimeout(30_000);
                    StringBuilder line = new StringBuilder();
                    InputStream in = socket.getInputStream();
                    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
                        line.append((char) b);
                    }
                    socket.getOutputStream().write("ABSOLUTELY serial=7\n".getBytes(StandardCharsets.UTF_8));
                    return line.toString();
                } catch (IOException e) {
                    return e.toString();
                }
            });
            String host = "127.0.0.1:" + server.getLocalPort();
            Ended ended = jar(
                    "",
                    "ed-signal",
                    "--type",
                    "tcp",
                    "--host",
                    host,
                    "--message",
                    "ALIVE",
                    "--param",
                    "serial=7",
                    "--reply");
            assertThat(received.get(30, TimeUnit.SECONDS)).matches("<\\w+:ed_signal ALIVE serial=7");
            assertThat(ended).isEqualTo(new Ended(0, "ABSOLUTELY serial=7\n", ""));
        }
        Ended refused = jar("", "ed-signal", "--host", "tcp://127.0.0.1:1", "PING");
        assertThat(refused).isEqualTo(new Ended(1, "", "ed-signal: tcp://127.0.0.1:1: Connection refused\n"));
    }

    @Test
    void sendsDatagramsAndSpeaksTls() throws Exception {
        Ended datagram = jar("", "ed-signal", "--host", "127.0.0.1:9", "--trace", "PING");
        assertThat(datagram.code()).as(datagram.err()).isZero();
        Ended tls = jar("", "ed-signal", "--host", "tls://127.0.0.1:1", "PING");
        assertThat(tls).isEqualTo(new Ended(1, "", "ed-signal: tls://127.0.0.1:1: Connection refused\n"));
    }

    @Test
    void tellsWhichDependencyAbstractNamesNeed() throws Exception {
        Ended ended = jar("", "ed-signal", "--host", "unix:name?abstract", "PING");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("ed-signal: ").contains("junixsocket");
    }

    @Test
    void parsesAndFormats() throws Exception {
        Ended parsed = jar("HI a=\u00e9\n/\n", "ed-message", "parse", "--latin1");
        assertThat(parsed.code()).isZero();
        assertThat(parsed.out().lines()).hasSize(2);
        Ended formatted = jar(parsed.out(), "ed-message", "format", "--latin1", "--json");
        assertThat(formatted.out()).startsWith("{\"ok\":true,\"text\":\"HI a=\\u00e9\"}\n{\"ok\":false");
    }

    @Test
    void parsesAMillionLinesInLittleMemory() throws Exception {
        Process process = new ProcessBuilder(JAVA, "-Xmx16m", "-jar", JAR.toString(), "ed-message", "parse")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        CompletableFuture<Long> lines = CompletableFuture.supplyAsync(() -> {
            try (InputStream in = process.getInputStream()) {
                byte[] buffer = new byte[1 << 16];
                long count = 0;
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    for (int i = 0; i < read; i++) {
                        count += buffer[i] == '\n' ? 1 : 0;
                    }
                }
                return count;
            } catch (IOException e) {
                return -1L;
            }
        });
        byte[] block = "<vm:client srv:svc/PING serial=12345;text=\"hello; world\"\n"
                .repeat(1000)
                .getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = process.getOutputStream()) {
            for (int i = 0; i < 1000; i++) {
                out.write(block);
            }
        }
        assertThat(lines.get(60, TimeUnit.SECONDS)).isEqualTo(1_000_000);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void endsWithItsOwnExitCodeWhenTheOutputIsClosed() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no /bin/sh");
        Ended ended = run(
                "HI\n".repeat(200_000),
                List.of(
                        "/bin/sh",
                        "-c",
                        "{ \"$0\" -jar \"$1\" ed-message parse; echo $? >&2; } | head -n 1",
                        JAVA,
                        JAR.toString()));
        assertThat(ended.out().lines()).hasSize(1);
        assertThat(ended.err()).endsWith("74\n");
    }

    @Test
    void stopsAProcess() throws Exception {
        Process child = Interruptible.start("sleep", "60");
        try {
            Ended ended = jar("", "ed-stop", "--service", Long.toString(child.pid()));
            assertThat(ended).isEqualTo(new Ended(0, "", ""));
            assertThat(child.waitFor()).isEqualTo(128 + 2);
            assertThat(jar("", "ed-stop", "--service", "0").code()).isEqualTo(1);
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void launchScriptsFindTheJarFromWhereverTheyAreCalled() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no /bin/sh");
        List<String> contents = new ArrayList<>();
        for (String tool :
                new String[] {"ed-signal", "ed-stop", "ed-message", "ed-console", "ed-sniff", "cluster-status"}) {
            contents.add(Files.readString(BIN.resolve(tool)));
            assertThat(BIN.resolve(tool)).isExecutable();
            Path link = folder.resolve("a folder").resolve("my " + tool);
            Files.createDirectories(link.getParent());
            Files.createSymbolicLink(link, link.getParent().relativize(BIN.resolve(tool)));
            Ended ended = run("", List.of(link.toString(), "--version"));
            assertThat(ended.err()).isEmpty();
            assertThat(ended.out()).startsWith(tool + " ");
        }
        assertThat(contents).as("the scripts are the same").containsOnly(contents.get(0));
        Ended parsed = run("HI a=1\n", List.of(BIN.resolve("ed-message").toString(), "parse"));
        assertThat(parsed.out()).contains("\"parameters\":{\"a\":\"1\"}");
        Ended quoted = run(
                "", List.of(BIN.resolve("ed-signal").toString(), "--host", "tcp://127.0.0.1:1", "X", "-p", "a=b  c"));
        assertThat(quoted.code()).isEqualTo(1);
    }

    @Test
    void launchScriptsTellWhatIsMissing() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no /bin/sh");
        Path alone = folder.resolve("ed-stop");
        Files.copy(BIN.resolve("ed-stop"), alone);
        assertThat(alone.toFile().setExecutable(true)).isTrue();
        Ended ended = run("", List.of(alone.toString(), "--version"));
        assertThat(ended.code()).isEqualTo(70);
        assertThat(ended.err()).startsWith("ed-stop: eventdispatcher-tools.jar is neither in " + folder.toRealPath());
    }
}
