package io.eventdispatcher.transport.junix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.eventdispatcher.endpoint.AbstractEndpoint;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.testing.StreamPair;
import io.eventdispatcher.testing.StreamPair.Outcome;
import io.eventdispatcher.testing.ThreadLeaks;
import io.eventdispatcher.testing.TransportContract;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.PeerCredentials;
import io.eventdispatcher.transport.StreamTransport;
import io.eventdispatcher.transport.StreamTransportFactory;
import io.eventdispatcher.transport.TransportOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "abstract names are Linux's")
class JunixStreamIT implements TransportContract {

    private final JunixStreamFactory factory = new JunixStreamFactory();
    private ThreadLeaks threads;

    @BeforeEach
    void library() {
        assumeThat(JunixLibrary.problem(true)).as("junixsocket works here").isNull();
        threads = new ThreadLeaks();
    }

    @AfterEach
    void theThreadEndsWithTheLastChannel() {
        threads.awaitNone(PollThread.NAME);
    }

    @Override
    public StreamTransportFactory factory() {
        return factory;
    }

    @Override
    public Endpoint endpoint() {
        return new AbstractEndpoint("unix", name());
    }

    private static String name() {
        return "ed-test-" + ProcessHandle.current().pid() + "-"
                + Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    @Override
    public SocketAddress deadAddress() {
        return UnixAddress.ofName(name());
    }

    @Test
    void addressesAreTheNameAndUnnamed() throws IOException {
        Endpoint endpoint = endpoint();
        try (StreamPair pair = StreamPair.connected(factory, endpoint)) {
            String name = "@" + ((AbstractEndpoint) endpoint).name();
            assertThat(pair.server.stream.localAddress()).isEqualTo(name);
            assertThat(pair.client.stream.remoteAddress()).isEqualTo(name);
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
            assertThat(credentials.user())
                    .isEqualTo(Files.getOwner(Path.of("/proc/self")).getName());
            assertThat(pair.client.stream.peerCredentials()).isEqualTo(credentials);
            stream.close();
            assertThat(stream.peerCredentials()).isEqualTo(credentials);
        }
    }

    @Test
    void whenTheBacklogIsFullThenConnectFailsInsteadOfWaiting() throws IOException {
        Endpoint small = endpoint();
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
            assertThat(outcomes.get(4).failure).hasMessageContaining("the backlog of the listener is full");
            outcomes.stream().filter(o -> o.stream != null).forEach(o -> o.stream.close());
            acceptor.close();
        }
    }

    @Test
    void anIdleStreamWithInterestWakesNobody() throws IOException {
        try (StreamPair pair = StreamPair.connected(factory, endpoint())) {
            pair.settle();
            long turns = pair.loop.statistics().turns();
            int readables = pair.server.readables;
            pair.loop.runOnce(200_000_000);
            assertThat(pair.loop.statistics().turns() - turns).isLessThanOrEqualTo(1);
            assertThat(pair.server.readables).isEqualTo(readables);
        }
    }
}
