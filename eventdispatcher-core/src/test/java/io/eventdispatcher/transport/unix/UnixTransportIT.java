package io.eventdispatcher.transport.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.UnixEndpoint;
import io.eventdispatcher.testing.StreamPair;
import io.eventdispatcher.testing.StreamPair.Outcome;
import io.eventdispatcher.testing.TransportContract;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.PeerCredentials;
import io.eventdispatcher.transport.StreamTransport;
import io.eventdispatcher.transport.StreamTransportFactory;
import io.eventdispatcher.transport.TransportOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "file modes and owners are those of POSIX")
class UnixTransportIT implements TransportContract {

    @TempDir
    Path directory;

    private final UnixTransportFactory factory = new UnixTransportFactory();

    @Override
    public boolean canMove() {
        return true;
    }

    @Override
    public StreamTransportFactory factory() {
        return factory;
    }

    @Override
    public Endpoint endpoint() {
        Path path = directory.resolve("ed.sock");
        return new UnixEndpoint(Files.exists(path) ? directory.resolve("second.sock") : path);
    }

    @Override
    public SocketAddress deadAddress() {
        return UnixDomainSocketAddress.of(directory.resolve("nobody.sock"));
    }

    @Test
    void addressesAreThePathAndUnnamed() throws IOException {
        try (StreamPair pair = StreamPair.connected(factory, endpoint())) {
            String path = directory.resolve("ed.sock").toString();
            assertThat(pair.server.stream.localAddress()).isEqualTo(path);
            assertThat(pair.client.stream.remoteAddress()).isEqualTo(path);
            assertThat(pair.client.stream.localAddress()).isEqualTo("(unnamed)");
            assertThat(pair.server.stream.remoteAddress()).isEqualTo("(unnamed)");
        }
    }

    @Test
    void peerCredentialsAreThoseOfThePeersProcessAndKeptAfterClose() throws IOException {
        try (StreamPair pair = StreamPair.connected(factory, endpoint())) {
            StreamTransport stream = pair.server.stream;
            PeerCredentials credentials = stream.peerCredentials();
            assertThat(credentials).isNotNull();
            assertThat(credentials.user()).isEqualTo(Files.getOwner(directory).getName());
            assertThat(pair.client.stream.peerCredentials()).isEqualTo(credentials);
            stream.close();
            assertThat(stream.peerCredentials()).isEqualTo(credentials);
            StreamTransport unasked = pair.connect();
            unasked.close();
            assertThat(unasked.peerCredentials()).isNull();
        }
    }

    @Test
    void whenTheBacklogIsFullThenConnectFailsInsteadOfWaiting() throws IOException {
        Endpoint small = new UnixEndpoint(directory.resolve("small.sock"));
        try (StreamPair pair = StreamPair.listening(factory, endpoint())) {
            var acceptor = factory.listen(small, ListenOptions.defaults().withBacklog(1));
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                Outcome outcome = new Outcome();
                outcomes.add(outcome);
                factory.connect(pair.loop, factory.resolve(small).get(0), TransportOptions.defaults(), outcome);
            }
            pair.step(() -> outcomes.stream().allMatch(Outcome::isKnown));
            assertThat(outcomes.get(0).failure).isNull();
            assertThat(outcomes.get(4).failure)
                    .hasMessageStartingWith("cannot connect to " + directory.resolve("small.sock"));
            outcomes.stream().filter(o -> o.stream != null).forEach(o -> o.stream.close());
            acceptor.close();
        }
    }

    @Test
    void pathsThatTheSystemCannotTakeAreRefusedNamingTheLimit() {
        UnixEndpoint tooLong = new UnixEndpoint(Path.of("/" + "x".repeat(106)));
        assertThatThrownBy(() -> factory.resolve(tooLong))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("path too long: length=107 max=106 bytes");
        assertThatThrownBy(() -> factory.listen(tooLong, ListenOptions.defaults()))
                .hasMessageContaining("path too long: length=107 max=106 bytes (the system has 108");
        UnixEndpoint noRoomBeside = new UnixEndpoint(Path.of("/tmp", "x".repeat(98), "s"));
        assertThatThrownBy(() -> factory.listen(noRoomBeside, ListenOptions.defaults()))
                .hasMessageContaining("the directory does not exist");
    }
}
