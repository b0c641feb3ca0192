package io.eventdispatcher.transport.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.eventdispatcher.endpoint.UnixEndpoint;
import io.eventdispatcher.transport.Acceptor;
import io.eventdispatcher.transport.BindFailedException;
import io.eventdispatcher.transport.BindFailedException.Reason;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.SocketFile;
import io.eventdispatcher.transport.SocketPath;
import io.eventdispatcher.transport.SocketProbe;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "file modes and owners are those of POSIX")
class SocketFileIT {

    @TempDir
    Path directory;

    private final UnixTransportFactory factory = new UnixTransportFactory();
    private Path path;
    private UnixEndpoint endpoint;

    @BeforeEach
    void names() {
        path = directory.resolve("ed.sock");
        endpoint = new UnixEndpoint(path);
    }

    private Acceptor listen() throws IOException {
        return factory.listen(endpoint, ListenOptions.defaults());
    }

    private BindFailedException refusal(ListenOptions options) {
        try {
            factory.listen(endpoint, options).close();
        } catch (BindFailedException e) {
            return e;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("was not refused");
    }

    private BindFailedException refusal() {
        return refusal(ListenOptions.defaults());
    }

    private void bind(ServerSocketChannel channel, SocketProbe probe) throws IOException {
        SocketFile.bind(
                endpoint,
                path,
                ListenOptions.defaults(),
                probe,
                socket -> channel.bind(UnixDomainSocketAddress.of(socket)));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private void leaveDeadSocket() throws IOException {
        ServerSocketChannel crashed = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        crashed.bind(UnixDomainSocketAddress.of(path));
        crashed.close();
        assertThat(path).exists();
    }

    @Test
    void aRegularFileIsNotRemoved() throws IOException {
        Files.writeString(path, "precious");
        assertThat(refusal().reason()).isEqualTo(Reason.OCCUPIED);
        assertThat(refusal())
                .hasMessageContaining("a regular file is in the way")
                .hasMessageContaining(path.toString());
        assertThat(path).hasContent("precious");
        assertThat(files()).containsExactly(path);
    }

    @Test
    void aDirectoryIsNotRemoved() throws IOException {
        Files.createDirectory(path);
        assertThat(refusal()).hasMessageContaining("a directory is in the way");
        assertThat(path).isDirectory();
    }

    @Test
    void aSymbolicLinkIsNeitherFollowedNorRemoved() throws IOException {
        Path elsewhere = directory.resolve("elsewhere");
        Files.createSymbolicLink(path, elsewhere);
        assertThat(refusal()).hasMessageContaining("a symbolic link is in the way");
        assertThat(path).isSymbolicLink();
        assertThat(elsewhere).doesNotExist();
        Files.writeString(elsewhere, "precious");
        assertThat(refusal().reason()).isEqualTo(Reason.OCCUPIED);
        assertThat(elsewhere).hasContent("precious");
    }

    @Test
    void aLinkToADeadSocketIsNotRemovedEither() throws IOException {
        Path real = directory.resolve("real.sock");
        try (ServerSocketChannel crashed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            crashed.bind(UnixDomainSocketAddress.of(real));
        }
        Files.createSymbolicLink(path, real);
        assertThat(refusal()).hasMessageContaining("a symbolic link is in the way");
        assertThat(real).exists();
    }

    @Test
    void aLivingSocketIsNotRemoved() throws IOException {
        Acceptor living = listen();
        assertThat(refusal().reason()).isEqualTo(Reason.ADDRESS_IN_USE);
        assertThat(refusal()).hasMessageContaining("a listener answers there");
        SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
        living.close();
    }

    @Test
    void aLivingSocketWithAFullBacklogIsNotTakenForDead() throws IOException {
        Acceptor living = factory.listen(endpoint, ListenOptions.defaults().withBacklog(1));
        List<SocketChannel> waiting = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            waiting.add(SocketChannel.open(UnixDomainSocketAddress.of(path)));
        }
        assertThat(refusal().reason()).isEqualTo(Reason.ADDRESS_IN_USE);
        assertThat(refusal()).hasMessageContaining("it may be alive");
        assertThat(path).exists();
        for (SocketChannel channel : waiting) {
            channel.close();
        }
        living.close();
    }

    @Test
    void aDeadSocketOfAnotherUserIsNotRemoved() throws IOException {
        leaveDeadSocket();
        assumeThat(Files.getAttribute(path, "unix:uid"))
                .as("only root can give files away")
                .isEqualTo(0);
        Files.setAttribute(path, "unix:uid", 12345, LinkOption.NOFOLLOW_LINKS);
        assertThat(refusal().reason()).isEqualTo(Reason.OCCUPIED);
        assertThat(refusal())
                .hasMessageContaining("a socket of another user is in the way")
                .hasMessageContaining("12345");
        assertThat(path).exists();
    }

    @Test
    void aDeadSocketOfOursIsReplaced() throws IOException {
        leaveDeadSocket();
        Acceptor acceptor = listen();
        SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
        assertThat(files()).containsExactly(path);
        acceptor.close();
        assertThat(files()).isEmpty();
    }

    @Test
    void whenAnotherProcessTakesThePathWhileItIsExaminedThenItsSocketStays() throws IOException {
        leaveDeadSocket();
        SocketProbe slow = dead -> {
            String life = SocketProbe.STREAM.examine(dead);
            replaceByLivingSocket(dead);
            return life;
        };
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            assertThatThrownBy(() -> bind(channel, slow))
                    .isInstanceOf(BindFailedException.class)
                    .hasMessageContaining("another process took it just now");
        }
        assertThat(files()).containsExactly(path);
        SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
        rival.close();
    }

    @Test
    void whenTheSocketTakenAsideTurnsOutToLiveThenItIsPutBack() throws IOException {
        leaveDeadSocket();
        List<Path> examined = new ArrayList<>();
        SocketProbe probe = file -> {
            examined.add(file);
            return examined.size() == 1 ? SocketProbe.DEAD : "a listener answers there";
        };
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            assertThatThrownBy(() -> bind(channel, probe))
                    .isInstanceOf(BindFailedException.class)
                    .hasMessageContaining("another process took it just now");
        }
        assertThat(files()).containsExactly(path);
    }

    private ServerSocketChannel rival;

    private void replaceByLivingSocket(Path dead) {
        try {
            // made before the dead one is removed, so that it cannot get its inode number
            Path ready = directory.resolve("rival.sock");
            rival = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            rival.bind(UnixDomainSocketAddress.of(ready));
            Files.delete(dead);
            Files.move(ready, dead);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @RepeatedTest(50)
    void whenManyStartAtOnceThenExactlyOneGetsThePath() throws Exception {
        leaveDeadSocket();
        ExecutorService starters = Executors.newFixedThreadPool(8);
        try {
            CountDownLatch go = new CountDownLatch(1);
            List<Future<Acceptor>> results = new ArrayList<>();
            Callable<Acceptor> start = () -> {
                go.await();
                try {
                    return listen();
                } catch (BindFailedException e) {
                    return null;
                }
            };
            for (int i = 0; i < 8; i++) {
                results.add(starters.submit(start));
            }
            go.countDown();
            List<Acceptor> winners = new ArrayList<>();
            for (Future<Acceptor> result : results) {
                if (result.get() != null) {
                    winners.add(result.get());
                }
            }
            assertThat(winners).hasSize(1);
            SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
            assertThat(files()).containsExactly(path);
            winners.get(0).close();
        } finally {
            starters.shutdownNow();
        }
    }

    @Test
    void theFileNeverAppearsWithAnotherMode() throws Exception {
        ListenOptions options = ListenOptions.defaults().withUnixFile("rw-rw----", null);
        Set<String> seen = new ConcurrentSkipListSet<>();
        AtomicBoolean stop = new AtomicBoolean();
        Thread watcher = new Thread(() -> {
            while (!stop.get()) {
                try {
                    seen.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
                } catch (NoSuchFileException e) {
                    Thread.onSpinWait();
                } catch (IOException e) {
                    seen.add(e.toString());
                }
            }
        });
        watcher.start();
        for (int i = 0; i < 300; i++) {
            factory.listen(endpoint, options).close();
        }
        stop.set(true);
        watcher.join();
        assertThat(seen).isSubsetOf("rw-rw----");
    }

    /** T21: the other user is made by setpriv, which needs root. */
    @Test
    void anotherUserNeitherConnectsNorReachesThePrivateDirectoryWhileItIsBoundAgainAndAgain() throws Exception {
        assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                .as("only root can become another user")
                .isEqualTo(0);
        assumeThat(Path.of("/usr/bin/setpriv")).as("setpriv is installed").exists();
        assumeThat(Path.of("/usr/bin/nc")).as("nc is installed").exists();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        String attack = "i=0; while [ $i -lt 1000 ]; do i=$((i+1)); nc -N -U \"$1\" </dev/null >/dev/null 2>&1"
                + " && echo CONNECTED; ls \"$2\"/.ed* >/dev/null 2>&1 && [ -n \"$(ls \"$2\"/.ed* 2>/dev/null)\" ]"
                + " && echo LISTED; [ -e \"$3\" ] && exit; done";
        Path stop = directory.resolve("stop");
        Process other = new ProcessBuilder(
                        "/usr/bin/setpriv",
                        "--reuid=65534",
                        "--regid=65534",
                        "--clear-groups",
                        "sh",
                        "-c",
                        attack,
                        "sh",
                        path.toString(),
                        directory.toString(),
                        stop.toString())
                .redirectErrorStream(true)
                .start();
        for (int i = 0; i < 1_000; i++) {
            listen().close();
        }
        Files.createFile(stop);
        String output = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(output).isEmpty();
        other.waitFor();
    }

    @Test
    void modeAndGroupAreThoseAskedFor() throws IOException {
        String group = Files.readAttributes(directory, PosixFileAttributes.class)
                .group()
                .getName();
        Acceptor acceptor = factory.listen(endpoint, ListenOptions.defaults().withUnixFile("rw-rw----", group));
        PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class);
        assertThat(PosixFilePermissions.toString(attributes.permissions())).isEqualTo("rw-rw----");
        assertThat(attributes.group().getName()).isEqualTo(group);
        acceptor.close();
        Acceptor narrow = listen();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        narrow.close();
    }

    @Test
    void anUnknownGroupIsAnErrorThatNamesItAndLeavesNothingBehind() throws IOException {
        BindFailedException refused = refusal(ListenOptions.defaults().withUnixFile("rw-rw----", "no-such-group"));
        assertThat(refused).hasMessageContaining("there is no such group: unixGroup='no-such-group'");
        assertThat(files()).isEmpty();
    }

    @Test
    void theFileIsRemovedOnCloseOnlyWhileItIsOurs() throws IOException {
        Acceptor acceptor = listen();
        Files.delete(path);
        Files.writeString(path, "somebody else's");
        acceptor.close();
        assertThat(path).hasContent("somebody else's");
        Files.delete(path);
        Acceptor gone = listen();
        Files.delete(path);
        gone.close();
        gone.close();
        assertThat(files()).isEmpty();
    }

    @Test
    void aMissingDirectoryIsNamed() {
        UnixEndpoint nowhere = new UnixEndpoint(directory.resolve("missing/ed.sock"));
        assertThatThrownBy(() -> factory.listen(nowhere, ListenOptions.defaults()))
                .isInstanceOf(BindFailedException.class)
                .hasMessageContaining("the directory does not exist: directory=" + directory.resolve("missing"));
    }

    @Test
    void aPathThatFitsButLeavesNoRoomBesideItIsRefused() throws IOException {
        int missing = 106 - directory.toString().getBytes(StandardCharsets.UTF_8).length - 1 - 2;
        Path deep = Files.createDirectory(directory.resolve("x".repeat(missing)));
        UnixEndpoint tight = new UnixEndpoint(deep.resolve("s"));
        assertThat(SocketPath.isTooLong(tight.path())).isFalse();
        assertThatThrownBy(() -> factory.listen(tight, ListenOptions.defaults()))
                .isInstanceOf(BindFailedException.class)
                .hasMessageContaining("private directory beside it, whose path too long")
                .hasMessageContaining("108");
        assertThat(deep).isEmptyDirectory();
    }

    @Test
    void aRelativePathIsRelativeToTheWorkingDirectory() throws IOException {
        Path relative = Path.of("ed-relative-" + ProcessHandle.current().pid() + ".sock");
        Acceptor acceptor = factory.listen(new UnixEndpoint(relative), ListenOptions.defaults());
        assertThat(relative).exists();
        acceptor.close();
        assertThat(relative).doesNotExist();
    }
}
