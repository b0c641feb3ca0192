package io.eventdispatcher.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.TcpEndpoint;
import io.eventdispatcher.testing.StreamPair;
import io.eventdispatcher.testing.TransportContract;
import io.eventdispatcher.transport.BindFailedException;
import io.eventdispatcher.transport.BindFailedException.Reason;
import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.KeepAliveProbes;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.StreamTransportFactory;
import io.eventdispatcher.transport.TransportOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.junit.jupiter.api.Test;

class TcpTransportIT implements TransportContract {

    private final TcpTransportFactory factory = new TcpTransportFactory();

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
        return Endpoint.parse("tcp://127.0.0.1:0");
    }

    @Override
    public SocketAddress deadAddress() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return closed.getLocalSocketAddress();
        }
    }

    @Test
    void whenTheAddressIsNotOursThenListenSaysSo() {
        assertThatThrownBy(() -> factory.listen(
                        Endpoint.parse("tcp://203.0.113.7:0"),
                        ListenOptions.defaults().withUnsafePlaintext(true)))
                .isInstanceOfSatisfying(
                        BindFailedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CANNOT_ASSIGN))
                .hasMessageStartingWith("cannot listen on tcp://203.0.113.7:0: cannot assign the address");
    }

    @Test
    void plaintextOffLoopbackIsRefusedUnlessItIsAllowed() throws IOException {
        for (String everywhere : List.of("tcp://0.0.0.0:0", "tcp://203.0.113.7:0")) {
            assertThatThrownBy(() -> factory.listen(Endpoint.parse(everywhere), ListenOptions.defaults()))
                    .isInstanceOfSatisfying(
                            BindFailedException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
                    .hasMessageContaining("nothing is encrypted")
                    .hasMessageContaining("unsafe-plaintext");
        }
        factory.listen(Endpoint.parse("tcp://127.0.0.2:0"), ListenOptions.defaults())
                .close();
    }

    @Test
    void addressTextIsThatOfThePeer() throws IOException {
        try (StreamPair pair = StreamPair.connected(factory, endpoint())) {
            TcpEndpoint bound = (TcpEndpoint) pair.acceptor.boundEndpoint();
            assertThat(bound.port()).isPositive();
            assertThat(pair.client.stream.remoteAddress()).isEqualTo("127.0.0.1:" + bound.port());
            assertThat(pair.client.stream.localAddress()).matches("127\\.0\\.0\\.1:[0-9]+");
            assertThat(pair.client.stream.peerCredentials()).isNull();
        }
    }

    @Test
    void ipv6WorksAndPrintsInBrackets() throws IOException {
        assumeIpv6();
        try (StreamPair pair = StreamPair.connected(factory, Endpoint.parse("tcp://[::1]:0"))) {
            assertThat(pair.client.stream.remoteAddress()).matches("\\[::1]:[0-9]+");
            assertThat(pair.server.stream.isLoopback()).isTrue();
        }
    }

    @Test
    void theIpv6WildcardTakesBothFamiliesAndTheIpv4OneOnlyIpv4() throws Exception {
        assumeIpv6();
        try (StreamPair pair = StreamPair.listening(factory, Endpoint.parse("tcp://[::]:0"))) {
            int port = ((TcpEndpoint) pair.acceptor.boundEndpoint()).port();
            new Socket("127.0.0.1", port).close();
            new Socket("::1", port).close();
            pair.step(() -> pair.accepted.size() == 2);
            assertThat(pair.accepted.get(0).localAddress()).isEqualTo("127.0.0.1:" + port);
        }
        try (StreamPair pair = StreamPair.listening(factory, Endpoint.parse("tcp://0.0.0.0:0"))) {
            int port = ((TcpEndpoint) pair.acceptor.boundEndpoint()).port();
            new Socket("127.0.0.1", port).close();
            assertThatThrownBy(() -> new Socket("::1", port).close()).isInstanceOf(IOException.class);
        }
    }

    private static void assumeIpv6() throws IOException {
        assumeThat(NetworkInterface.getByInetAddress(InetAddress.getByName("::1")))
                .as("this machine has no IPv6 loopback")
                .isNotNull();
    }

    @Test
    void aResetOfThePeerIsAFailedRead() throws IOException {
        try (StreamPair pair = StreamPair.listening(factory, endpoint())) {
            SocketChannel peer = SocketChannel.open(pair.address());
            pair.step(() -> pair.accepted.size() == 1);
            pair.server.attach(pair.accepted.get(0), "server");
            pair.server.stream.writeInterest(true);
            pair.server.onWritable = () -> pair.server.stream.writeInterest(false);
            peer.setOption(StandardSocketOptions.SO_LINGER, 0);
            peer.close();
            pair.step(() -> pair.server.ended);
            assertThat(pair.server.readFailure).hasMessageContaining("reset");
            int readables = pair.server.readables;
            pair.settle();
            assertThat(pair.server.readables).as("no spin after a reset").isEqualTo(readables);
            assertThatThrownBy(() -> pair.server.stream.write(ByteBuffer.allocate(1)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void peersThatConnectAndVanishAreAcceptedAndEnd() throws IOException {
        try (StreamPair pair = StreamPair.listening(factory, endpoint())) {
            pair.acceptor.pause();
            for (int i = 0; i < 200; i++) {
                SocketChannel peer = SocketChannel.open(pair.address());
                peer.setOption(StandardSocketOptions.SO_LINGER, 0);
                peer.close();
            }
            pair.acceptor.resume();
            pair.step(() -> pair.acceptor.statistics().accepted()
                            + pair.acceptor.statistics().vanished()
                    == 200);
            assertThat(pair.acceptor.statistics().failures()).isZero();
        }
    }

    @Test
    void anAttemptThatIsNeverAnsweredCanBeCancelled() throws IOException {
        // a listener whose backlog is full answers no further connection requests
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                StreamPair pair = StreamPair.listening(factory, endpoint())) {
            SocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), full.getLocalPort());
            StreamPair.Outcome[] outcomes = new StreamPair.Outcome[8];
            ConnectAttempt[] attempts = new ConnectAttempt[outcomes.length];
            for (int i = 0; i < outcomes.length; i++) {
                outcomes[i] = new StreamPair.Outcome();
                attempts[i] = factory.connect(pair.loop, address, TransportOptions.defaults(), outcomes[i]);
            }
            pair.settle();
            assertThat(outcomes[7].isKnown()).isFalse();
            assertThat(pair.loop.sources()).extracting("name").contains("connect 127.0.0.1:" + full.getLocalPort());
            for (int i = 0; i < outcomes.length; i++) {
                attempts[i].cancel();
                if (outcomes[i].stream != null) {
                    outcomes[i].stream.close();
                }
            }
            pair.settle();
            assertThat(pair.loop.sources()).extracting("name").containsExactly("listener");
        }
    }

    @Test
    void aConnectionToItselfIsTakenForRefused() throws IOException {
        // Linux prefers even ports for connecting, so an even dead port is hit after some thousand attempts, 0.2 s
        SocketAddress dead = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), ((InetSocketAddress) deadAddress()).getPort() & ~1);
        try (StreamPair pair = StreamPair.listening(factory, endpoint())) {
            StreamPair.Outcome outcome = new StreamPair.Outcome();
            for (int i = 0; i < 50_000 && (outcome.failure == null || !isSelf(outcome)); i++) {
                StreamPair.Outcome next = new StreamPair.Outcome();
                factory.connect(pair.loop, dead, TransportOptions.defaults(), next);
                pair.step(next::isKnown);
                assertThat(next.stream).isNull();
                outcome = next;
            }
            assumeThat(isSelf(outcome))
                    .as("the system chose the dead port once")
                    .isTrue();
            assertThat(outcome.failure).hasMessageEndingWith("connected to itself, nobody listens there");
        }
    }

    private static boolean isSelf(StreamPair.Outcome outcome) {
        return outcome.failure.getMessage().contains("itself");
    }

    @Test
    void optionsAreTakenByTheKernel() throws IOException {
        KeepAliveProbes probes = new KeepAliveProbes(60, 10, 3);
        TransportOptions tuned = TransportOptions.defaults().withTuning(probes).withBuffers(32 * 1024, 32 * 1024);
        try (StreamPair pair = StreamPair.listening(factory, endpoint())) {
            var tight = factory.listen(endpoint(), ListenOptions.defaults().withAccepted(tuned));
            tight.start(pair.loop, "tight", 100, pair.accepted::add);
            StreamPair.Outcome outcome = new StreamPair.Outcome();
            factory.connect(pair.loop, factory.resolve(tight.boundEndpoint()).get(0), tuned, outcome);
            pair.step(() -> outcome.isKnown() && pair.accepted.size() == 1);
            assertThat(outcome.failure).isNull();
            pair.client.attach(outcome.stream, "client");
            assertThat(pair.client.fill()).as("small buffers hold little").isLessThan(1024 * 1024);
            tight.close();
        }
    }
}
