package io.eventdispatcher.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.connection.Hold;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.framing.Framing;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.testing.ManualClock;
import io.eventdispatcher.testing.ScriptedPeer;
import io.eventdispatcher.transport.BindFailedException;
import io.eventdispatcher.transport.Transports;
import io.eventdispatcher.transport.tcp.TcpTransportFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenerTests {

    private static int names;

    private final EventLoop loop = EventLoop.open("test", LoopOptions.defaults(), new ManualClock());
    private final Endpoint endpoint = Endpoint.parse("local:listener-" + ++names);

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private Listener start(ListenerOptions options) throws IOException {
        return Listener.on(endpoint, loop, Echo::new)
                .name("main")
                .options(options)
                .start();
    }

    private static final class Echo implements ConnectionHandler {
        @Override
        public void onFrame(Connection connection, byte[] bytes, int offset, int length) {
            byte[] copy = new byte[length];
            System.arraycopy(bytes, offset, copy, 0, length);
            connection.send(ByteSource.of(copy));
        }
    }

    @Test
    void twoListenersOnOneEndpointAreRefusedWithTheReason() throws IOException {
        start(ListenerOptions.defaults());
        assertThatThrownBy(() -> start(ListenerOptions.defaults()))
                .isInstanceOf(BindFailedException.class)
                .hasMessageContaining(endpoint.toString());
    }

    @Test
    void anEndpointWithoutTransportIsRefusedAtOnce() {
        assertThatThrownBy(() -> Listener.on(Endpoint.parse("udp://127.0.0.1:1"), loop, Echo::new)
                        .transports(Transports.using(new TcpTransportFactory()))
                        .start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no transport for scheme 'udp'")
                .hasMessageContaining("tcp");
    }

    @Test
    void givesEachPeerAConnectionOfItsOwn() throws IOException {
        start(ListenerOptions.defaults());
        ScriptedPeer one = ScriptedPeer.connect(endpoint, loop);
        ScriptedPeer two = ScriptedPeer.connect(endpoint, loop);
        one.send("A\n");
        two.send("B\n");
        assertThat(one.received()).isEqualTo("A\n");
        assertThat(two.received()).isEqualTo("B\n");
    }

    @Test
    void tellsAPeerAboveTheLimitAndClosesIt() throws IOException {
        Listener listener = start(ListenerOptions.defaults()
                .withMaxConnections(1)
                .withRefusal(ByteSource.utf8("INVALID message=too many connections")));
        ScriptedPeer first = ScriptedPeer.connect(endpoint, loop);
        ScriptedPeer second = ScriptedPeer.connect(endpoint, loop);
        assertThat(second.received()).isEqualTo("INVALID message=too many connections\n");
        assertThat(second.isEnded()).isTrue();
        assertThat(listener.refused()).isEqualTo(1);
        first.send("still here\n");
        assertThat(first.received()).isEqualTo("still here\n");
        first.close();
        ScriptedPeer third = ScriptedPeer.connect(endpoint, loop);
        third.send("in\n");
        assertThat(third.received()).isEqualTo("in\n");
    }

    @Test
    void aRefusalThatIsNoFrameIsLeftOut() throws IOException {
        Listener listener = start(ListenerOptions.defaults()
                .withMaxConnections(1)
                .withRefusal(ByteSource.utf8("too many"))
                .withConnection(ConnectionOptions.server().withFraming(Framing.fixed(4))));
        ScriptedPeer.connect(endpoint, loop);
        ScriptedPeer second = ScriptedPeer.connect(endpoint, loop);
        assertThat(second.received()).isEmpty();
        assertThat(second.isEnded()).isTrue();
        assertThat(listener.refused()).isEqualTo(1);
    }

    @Test
    void pausedItNeitherAcceptsNorReads() throws IOException {
        Listener listener = start(ListenerOptions.defaults());
        ScriptedPeer peer = ScriptedPeer.connect(endpoint, loop);
        listener.pause();
        peer.settle();
        peer.send("A\n");
        ScriptedPeer.connect(endpoint, loop);
        assertThat(listener.state()).isEqualTo(ListenerState.PAUSED);
        assertThat(peer.received()).isEmpty();
        assertThat(listener.connections().size()).isEqualTo(1);
        listener.resume();
        peer.settle();
        assertThat(peer.received()).isEqualTo("A\n");
        assertThat(listener.connections().size()).isEqualTo(2);
    }

    @Test
    void stoppingUnbindsDrainsAndIsGraceful() throws IOException {
        Listener listener = start(ListenerOptions.defaults());
        ScriptedPeer peer = ScriptedPeer.connect(endpoint, loop).send("A\n");
        CompletableFuture<Boolean> stopped = listener.stop(Duration.ofSeconds(5));
        peer.settle();
        assertThat(stopped).isCompletedWithValue(true);
        assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
        assertThat(peer.received()).isEqualTo("A\n");
        assertThat(peer.isEnded()).isTrue();
        assertThat(start(ListenerOptions.defaults()).state()).isEqualTo(ListenerState.RUNNING);
    }

    @Test
    void whileStoppingALastWordFollowsTheAnswersInFlight() throws IOException {
        Hold[] held = new Hold[1];
        Listener listener = Listener.on(endpoint, loop, () -> (connection, bytes, offset, length) -> {
                    held[0] = connection.hold();
                })
                .start();
        ScriptedPeer working = ScriptedPeer.connect(endpoint, loop).send("A\n");
        Connection connection = listener.connections().connections().get(0);
        ScriptedPeer silent = ScriptedPeer.connect(endpoint, loop);
        CompletableFuture<Boolean> stopped =
                listener.stop(Duration.ofSeconds(5), each -> each == connection ? ByteSource.utf8("QUITTING") : null);
        working.settle();
        assertThat(silent.received()).isEmpty();
        assertThat(silent.isEnded()).isTrue();
        assertThat(working.received()).isEmpty();
        connection.send(ByteSource.utf8("answer"));
        held[0].close();
        working.settle();
        assertThat(working.received()).isEqualTo("answer\nQUITTING\n");
        assertThat(working.isEnded()).isTrue();
        assertThat(stopped).isCompletedWithValue(true);
    }

    @Test
    void aLastWordThatDoesNotFitIsLeftOut() throws IOException {
        Listener listener = start(ListenerOptions.defaults()
                .withConnection(ConnectionOptions.server().withFraming(Framing.fixed(4))));
        ScriptedPeer peer = ScriptedPeer.connect(endpoint, loop);
        CompletableFuture<Boolean> stopped = listener.stop(Duration.ofSeconds(5), each -> ByteSource.utf8("QUITTING"));
        peer.settle();
        assertThat(peer.received()).isEmpty();
        assertThat(peer.isEnded()).isTrue();
        assertThat(stopped).isCompletedWithValue(true);
    }

    @Test
    void startedPausedItIsBoundAndAcceptsNobodyUntilItIsResumed() throws IOException {
        Listener listener = Listener.on(endpoint, loop, Echo::new).paused(true).start();
        ScriptedPeer peer = ScriptedPeer.connect(endpoint, loop).send("A\n");
        assertThat(listener.state()).isEqualTo(ListenerState.PAUSED);
        assertThat(listener.connections().size()).isZero();
        listener.resume();
        peer.settle();
        assertThat(peer.received()).isEqualTo("A\n");
    }

    @Test
    void onAClosedLoopNothingStaysBound() throws IOException {
        EventLoop closed = EventLoop.open("closed");
        closed.close();
        assertThatThrownBy(() -> Listener.on(endpoint, closed, Echo::new).start())
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(start(ListenerOptions.defaults()).state()).isEqualTo(ListenerState.RUNNING);
    }

    @Test
    void canBePausedBeforeItHasBegun() throws Exception {
        loop.runOnce(0);
        Listener[] started = new Listener[1];
        Thread other = new Thread(() -> {
            try {
                started[0] = start(ListenerOptions.defaults());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        other.start();
        other.join();
        started[0].pause();
        ScriptedPeer peer = ScriptedPeer.connect(endpoint, loop);
        assertThat(started[0].connections().size()).isZero();
        started[0].resume();
        peer.settle();
        assertThat(started[0].connections().size()).isEqualTo(1);
    }

    @Test
    void theLoopEndsWhenItsListenerIsStopped() throws IOException {
        Listener listener = start(ListenerOptions.defaults());
        var unused = listener.stop(Duration.ZERO);
        loop.run();
        assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
    }
}
