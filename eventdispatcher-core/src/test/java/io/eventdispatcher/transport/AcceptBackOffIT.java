package io.eventdispatcher.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.endpoint.TcpEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.testing.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AcceptBackOffIT {

    private final ManualClock clock = new ManualClock();
    private final EventLoop loop = EventLoop.open("accept", LoopOptions.defaults(), clock);
    private final List<StreamTransport> accepted = new ArrayList<>();
    private boolean exhausted = true;
    private int calls;
    private Socket peer;
    private ChannelAcceptor acceptor;

    @BeforeEach
    void aPeerWaitsAndThereAreNoDescriptors() throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        channel.configureBlocking(false);
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        acceptor = new ChannelAcceptor(
                channel,
                new TcpEndpoint("127.0.0.1", port),
                TransportOptions.defaults(),
                null,
                () -> {},
                () -> accept(channel));
        peer = new Socket(InetAddress.getLoopbackAddress(), port);
        acceptor.start(loop, "main", 100, accepted::add);
        awaitCall(1);
    }

    /** A peer that has connected is there, but on a busy machine not at once. */
    private void awaitCall(int number) {
        while (calls < number) {
            loop.runOnce(Duration.ofMillis(10).toNanos());
        }
    }

    private SocketChannel accept(ServerSocketChannel channel) throws IOException {
        calls++;
        if (exhausted) {
            throw new IOException("Too many open files");
        }
        return channel.accept();
    }

    @AfterEach
    void close() throws IOException {
        acceptor.close();
        accepted.forEach(StreamTransport::close);
        peer.close();
        loop.runOnce(0);
        loop.close();
    }

    private void turns() {
        for (int i = 0; i < 20; i++) {
            loop.runOnce(0);
        }
    }

    @Test
    void pausesOneSecondDoublingToThirty() {
        turns();
        assertThat(calls).isEqualTo(1);
        int expected = 1;
        for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30, 30}) {
            clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
            turns();
            assertThat(calls).as("before %d s are over", seconds).isEqualTo(expected);
            clock.advance(Duration.ofMillis(1));
            turns();
            assertThat(calls).as("after %d s", seconds).isEqualTo(++expected);
        }
        AcceptorStatistics statistics = acceptor.statistics();
        assertThat(statistics).isEqualTo(new AcceptorStatistics(0, expected, 1, 0));
    }

    @Test
    void acceptsTheWaitingPeerWhenDescriptorsAreBackAndStartsOverNextTime() {
        turns();
        clock.advance(Duration.ofSeconds(1));
        turns();
        exhausted = false;
        clock.advance(Duration.ofSeconds(2));
        turns();
        assertThat(accepted).hasSize(1);
        exhausted = true;
        int before = calls;
        connect();
        awaitCall(before + 1);
        turns();
        assertThat(acceptor.statistics()).isEqualTo(new AcceptorStatistics(1, 3, 2, 0));
        exhausted = false;
        clock.advance(Duration.ofSeconds(1));
        turns();
        assertThat(accepted).hasSize(2);
    }

    private void connect() {
        try {
            peer.close();
            peer = new Socket(InetAddress.getLoopbackAddress(), ((TcpEndpoint) acceptor.boundEndpoint()).port());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void pauseEndsTheBackOffAndResumeTriesAtOnce() {
        turns();
        acceptor.pause();
        exhausted = false;
        clock.advance(Duration.ofSeconds(60));
        turns();
        assertThat(accepted).isEmpty();
        acceptor.resume();
        turns();
        assertThat(accepted).hasSize(1);
    }

    @Test
    void closeDuringTheBackOffLeavesNoTimer() {
        turns();
        assertThat(loop.statistics().timersArmed()).isEqualTo(1);
        acceptor.close();
        turns();
        assertThat(loop.statistics().timersArmed()).isZero();
        assertThat(loop.sources()).isEmpty();
    }
}
