package io.eventdispatcher.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.testing.ScriptedPeer;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.Transports;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A group on two loops, which the test steps by hand: numbers, limits and totals are those of the whole group. */
class SharedLimitTests {

    private static final int TOTAL = 400_000;

    /** The sixteenth part, and the frame with which it is exceeded. */
    private static final int LOOK = TOTAL / 16 + 10_000;

    private static int names;

    private final EventLoop one = EventLoop.open("one");
    private final EventLoop two = EventLoop.open("two");
    private final ConnectionGroup group = new ConnectionGroup(
            List.of(one, two),
            "g",
            Role.SERVER,
            ConnectionOptions.server()
                    .withFlow(FlowLimits.defaults()
                            .withQueue(100_000, 50_000, TOTAL)
                            .withTotal(TOTAL)),
            ConnectionObserver.NONE);

    private Connection opened;

    @AfterEach
    void closeLoops() {
        one.close();
        two.close();
    }

    private ScriptedPeer connect(EventLoop loop) throws IOException {
        Endpoint endpoint = Endpoint.parse("local:shared-limit-" + ++names);
        Transports.standard()
                .of(endpoint)
                .listen(endpoint, ListenOptions.defaults())
                .start(
                        loop,
                        "acceptor",
                        100,
                        stream -> opened = group.open(loop, stream, (from, bytes, offset, length) -> {}));
        ScriptedPeer peer = ScriptedPeer.connect(endpoint, loop);
        peer.settle();
        return peer;
    }

    private static ByteSource frame(int length) {
        return ByteSource.utf8("x".repeat(length - 1));
    }

    /** Sends frames of 10,000 bytes until one is refused. */
    private static long fill(Connection connection) {
        while (connection.send(frame(10_000)) == SendResult.SENT) {
            connection.loop().runOnce(0);
        }
        return connection.queuedBytes();
    }

    @Test
    void numbersAreUniqueOverAllLoops() throws IOException {
        connect(one);
        connect(two);
        connect(one);
        assertThat(group.connections()).extracting(Connection::id).containsExactly("g-1", "g-2", "g-3");
        assertThat(group.connections()).extracting(Connection::loop).containsExactly(one, two, one);
        assertThat(group.size()).isEqualTo(3);
        assertThat(group.occupied(one)).isEqualTo(2);
        assertThat(group.loop()).isSameAs(one);
    }

    @Test
    void connectionsOfAnotherLoopCountForTheLimitOfAll() throws IOException {
        connect(one).reading(false);
        Connection greedy = opened;
        for (int i = 0; i < 30; i++) {
            assertThat(greedy.send(frame(10_000))).isEqualTo(SendResult.SENT);
            one.runOnce(0);
        }
        long before = greedy.queuedBytes();
        connect(two).reading(false);
        assertThat(fill(opened)).as("its equal share").isBetween(TOTAL / 2 - 10_000L, TOTAL / 2L);
        assertThat(fill(greedy))
                .as("what it may queue without a look at the other loop")
                .isLessThan(before + LOOK);
    }

    @Test
    void whatAnotherLoopHasWrittenMeanwhileMakesRoomAgain() throws IOException {
        ScriptedPeer slow = connect(one);
        slow.reading(false);
        Connection first = opened;
        connect(two).reading(false);
        Connection second = opened;
        fill(first);
        fill(second);
        slow.reading(true);
        assertThat(first.queuedBytes()).isZero();
        assertThat(fill(second)).isBetween(TOTAL - 10_000L, (long) TOTAL);
    }

    @Test
    void aPlaceThatIsKeptCountsUntilItIsTakenOrGivenUp() throws IOException {
        group.reserve(two);
        group.reserve(two);
        assertThat(group.occupied()).isEqualTo(2);
        assertThat(group.size()).isZero();
        connect(two);
        assertThat(group.occupied(two)).isEqualTo(2);
        assertThat(group.size()).isEqualTo(1);
        group.release(two);
        assertThat(group.occupied()).isEqualTo(1);
    }

    @Test
    void totalsAreThoseOfAllLoops() throws IOException {
        connect(one).send("A\nB\n");
        ScriptedPeer gone = connect(two).send("C\n");
        gone.close();
        GroupStatistics totals = group.statistics();
        assertThat(totals.active()).isEqualTo(1);
        assertThat(totals.opened()).isEqualTo(2);
        assertThat(totals.framesReceived()).isEqualTo(3);
        assertThat(totals.bytesReceived()).isEqualTo(6);
        assertThat(totals.closed()).containsEntry(CloseReason.PEER, 1L).hasSize(CloseReason.values().length);
    }

    @Test
    void drainingIsOverWhenAllLoopsAreDone() throws IOException {
        connect(one);
        connect(two);
        CompletableFuture<Boolean> drained = group.drain(Duration.ofSeconds(5));
        one.runOnce(0);
        one.runOnce(0);
        assertThat(drained).isNotDone();
        two.runOnce(0);
        two.runOnce(0);
        assertThat(drained).isCompletedWithValue(true);
        assertThat(group.size()).isZero();
    }

    @Test
    void drainingIsNotGracefulWhenALoopIsClosed() throws IOException {
        connect(one);
        two.close();
        CompletableFuture<Boolean> drained = group.drain(Duration.ofSeconds(5));
        one.runOnce(0);
        one.runOnce(0);
        assertThat(drained).isCompletedWithValue(false);
        assertThat(group.size()).isZero();
    }

    @Test
    void loopsOfOthersAreRefused() {
        assertThatThrownBy(() -> new ConnectionGroup(
                        List.of(one, one), "g", Role.SERVER, ConnectionOptions.server(), ConnectionObserver.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none twice");
        try (EventLoop other = EventLoop.open("other")) {
            assertThatThrownBy(() -> group.reserve(other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("loop 'other'");
        }
    }
}
