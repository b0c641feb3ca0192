package io.eventdispatcher.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.TcpEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.testing.ScriptedPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A listener on three loops, each stepped by the test, so that what happens between them happens when it is wanted. */
class SpreadListenerIT {

    private static final long LIMIT_NANOS = 30_000_000_000L;

    private final EventLoop first = EventLoop.open("first");
    private final EventLoop second =
            EventLoop.open("second", LoopOptions.defaults().withMaxPendingTasks(3), NanoClock.system());
    private final EventLoop third = EventLoop.open("third");
    private final List<Socket> peers = new ArrayList<>();
    private List<EventLoop> loops = List.of();
    private Listener listener;

    @AfterEach
    void close() throws IOException {
        for (Socket peer : peers) {
            peer.close();
        }
        listener.stop(Duration.ZERO);
        for (EventLoop loop : List.of(first, second, third)) {
            if (!loop.isClosed()) {
                loop.runOnce(0);
                loop.close();
            }
        }
    }

    private static final class Echo implements ConnectionHandler {
        @Override
        public void onFrame(Connection connection, byte[] bytes, int offset, int length) {
            connection.send(ByteSource.utf8(new String(bytes, offset, length, StandardCharsets.UTF_8)));
        }
    }

    private void listen(ListenerOptions options, EventLoop... further) throws IOException {
        listen(Endpoint.parse("tcp://127.0.0.1:0"), options, Echo::new, further);
    }

    private void listen(
            Endpoint endpoint, ListenerOptions options, Supplier<ConnectionHandler> handlers, EventLoop... further)
            throws IOException {
        loops = Stream.concat(Stream.of(first), Stream.of(further)).toList();
        listener = Listener.on(endpoint, first, handlers)
                .name("main")
                .options(options)
                .spreadOver(List.of(further))
                .start();
    }

    private static void step(BooleanSupplier condition, EventLoop... loops) {
        long start = loops[0].nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(loops[0].nanoTime() - start).as("nanoseconds waited").isLessThan(LIMIT_NANOS);
            for (EventLoop loop : loops) {
                loop.runOnce(2_000_000);
            }
        }
    }

    /** Connects a peer that is accepted but, on another loop than the first, not opened yet. */
    private Socket connect() throws IOException {
        long before = listener.accepted();
        int port = ((TcpEndpoint) listener.endpoint()).port();
        Socket peer = new Socket(InetAddress.getLoopbackAddress(), port);
        peer.setSoTimeout(30_000);
        peers.add(peer);
        step(() -> listener.accepted() > before, first);
        return peer;
    }

    private void open() {
        step(() -> listener.connections().size() == listener.connections().occupied(), first, second, third);
    }

    private List<Integer> occupied() {
        return loops.stream().map(listener.connections()::occupied).toList();
    }

    private static void say(Socket peer, String text) throws IOException {
        peer.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hear(Socket peer, int bytes) throws IOException {
        return new String(peer.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
    }

    @Test
    void tenConnectionsAreSpreadEvenlyOverThreeLoops() throws IOException {
        listen(ListenerOptions.defaults(), second, third);
        for (int i = 0; i < 10; i++) {
            connect();
            open();
        }
        assertThat(occupied()).containsExactly(4, 3, 3);
        assertThat(listener.connections().connections())
                .extracting(Connection::loop)
                .startsWith(first, second, third, first);
    }

    @Test
    void thoseOnTheirWayCountToo() throws IOException {
        listen(ListenerOptions.defaults(), second, third);
        for (int i = 0; i < 9; i++) {
            connect();
        }
        assertThat(occupied()).containsExactly(3, 3, 3);
        assertThat(listener.connections().size()).as("opened on the first loop").isEqualTo(3);
        open();
        assertThat(listener.connections().size()).isEqualTo(9);
    }

    @Test
    void aPeerGoesWhereTheFewestAre() throws IOException {
        listen(ListenerOptions.defaults(), second, third);
        for (int i = 0; i < 6; i++) {
            connect();
        }
        open();
        peers.get(2).close();
        peers.get(5).close();
        step(() -> listener.connections().size() == 4, third);
        connect();
        connect();
        assertThat(occupied()).containsExactly(2, 2, 2);
    }

    @Test
    void thePeerAboveTheLimitIsRefusedAlsoWhileOthersAreOnTheirWay() throws IOException {
        listen(ListenerOptions.defaults().withMaxConnections(2).withRefusal(ByteSource.utf8("INVALID")), second, third);
        connect();
        Socket onItsWay = connect();
        Socket refused = connect();
        assertThat(hear(refused, 8)).isEqualTo("INVALID\n");
        assertThat(refused.getInputStream().read()).isEqualTo(-1);
        assertThat(listener.refused()).isEqualTo(1);
        open();
        say(onItsWay, "A\n");
        step(() -> listener.connections().statistics().framesSent() == 1, second);
        assertThat(hear(onItsWay, 2)).isEqualTo("A\n");
        onItsWay.close();
        step(() -> listener.connections().size() == 1, second);
        connect();
        assertThat(occupied()).containsExactly(1, 1, 0);
    }

    @Test
    void aPeerThatVanishesOnItsWayIsOpenedAndClosed() throws IOException {
        listen(ListenerOptions.defaults(), second);
        connect();
        Socket vanishing = connect();
        vanishing.setSoLinger(true, 0);
        vanishing.close();
        step(() -> listener.connections().statistics().closed().getOrDefault(CloseReason.PEER, 0L) == 1, second);
        assertThat(listener.connections().occupied(first)).isEqualTo(1);
        assertThat(listener.connections().occupied(second)).isZero();
        assertThat(listener.connections().statistics().opened()).isEqualTo(2);
    }

    @Test
    void whilePausedNothingIsReadFromPeersThatWereOnTheirWay() throws IOException {
        listen(ListenerOptions.defaults(), second);
        connect();
        Socket onItsWay = connect();
        say(onItsWay, "A\n");
        listener.pause();
        open();
        for (int i = 0; i < 5; i++) {
            second.runOnce(2_000_000);
        }
        assertThat(listener.connections().statistics().framesReceived()).isZero();
        assertThat(listener.connections().statistics().suspended()).isEqualTo(2);
        listener.resume();
        step(() -> listener.connections().statistics().framesSent() == 1, second);
        assertThat(hear(onItsWay, 2)).isEqualTo("A\n");
        assertThat(listener.connections().statistics().suspended()).isZero();
    }

    @Test
    void stoppingClosesThoseOnTheirWay() throws IOException {
        listen(ListenerOptions.defaults(), second);
        connect();
        Socket onItsWay = connect();
        CompletableFuture<Boolean> stopped = listener.stop(Duration.ofSeconds(5));
        step(stopped::isDone, first, second);
        assertThat(stopped).isCompletedWithValue(true);
        assertThat(onItsWay.getInputStream().read()).isEqualTo(-1);
        assertThat(listener.connections().occupied()).isZero();
        assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
    }

    @Test
    void stoppingDrainsTheConnectionsOfAllLoops() throws IOException {
        listen(ListenerOptions.defaults(), second, third);
        for (int i = 0; i < 3; i++) {
            say(connect(), "A\n");
        }
        step(() -> listener.connections().statistics().framesReceived() == 3, first, second, third);
        CompletableFuture<Boolean> stopped = listener.stop(Duration.ofSeconds(5));
        step(stopped::isDone, first, second, third);
        assertThat(stopped).isCompletedWithValue(true);
        for (Socket peer : peers) {
            assertThat(hear(peer, 3)).as("all, then the end").isEqualTo("A\n");
        }
        assertThat(listener.connections().statistics().closed()).containsEntry(CloseReason.SHUTDOWN, 3L);
    }

    @Test
    void aLoopThatWasClosedGetsNobodyAndLosesWhoWasOnTheWay() throws IOException {
        listen(ListenerOptions.defaults(), second, third);
        connect();
        Socket lost = connect();
        second.close();
        for (int i = 0; i < 4; i++) {
            connect();
        }
        assertThat(occupied()).containsExactly(3, 0, 2);
        assertThat(lost.getInputStream().read()).isEqualTo(-1);
        CompletableFuture<Boolean> stopped = listener.stop(Duration.ofSeconds(5));
        step(stopped::isDone, first, third);
        assertThat(stopped).isCompletedWithValue(false);
        assertThat(listener.connections().size()).isZero();
    }

    @Test
    void whoWasOnTheWayToAClosedLoopIsDisconnectedAtTheEndAtTheLatest() throws IOException {
        listen(ListenerOptions.defaults(), second);
        connect();
        Socket lost = connect();
        second.close();
        CompletableFuture<Boolean> stopped = listener.stop(Duration.ofSeconds(5));
        step(stopped::isDone, first);
        assertThat(lost.getInputStream().read()).isEqualTo(-1);
        assertThat(listener.connections().occupied()).isZero();
    }

    @Test
    void aPeerWhoseLoopTakesNoTasksIsClosedAndCounted() throws IOException {
        listen(ListenerOptions.defaults(), second);
        connect();
        for (int i = 0; i < 3; i++) {
            second.execute(() -> {});
        }
        Socket refused = connect();
        assertThat(refused.getInputStream().read()).isEqualTo(-1);
        assertThat(listener.refused()).isEqualTo(1);
        assertThat(occupied()).containsExactly(1, 0);
        second.runOnce(0);
        connect();
        assertThat(occupied()).containsExactly(1, 1);
    }

    @Test
    void aHandlerThatCannotBeMadeClosesItsPeerOnly() throws IOException {
        int[] made = {0};
        Supplier<ConnectionHandler> handlers = () -> {
            if (++made[0] == 2) {
                throw new IllegalStateException("expected by the test");
            }
            return new Echo();
        };
        listen(Endpoint.parse("tcp://127.0.0.1:0"), ListenerOptions.defaults(), handlers, second);
        connect();
        Socket unlucky = connect();
        step(() -> listener.connections().occupied() == 1, second);
        assertThat(unlucky.getInputStream().read()).isEqualTo(-1);
        assertThat(second.statistics().failures()).isEqualTo(1);
        connect();
        open();
        assertThat(occupied()).containsExactly(1, 1);
    }

    @Test
    void whatCannotMoveLivesOnTheFirstLoop() throws IOException {
        listen(Endpoint.parse("local:spread-listener"), ListenerOptions.defaults(), Echo::new, second, third);
        for (int i = 0; i < 3; i++) {
            ScriptedPeer peer = ScriptedPeer.connect(listener.endpoint(), first).send("A\n");
            assertThat(peer.received()).isEqualTo("A\n");
        }
        assertThat(occupied()).containsExactly(3, 0, 0);
    }

    @Test
    void oneLoopTwiceIsRefused() throws IOException {
        listen(ListenerOptions.defaults(), second);
        Listener.Builder builder = Listener.on(Endpoint.parse("local:never"), first, Echo::new);
        assertThatThrownBy(() -> builder.spreadOver(List.of(second, first)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must differ");
    }
}
