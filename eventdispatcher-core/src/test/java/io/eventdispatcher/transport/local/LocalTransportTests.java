package io.eventdispatcher.transport.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.testing.StreamPair;
import io.eventdispatcher.testing.StreamPair.Outcome;
import io.eventdispatcher.testing.TransportContract;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.StreamTransport;
import io.eventdispatcher.transport.StreamTransportFactory;
import io.eventdispatcher.transport.TransportOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class LocalTransportTests implements TransportContract {

    private final LocalTransportFactory factory = new LocalTransportFactory();

    @Override
    public StreamTransportFactory factory() {
        return factory;
    }

    @Override
    public Endpoint endpoint() {
        return Endpoint.parse("local:contract");
    }

    @Override
    public SocketAddress deadAddress() {
        return new LocalAddress("nobody", 0);
    }

    @Test
    void endsAreNumberedPerListener() throws IOException {
        try (StreamPair pair = StreamPair.connected(factory, endpoint())) {
            StreamTransport second = pair.connect();
            assertThat(pair.client.stream.localAddress()).isEqualTo("local:contract#1");
            assertThat(second.localAddress()).isEqualTo("local:contract#2");
            assertThat(second.remoteAddress()).isEqualTo("local:contract");
            assertThat(second.peerCredentials()).isNull();
            second.close();
        }
    }

    @Test
    void whenTheBacklogIsFullThenConnectFails() throws IOException {
        try (StreamPair pair = StreamPair.listening(factory, endpoint())) {
            var small = factory.listen(
                    Endpoint.parse("local:small"), ListenOptions.defaults().withBacklog(1));
            SocketAddress address = new LocalAddress("small", 0);
            Outcome first = new Outcome();
            Outcome second = new Outcome();
            factory.connect(pair.loop, address, TransportOptions.defaults(), first);
            factory.connect(pair.loop, address, TransportOptions.defaults(), second);
            pair.step(second::isKnown);
            assertThat(first.stream.isOpen()).isTrue();
            assertThat(second.failure).hasMessage("cannot connect to local:small: the backlog is full: backlog=1");
            small.close();
        }
    }

    @Test
    void eachDirectionHolds64KiB() throws IOException {
        try (StreamPair pair = StreamPair.connected(factory, endpoint())) {
            assertThat(pair.client.fill()).isEqualTo(64 * 1024);
            assertThat(pair.server.fill()).isEqualTo(64 * 1024);
        }
    }

    @Test
    void bytesWrapAroundTheRing() throws IOException {
        try (StreamPair pair = StreamPair.connected(factory, endpoint())) {
            StreamTransport from = pair.client.stream;
            StreamTransport to = pair.server.stream;
            ByteBuffer in = ByteBuffer.allocate(50_000);
            for (int round = 0; round < 10; round++) {
                byte[] bytes = new byte[50_000];
                Arrays.fill(bytes, (byte) round);
                bytes[49_999] = 99;
                assertThat(from.write(ByteBuffer.wrap(bytes))).isEqualTo(50_000);
                in.clear();
                assertThat(to.read(in)).isEqualTo(50_000);
                assertThat(in.array()).isEqualTo(bytes);
                assertThat(to.read(in.clear())).isZero();
            }
        }
    }

    @Test
    void attachedStreamsAndListenersKeepTheLoopAlive() throws IOException {
        try (StreamPair pair = StreamPair.connected(factory, endpoint())) {
            assertThat(pair.loop.sources()).extracting("name").contains("client", "server", "listener");
            pair.client.stream.close();
            pair.server.stream.close();
            pair.acceptor.close();
            assertThat(pair.loop.sources()).isEmpty();
        }
    }

    @Test
    void whenThePeersLoopIsClosedThenWritingFailsAndTheStreamEnds() throws IOException {
        EventLoop other = EventLoop.open("other");
        try (StreamPair pair = StreamPair.listening(factory, endpoint())) {
            Outcome outcome = new Outcome();
            factory.connect(other, pair.address(), TransportOptions.defaults(), outcome);
            other.runOnce(0);
            pair.client.attach(outcome.stream, "client");
            pair.step(() -> pair.accepted.size() == 1);
            pair.server.attach(pair.accepted.get(0), "server");
            pair.client.send("x");
            pair.step(() -> pair.server.text().equals("x"));
            other.close();
            pair.server.send("y");
            pair.step(() -> pair.server.ended);
            pair.server.send("z");
            assertThat(pair.server.writeFailure).hasMessage("Broken pipe");
        }
    }

    @Test
    void whenTheLoopTakesNoTaskThenTheListenersEndIsClosedToo() throws IOException {
        try (StreamPair pair = StreamPair.listening(factory, endpoint());
                EventLoop full =
                        EventLoop.open("full", LoopOptions.defaults().withMaxPendingTasks(1), NanoClock.system())) {
            full.execute(() -> {});
            SocketAddress address = pair.address();
            assertThatThrownBy(() -> factory.connect(full, address, TransportOptions.defaults(), new Outcome()))
                    .isInstanceOf(RejectedExecutionException.class);
            pair.step(() -> !pair.accepted.isEmpty());
            pair.server.attach(pair.accepted.get(0), "server");
            pair.step(() -> pair.server.ended);
        }
    }
}
