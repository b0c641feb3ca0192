package io.eventdispatcher.tools.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.tls.TlsContext;
import io.eventdispatcher.tools.ToolRun;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EdSignalTlsIT {

    @TempDir
    static Path folder;

    private static SSLContext server;

    @BeforeAll
    static void makeCertificates() throws Exception {
        openssl("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=ca -keyout ca.key -out ca.pem");
        openssl("req -newkey rsa:2048 -nodes -subj /CN=peer -keyout peer.key -out peer.csr");
        Files.writeString(folder.resolve("san"), "subjectAltName=DNS:peer.example\n");
        openssl("x509 -req -in peer.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile san -out peer.pem");
        openssl("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=other -keyout other.key -out other.pem");
        server = TlsContext.ofPem(folder.resolve("peer.pem"), folder.resolve("peer.key"), folder.resolve("ca.pem"))
                .current();
    }

    private static void openssl(String args) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(Stream.concat(Stream.of("openssl"), Stream.of(args.split(" ")))
                            .toList())
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("openssl.log").toFile())
                    .start();
        } catch (IOException e) {
            Assumptions.abort("openssl is needed to make certificates: " + e.getMessage());
            return;
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("openssl.log")))
                .isZero();
    }

    private static Peer peer(boolean needClient) throws IOException {
        SSLServerSocket socket = (SSLServerSocket)
                server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        socket.setNeedClientAuth(needClient);
        return Peer.on(socket, link -> {
            link.line();
            link.write("vm:ed_signal/PONG\n");
            link.untilEnd();
        });
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }

    private static ToolRun signal(String... args) {
        return ToolRun.of(new EdSignal(Map.of(), Path.of("none"), "vm"), args);
    }

    private static void assertAnswered(ToolRun run) {
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("vm:ed_signal/PONG\n");
    }

    @Test
    void refusesACertificateOfAnUnknownAuthority() throws Exception {
        try (Peer peer = peer(false)) {
            ToolRun run = signal("-r", "-H", "tls://" + peer.address(), "--tls-name", "peer.example", "PING");
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).startsWith("ed-signal: tls://" + peer.address() + ": ");
            assertThat(peer.received()).isEmpty();
        }
        try (Peer peer = peer(false)) {
            ToolRun run = signal(
                    "-r",
                    "-H",
                    "tls://" + peer.address(),
                    "--ca",
                    file("other.pem"),
                    "--tls-name",
                    "peer.example",
                    "X");
            assertThat(run.code()).isEqualTo(1);
            assertThat(peer.received()).isEmpty();
        }
    }

    @Test
    void refusesACertificateForAnotherName() throws Exception {
        try (Peer peer = peer(false)) {
            ToolRun run = signal("-r", "-H", "tls://" + peer.address(), "--ca", file("ca.pem"), "PING");
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("127.0.0.1");
            assertThat(peer.received()).isEmpty();
        }
    }

    @Test
    void tellsThatFilesCannotBeUsed() throws IOException {
        ToolRun missing = signal("-H", "tls://127.0.0.1:1", "--ca", file("missing.pem"), "PING");
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("missing.pem");
        assertThat(signal("-H", "tls://127.0.0.1:1", "--cert", file("peer.pem"), "PING")
                        .err())
                .isEqualTo("ed-signal: --cert and --key go together\n");
        ToolRun mixed =
                signal("-H", "tls://127.0.0.1:1", "--cert", file("peer.pem"), "--key", file("other.key"), "PING");
        assertThat(mixed.code()).isEqualTo(1);
    }

    @Test
    void tellsThatThePeerDoesNotSpeakTls() throws Exception {
        try (Peer peer = Peer.playing(link -> link.write("HI\nHI\nHI\n"))) {
            ToolRun run = signal("-r", "-t", "tcp", "-e", "true", "-H", peer.address(), "PING");
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).startsWith("ed-signal: tls://" + peer.address());
        }
        try (Peer silent = Peer.playing(Peer.Link::untilEnd)) {
            ToolRun run = signal("-r", "-t", "tcp", "-e", "true", "--timeout", "500ms", "-H", silent.address(), "PING");
            assertThat(run.code()).isIn(1, 2);
            assertThat(run.err()).startsWith("ed-signal: ");
        }
    }

    @Test
    void talksToAPeerWhoseCertificateIsRight() throws Exception {
        try (Peer peer = peer(false)) {
            assertAnswered(signal(
                    "-r", "-H", "tls://" + peer.address(), "--ca", file("ca.pem"), "--tls-name", "peer.example", "X"));
            assertThat(peer.received()).isEqualTo("<vm:ed_signal X\n");
        }
    }

    @Test
    void checksNoCertificateWithEncryptAsTheOriginal() throws Exception {
        try (Peer peer = peer(false)) {
            assertAnswered(signal("-r", "-t", "tcp", "--encrypt", "yes", "-H", peer.address(), "X"));
        }
        try (Peer peer = peer(false)) {
            assertAnswered(signal("-r", "-H", "tls://" + peer.address(), "--insecure", "X"));
        }
        try (Peer peer = peer(false)) {
            ToolRun run = signal("-r", "-t", "tcp", "-e", "1", "--ca", file("ca.pem"), "-H", peer.address(), "X");
            assertThat(run.code()).isEqualTo(1);
        }
    }

    @Test
    void showsItsOwnCertificateWhenAsked() throws Exception {
        String[] args = {"-r", "--ca", file("ca.pem"), "--tls-name", "peer.example", "X", "-H"};
        try (Peer peer = peer(true)) {
            ToolRun run = signal(Stream.concat(Stream.of(args), Stream.of("tls://" + peer.address()))
                    .toArray(String[]::new));
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.out()).isEmpty();
        }
        try (Peer peer = peer(true)) {
            assertAnswered(signal(Stream.concat(
                            Stream.of("--cert", file("peer.pem"), "--key", file("peer.key")),
                            Stream.concat(Stream.of(args), Stream.of("tls://" + peer.address())))
                    .toArray(String[]::new)));
        }
    }

    @Test
    void finishesInOrderWithoutAReply() throws Exception {
        try (Peer peer = peer(false)) {
            ToolRun run = signal("--trace", "-H", "tls://" + peer.address(), "--insecure", "STOP");
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(peer.received()).isEqualTo("<vm:ed_signal STOP\n");
            assertThat(run.err()).endsWith("the peer has closed the connection\n");
        }
    }
}
