package io.eventdispatcher.client;

import static io.eventdispatcher.client.DrivenClient.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.backoff.Backoff;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.UdpEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.Acceptor;
import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.ConnectHandler;
import io.eventdispatcher.transport.DatagramConnect;
import io.eventdispatcher.transport.DatagramOptions;
import io.eventdispatcher.transport.FakeDatagramPort;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.StreamTransportFactory;
import io.eventdispatcher.transport.TransportOptions;
import io.eventdispatcher.transport.Transports;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A permanent client over datagrams: always connected, and what the system did not take goes again, whole and once. */
class DatagramClientTests {

    private static final int PORT = 9;

    private final DrivenClient driven = new DrivenClient();
    private final List<FakeDatagramPort> ports = new ArrayList<>();
    private final List<String> received = new ArrayList<>();
    private final ConnectionHandler handler = (connection, bytes, offset, length) ->
            received.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
    private final PermanentClient client = PermanentClient.to(new UdpEndpoint("127.0.0.1", PORT), driven.loop)
            .name("x")
            .transports(Transports.using(new Ports()))
            .backoff(Backoff.parse("1,2,4"))
            .resolver(Runnable::run)
            .observer(driven)
            .handler(() -> handler)
            .build();

    @AfterEach
    void close() {
        driven.close();
    }

    /** Makes a new socket in memory for each attempt. */
    private final class Ports implements StreamTransportFactory {

        @Override
        public String scheme() {
            return "udp";
        }

        @Override
        public boolean supports(Endpoint endpoint) {
            return endpoint instanceof UdpEndpoint;
        }

        @Override
        public List<SocketAddress> resolve(Endpoint endpoint) {
            return List.of(FakeDatagramPort.peer(PORT));
        }

        @Override
        public ConnectAttempt connect(
                EventLoop loop, SocketAddress address, TransportOptions options, ConnectHandler outcome) {
            FakeDatagramPort port = new FakeDatagramPort();
            ports.add(port);
            return DatagramConnect.start(loop, port, address, DatagramOptions.of(options), 100, outcome);
        }

        @Override
        public Acceptor listen(Endpoint endpoint, ListenOptions options) {
            throw new IllegalStateException("nobody listens in this test");
        }
    }

    private FakeDatagramPort port() {
        return ports.get(ports.size() - 1);
    }

    private void start() {
        client.start();
        driven.settle();
        assertThat(client.state()).isEqualTo(ClientState.CONNECTED);
    }

    @Test
    void isConnectedAtOnceAndSendsWhatWaited() {
        client.send(frame("a"));
        start();
        client.send(frame("b"));
        driven.settle();
        assertThat(port().sent).containsExactly("9 a", "9 b");
        port().arrive(PORT, "answer");
        driven.settle();
        assertThat(received).containsExactly("answer");
    }

    @Test
    void whatTheSystemDidNotTakeGoesAgainAndNothingTwice() {
        start();
        port().sendFailures.add(new IOException("Network is unreachable"));
        for (String each : List.of("a", "b", "c")) {
            client.send(frame(each));
        }
        driven.settle();
        assertThat(client.state()).isEqualTo(ClientState.WAITING);
        assertThat(port().sent).isEmpty();
        driven.pass(Duration.ofSeconds(5));
        assertThat(ports).hasSize(2);
        assertThat(port().sent).containsExactly("9 a", "9 b", "9 c");
    }

    @Test
    void aFailureInTheMiddleSplitsExactlyThere() {
        client.start();
        driven.settle();
        FakeDatagramPort first = port();
        first.room = 2;
        for (String each : List.of("a", "b", "c", "d")) {
            client.send(frame(each));
        }
        driven.settle();
        assertThat(first.sent).containsExactly("9 a", "9 b");
        first.sendFailures.add(new IOException("Network is unreachable"));
        first.makeRoom(10);
        driven.settle();
        driven.pass(Duration.ofSeconds(5));
        assertThat(first.sent).containsExactly("9 a", "9 b");
        assertThat(port().sent).containsExactly("9 c", "9 d");
    }

    @Test
    void nobodyAtTheTargetIsNoReasonToConnectAgain() {
        start();
        port().sendFailures.add(new PortUnreachableException());
        client.send(frame("a"));
        port().fail(new PortUnreachableException());
        port().arrive(PORT, "answer");
        driven.settle();
        assertThat(port().sent).containsExactly("9 a");
        assertThat(received).containsExactly("answer");
        assertThat(ports).hasSize(1);
    }

    @Test
    void whatTheNetworkCannotCarryIsDroppedAndNotTriedForEver() {
        start();
        port().sendFailures.add(new IOException("Message too long"));
        client.send(frame("a"));
        client.send(frame("b"));
        driven.settle();
        assertThat(port().sent).containsExactly("9 b");
        assertThat(ports).hasSize(1);
    }

    @Test
    void whatIsTooLongForADatagramIsRefusedOrDroppedAndStopsNothing() {
        String tooLong = "x".repeat(101);
        assertThat(client.send(frame(tooLong)).accepted())
                .as("not known before there is a connection")
                .isTrue();
        client.send(frame("a"));
        start();
        assertThat(port().sent).containsExactly("9 a");
        assertThat(driven.dropped).containsExactly(tooLong + " TOO_LONG");
        Delivery refused = client.send(frame(tooLong));
        assertThat(refused.accepted()).isFalse();
        assertThat(refused.reason()).contains("length=101 max=100");
        assertThat(client.send(frame("x".repeat(100))).accepted()).isTrue();
    }

    @Test
    void stoppingDoesNotWaitForAPeerThatNeverEnds() {
        start();
        port().arrive(PORT, "unread");
        client.send(frame("last"));
        var stopped = client.stop(Duration.ofSeconds(30));
        driven.settle();
        assertThat(stopped).isCompletedWithValue(true);
        assertThat(port().sent).containsExactly("9 last");
        assertThat(port().isOpen()).isFalse();
    }
}
