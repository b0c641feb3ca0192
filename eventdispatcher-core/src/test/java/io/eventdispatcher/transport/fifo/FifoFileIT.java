package io.eventdispatcher.transport.fifo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.endpoint.FifoEndpoint;
import io.eventdispatcher.testing.Descriptors;
import io.eventdispatcher.testing.StreamPair;
import io.eventdispatcher.testing.StreamPair.Outcome;
import io.eventdispatcher.transport.Acceptor;
import io.eventdispatcher.transport.BindFailedException;
import io.eventdispatcher.transport.BindFailedException.Reason;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.PeerCredentials;
import io.eventdispatcher.transport.TransportOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The file: made, checked, left alone, removed. */
@Timeout(60)
@EnabledOnOs(value = OS.LINUX, disabledReason = "FIFOs are used in the way Linux has them")
class FifoFileIT {

    @TempDir
    Path directory;

    private final FifoTransportFactory factory = new FifoTransportFactory();

    private Path path() {
        return directory.resolve("in");
    }

    private Acceptor listen() throws IOException {
        return factory.listen(new FifoEndpoint(path()), ListenOptions.defaults());
    }

    private String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    }

    private void refusedAsOccupied(String reason) {
        assertThatThrownBy(this::listen)
                .isInstanceOfSatisfying(
                        BindFailedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.OCCUPIED))
                .hasMessageContaining(reason)
                .hasMessageContaining(path().toString());
    }

    @Test
    void whatIsNotAFifoIsRefusedAndLeftAlone() throws IOException {
        Files.writeString(path(), "precious");
        refusedAsOccupied("a regular file is there, not a FIFO");
        assertThat(path()).hasContent("precious");
        Files.delete(path());
        Files.createDirectory(path());
        refusedAsOccupied("a directory is there");
        assertThat(path()).isDirectory();
    }

    @Test
    void aSymbolicLinkIsRefusedAlsoWhenItLeadsToAFifo() throws Exception {
        Path real = directory.resolve("real");
        FifoPeer.run("mkfifo -m 600 $1", real);
        Files.createSymbolicLink(path(), real);
        refusedAsOccupied("a symbolic link is there");
        assertThat(path()).isSymbolicLink();
        Files.delete(path());
        Files.createSymbolicLink(path(), directory.resolve("nothing"));
        refusedAsOccupied("a symbolic link is there");
        assertThat(directory.resolve("nothing")).doesNotExist();
    }

    @Test
    void aFifoThatAnotherProcessReadsIsInUse() throws Exception {
        FifoPeer.run("mkfifo -m 600 $1", path());
        Process reader =
                new ProcessBuilder("sh", "-c", "exec 3<>\"$0\"; echo open; read -r end", path().toString()).start();
        try {
            assertThat(reader.inputReader().readLine()).isEqualTo("open");
            assertThatThrownBy(this::listen)
                    .isInstanceOfSatisfying(
                            BindFailedException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.ADDRESS_IN_USE))
                    .hasMessageContaining("another process reads it already: pid=" + reader.pid());
        } finally {
            reader.destroyForcibly().waitFor();
        }
        listen().close();
        assertThat(path()).exists();
    }

    @Test
    void whenTheDirectoryIsMissingThenListenFailsNamingIt() {
        FifoEndpoint endpoint = new FifoEndpoint(directory.resolve("no/in"));
        assertThatThrownBy(() -> factory.listen(endpoint, ListenOptions.defaults()))
                .isInstanceOfSatisfying(
                        BindFailedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
                .hasMessageContaining("the directory does not exist: directory=" + directory.resolve("no"));
    }

    @Test
    void whenTheGroupIsUnknownThenListenFailsAndLeavesNothing() {
        ListenOptions options = ListenOptions.defaults().withUnixFile("rw-rw----", "no-such-group");
        assertThatThrownBy(() -> factory.listen(new FifoEndpoint(path()), options))
                .hasMessageContaining("there is no such group: unixGroup='no-such-group'");
        assertThat(path()).doesNotExist();
    }

    @Test
    void whenTheReplyIsUnusableThenNothingIsLeftBehind() throws IOException {
        Path reply = directory.resolve("out");
        Files.writeString(reply, "precious");
        assertThatThrownBy(() -> factory.listen(new FifoEndpoint(path(), reply), ListenOptions.defaults()))
                .hasMessageContaining("a regular file is there");
        assertThat(reply).hasContent("precious");
        assertThat(path()).doesNotExist();
        Files.delete(reply);
        factory.listen(new FifoEndpoint(path(), reply), ListenOptions.defaults())
                .close();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aMissingFifoIsMadeForTheOwnerAloneAndRemovedOnClose() throws Exception {
        try (StreamPair pair = StreamPair.listening(factory, new FifoEndpoint(path()))) {
            assertThat(permissions(path())).isEqualTo("rw-------");
            assertThat(FifoIdentity.of(path()).isFifo()).isTrue();
            pair.client.attach(pair.connect(), "client");
            pair.step(() -> pair.accepted.size() == 1);
            PeerCredentials credentials = pair.accepted.get(0).peerCredentials();
            assertThat(credentials).isNotNull();
            assertThat(credentials.user()).isEqualTo(Files.getOwner(directory).getName());
        }
        assertThat(path()).doesNotExist();
    }

    @Test
    void aFifoThatOthersMayWriteToTellsNoCredentials() throws Exception {
        ListenOptions options = ListenOptions.defaults().withUnixFile("rw--w----", null);
        Acceptor acceptor = factory.listen(new FifoEndpoint(path()), options);
        assertThat(permissions(path())).isEqualTo("rw--w----");
        acceptor.close();
        FifoPeer.run("mkfifo -m 622 $1", path());
        try (StreamPair pair = StreamPair.connected(factory, new FifoEndpoint(path()))) {
            assertThat(pair.server.stream.peerCredentials()).isNull();
        }
    }

    @Test
    void aFifoThatWasThereIsUsedAsItIsAndStays() throws Exception {
        FifoPeer.run("mkfifo -m 640 $1", path());
        listen().close();
        listen().close();
        assertThat(permissions(path())).isEqualTo("rw-r-----");
        assertThat(FifoIdentity.of(path()).isFifo()).isTrue();
    }

    @Test
    void whatReplacedOurFifoIsNotRemoved() throws IOException {
        Acceptor acceptor = listen();
        Files.delete(path());
        Files.writeString(path(), "precious");
        acceptor.close();
        assertThat(path()).hasContent("precious");
    }

    @Test
    void aRenamedOrReplacedFifoIsStillListenedOnThroughItsHandle() throws Exception {
        try (StreamPair pair = StreamPair.listening(factory, new FifoEndpoint(path()))) {
            Path moved = directory.resolve("moved");
            Files.move(path(), moved);
            Files.createSymbolicLink(path(), directory.resolve("elsewhere"));
            for (int i = 1; i <= 3; i++) {
                FifoPeer.run("echo ALIVE > $1", moved);
                int expected = i;
                pair.step(() -> pair.accepted.size() == expected);
                StreamPair.End end = new StreamPair.End();
                end.attach(pair.accepted.get(i - 1), "server");
                pair.step(() -> end.ended);
                assertThat(end.text()).isEqualTo("ALIVE\n");
                end.stream.close();
            }
            assertThat(directory.resolve("elsewhere")).doesNotExist();
        }
    }

    @Test
    void aClientWritesIntoFifosOnly() throws IOException {
        Files.writeString(path(), "precious");
        try (StreamPair pair = StreamPair.listening(factory, new FifoEndpoint(directory.resolve("other")))) {
            Outcome outcome = new Outcome();
            factory.connect(pair.loop, new FifoAddress(path(), null), TransportOptions.defaults(), outcome);
            pair.step(outcome::isKnown);
            assertThat(outcome.failure).hasMessageContaining("a regular file is there, not a FIFO");
        }
        assertThat(path()).hasContent("precious");
    }

    /** T22: between looking and opening, somebody puts something else there. */
    @Test
    void aSwapBetweenLookingAndOpeningIsNoticed() throws Exception {
        int rounds = Integer.getInteger("fifo.swaps", 300);
        Path real = directory.resolve("real");
        Path wrong = directory.resolve("wrong");
        Path precious = directory.resolve("precious");
        Files.writeString(precious, "precious");
        FifoPeer.run("mkfifo -m 600 $1 && ln $1 $2", real, path());
        FifoIdentity expected = FifoIdentity.of(real);
        AtomicBoolean stop = new AtomicBoolean();
        Thread attacker = new Thread(() -> swap(stop, real, wrong, precious));
        attacker.start();
        int right = 0;
        int noticed = 0;
        try {
            for (int i = 0; i < rounds; i++) {
                try (FifoDoor door = FifoDoor.open(path(), FifoCheck.before(path(), false))) {
                    assertThat(FifoIdentity.ofHandle(door.way()).isSameFile(expected))
                            .isTrue();
                    right++;
                } catch (IOException refused) {
                    noticed++;
                }
            }
        } finally {
            stop.set(true);
            attacker.join();
        }
        assertThat(right + noticed).isEqualTo(rounds);
        assertThat(noticed).as("right=" + right).isPositive();
        assertThat(precious).hasContent("precious");
        assertThat(Descriptors.below(directory)).isEmpty();
    }

    private void swap(AtomicBoolean stop, Path real, Path wrong, Path precious) {
        try {
            for (int i = 0; !stop.get(); i++) {
                if (i % 2 == 0) {
                    Files.createSymbolicLink(wrong, precious);
                } else {
                    Files.createLink(wrong, precious);
                }
                Files.move(wrong, path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                Files.createLink(wrong, real);
                Files.move(wrong, path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                Files.deleteIfExists(wrong);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
