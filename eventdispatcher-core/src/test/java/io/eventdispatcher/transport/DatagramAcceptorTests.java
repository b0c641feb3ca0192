package io.eventdispatcher.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionGroup;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.connection.ConnectionObserver;
import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.connection.Hold;
import io.eventdispatcher.connection.Role;
import io.eventdispatcher.endpoint.UdpEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.testing.ManualClock;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A datagram socket with many peers, over a socket in memory. */
class DatagramAcceptorTests {

    private static final int MAX_BYTES = 1024;

    private final ManualClock clock = new ManualClock();
    private final EventLoop loop = EventLoop.open("datagrams", LoopOptions.defaults(), clock);
    private final FakeDatagramPort port = new FakeDatagramPort();
    private final List<String> received = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private final ConnectionGroup connections =
            new ConnectionGroup(loop, "s", Role.SERVER, ConnectionOptions.server(), ConnectionObserver.NONE);
    private Runnable work = () -> {};

    @AfterEach
    void close() {
        loop.close();
    }

    private DatagramAcceptor start(DatagramOptions options) throws IOException {
        return start(options, null);
    }

    private DatagramAcceptor start(DatagramOptions options, @Nullable SocketAddress replyTo) throws IOException {
        DatagramAcceptor acceptor = new DatagramAcceptor(
                port, new UdpEndpoint("127.0.0.1", 4041), options, MAX_BYTES, replyTo, () -> closed.add("unbound"));
        acceptor.start(loop, "s", 100, stream -> connections.open(stream, new Notes()));
        settle();
        return acceptor;
    }

    private void settle() {
        while (loop.runOnce(0)) {
            // goes on
        }
    }

    private void pass(Duration time) {
        for (long left = time.toSeconds(); left > 0; left--) {
            clock.advance(Duration.ofSeconds(1));
            settle();
        }
    }

    private final class Notes implements ConnectionHandler {

        @Override
        public void onFrame(Connection connection, byte[] bytes, int offset, int length) {
            String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
            received.add(portOf(connection) + " " + text);
            work.run();
            if (text.startsWith("?")) {
                connection.send(ByteSource.utf8("!" + text.substring(1)));
            }
        }

        @Override
        public void onClosed(Connection connection, CloseReason reason, @Nullable Throwable cause) {
            closed.add(portOf(connection) + " " + reason);
        }
    }

    private static int portOf(Connection connection) {
        String remote = connection.remoteAddress();
        return Integer.parseInt(remote.substring(remote.lastIndexOf(':') + 1));
    }

    private Connection connection(int peer) {
        return connections.connections().stream()
                .filter(each -> portOf(each) == peer)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eachSenderIsAStreamOfItsOwnAndIsAnswered() throws IOException {
        DatagramAcceptor acceptor = start(DatagramOptions.defaults());
        port.arrive(1, "?a");
        port.arrive(2, "?b");
        port.arrive(1, "?c");
        settle();
        assertThat(received).containsExactly("1 ?a", "2 ?b", "1 ?c");
        assertThat(port.sent).containsExactly("1 !a", "2 !b", "1 !c");
        assertThat(connections.size()).isEqualTo(2);
        assertThat(acceptor.statistics().accepted()).isEqualTo(2);
        assertThat(acceptor.datagrams().peers()).isEqualTo(2);
        assertThat(acceptor.datagrams().received()).isEqualTo(3);
        assertThat(acceptor.datagrams().sent()).isEqualTo(3);
    }

    @Test
    void whatIsEmptyOrTooLongIsCountedAndMakesNoStream() throws IOException {
        DatagramAcceptor acceptor = start(DatagramOptions.defaults());
        port.arrive(1, "");
        port.arrive(2, "x".repeat(MAX_BYTES + 1));
        port.arrive(3, "x".repeat(70_000));
        port.arrive(4, "x".repeat(MAX_BYTES));
        settle();
        assertThat(received).containsExactly("4 " + "x".repeat(MAX_BYTES));
        assertThat(connections.size()).isEqualTo(1);
        assertThat(acceptor.datagrams().empty()).isEqualTo(1);
        assertThat(acceptor.datagrams().tooLong()).isEqualTo(2);
    }

    @Test
    void aGuardThatRefusesOrFailsStopsNobodyElse() throws IOException {
        DatagramAcceptor acceptor = start(DatagramOptions.defaults().withGuard(new Password()));
        port.arrive(1, "bad one");
        port.arrive(2, "throw");
        port.arrive(3, "ok ?x");
        settle();
        assertThat(received).containsExactly("3 ?x");
        assertThat(port.sent).containsExactly("3 ok !x");
        assertThat(acceptor.datagrams().refused()).isEqualTo(2);
        assertThat(connections.size()).isEqualTo(1);
    }

    @Test
    void whoIsElsewhereIsAnsweredOnlyWhenTheGuardKnowsHim() throws IOException {
        port.local = false;
        DatagramAcceptor acceptor = start(DatagramOptions.defaults());
        port.arrive(1, "?x");
        settle();
        assertThat(received).containsExactly("1 ?x");
        assertThat(port.sent).isEmpty();
        assertThat(acceptor.datagrams().withheld()).isEqualTo(1);
        assertThat(connections.size()).isEqualTo(1);
    }

    @Test
    void whoIsElsewhereAndKnownIsAnswered() throws IOException {
        port.local = false;
        start(DatagramOptions.defaults().withGuard(new Password()));
        port.arrive(1, "ok ?x");
        settle();
        assertThat(port.sent).containsExactly("1 ok !x");
    }

    @Test
    void answersCanGoElsewhere() throws IOException {
        start(DatagramOptions.defaults(), FakeDatagramPort.peer(99));
        port.arrive(1, "?x");
        settle();
        assertThat(port.sent).containsExactly("99 !x");
    }

    @Test
    void aTurnIsBoundedByDatagrams() throws IOException {
        start(DatagramOptions.defaults());
        for (int i = 0; i < 200; i++) {
            port.arrive(1, "n" + i);
        }
        loop.runOnce(0);
        assertThat(port.waiting()).isEqualTo(200 - 64);
        settle();
        assertThat(received).hasSize(200);
    }

    @Test
    void aTurnIsBoundedByTime() throws IOException {
        start(DatagramOptions.defaults());
        work = () -> clock.advance(Duration.ofMillis(4));
        for (int i = 0; i < 10; i++) {
            port.arrive(i, "slow");
        }
        loop.runOnce(0);
        assertThat(port.waiting()).isEqualTo(7);
        settle();
        assertThat(received).hasSize(10);
    }

    @Test
    void aSilentPeerIsForgottenAndComesAgain() throws IOException {
        DatagramAcceptor acceptor = start(DatagramOptions.defaults().withPeers(10, Duration.ofSeconds(60)));
        port.arrive(1, "a");
        settle();
        pass(Duration.ofSeconds(40));
        port.arrive(2, "b");
        settle();
        pass(Duration.ofSeconds(40));
        assertThat(closed).containsExactly("1 PEER");
        assertThat(acceptor.datagrams().peers()).isEqualTo(1);
        port.arrive(1, "c");
        settle();
        assertThat(received).containsExactly("1 a", "2 b", "1 c");
        assertThat(acceptor.statistics().accepted()).isEqualTo(3);
        pass(Duration.ofSeconds(120));
        assertThat(connections.size()).isZero();
    }

    @Test
    void whenThereAreTooManyTheOneSilentForLongestMakesRoom() throws IOException {
        DatagramAcceptor acceptor = start(DatagramOptions.defaults().withPeers(2, Duration.ofMinutes(1)));
        port.arrive(1, "a");
        port.arrive(2, "b");
        port.arrive(1, "c");
        port.arrive(3, "d");
        settle();
        assertThat(closed).containsExactly("2 PEER");
        assertThat(acceptor.datagrams().peers()).isEqualTo(2);
        assertThat(acceptor.datagrams().evicted()).isEqualTo(1);
    }

    @Test
    void aForgottenPeerStillGetsTheAnswerThatIsUnderWay() throws IOException {
        start(DatagramOptions.defaults().withPeers(1, Duration.ofMinutes(1)));
        port.arrive(1, "a");
        settle();
        Connection slow = connection(1);
        Hold hold = slow.hold();
        port.arrive(2, "b");
        settle();
        assertThat(closed).isEmpty();
        slow.send(ByteSource.utf8("late"));
        hold.close();
        settle();
        assertThat(port.sent).containsExactly("1 late");
        assertThat(closed).containsExactly("1 PEER");
    }

    @Test
    void forgottenPeersWithUnfinishedWorkAreBoundedToo() throws IOException {
        DatagramAcceptor acceptor = start(DatagramOptions.defaults().withPeers(2, Duration.ofMinutes(1)));
        for (int i = 1; i <= 10; i++) {
            port.arrive(i, "a");
            settle();
            connections.forEach(Connection::hold);
        }
        assertThat(connections.size()).isEqualTo(4);
        assertThat(acceptor.datagrams().overflowed()).isEqualTo(6);
    }

    @Test
    void aHundredThousandSendersTakeNoMoreRoomThanTheLimit() throws IOException {
        DatagramAcceptor acceptor = start(DatagramOptions.defaults());
        for (int i = 0; i < 100_000; i++) {
            port.arrive(1 + i % 65_000, "n");
            if (i % 64 == 0) {
                settle();
                assertThat(connections.size()).isLessThanOrEqualTo(1024);
            }
        }
        settle();
        assertThat(received).hasSize(100_000);
        assertThat(acceptor.datagrams().peers()).isEqualTo(1024);
        assertThat(acceptor.datagrams().evicted()).isEqualTo(100_000 - 1024);
        assertThat(connections.size()).isEqualTo(1024);
    }

    @Test
    void aFailingHandlerLosesItsOwnStreamOnly() throws IOException {
        start(DatagramOptions.defaults());
        work = () -> {
            throw new IllegalStateException("broken");
        };
        port.arrive(1, "a");
        settle();
        work = () -> {};
        port.arrive(2, "b");
        port.arrive(1, "c");
        settle();
        assertThat(received).containsExactly("1 a", "2 b", "1 c");
        assertThat(closed).containsExactly("1 ERROR");
    }

    @Test
    void anAcceptHandlerThatFailsDoesNotEndTheSocket() throws IOException {
        DatagramAcceptor acceptor = new DatagramAcceptor(
                port, new UdpEndpoint("127.0.0.1", 4041), DatagramOptions.defaults(), MAX_BYTES, null, () -> {});
        List<StreamTransport> streams = new ArrayList<>();
        acceptor.start(loop, "s", 100, stream -> {
            streams.add(stream);
            if (streams.size() == 1) {
                throw new IllegalStateException("broken");
            }
        });
        port.arrive(1, "a");
        settle();
        port.arrive(1, "b");
        settle();
        assertThat(streams).hasSize(2);
        assertThat(streams.get(0).isOpen()).isFalse();
        assertThat(streams.get(1).isOpen()).isTrue();
    }

    @Test
    void whoDoesNotReadTakesLittleRoomAndHoldsNobodyUp() throws IOException {
        DatagramAcceptor acceptor = start(DatagramOptions.defaults().withMaxBufferedBytes(65536));
        port.arrive(1, "a");
        settle();
        Connection busy = connection(1);
        busy.suspend();
        for (int i = 0; i < 100; i++) {
            port.arrive(1, "x".repeat(1000));
        }
        port.arrive(2, "b");
        settle();
        assertThat(received).containsExactly("1 a", "2 b");
        assertThat(acceptor.datagrams().overflowed()).isEqualTo(100 - 15);
        busy.resume();
        settle();
        assertThat(received).hasSize(2 + 15);
        busy.suspend();
        port.arrive(1, "y");
        busy.resume();
        settle();
        assertThat(received).hasSize(2 + 15 + 1);
    }

    @Test
    void whatTheSystemDoesNotTakeGoesLaterInOrderAndWhole() throws IOException {
        start(DatagramOptions.defaults());
        port.arrive(1, "a");
        settle();
        port.room = 0;
        List<String> expected = new ArrayList<>();
        Connection peer = connection(1);
        for (int i = 0; i < 500; i++) {
            String text = i + ":" + "x".repeat(i);
            peer.send(ByteSource.utf8(text));
            expected.add("1 " + text);
        }
        settle();
        assertThat(port.sent).isEmpty();
        for (int i = 0; i < 100; i++) {
            port.makeRoom(7);
            settle();
        }
        assertThat(port.sent).isEqualTo(expected);
        assertThat(peer.queuedBytes()).isZero();
    }

    @Test
    void whatTheSystemRefusesIsLostAndNothingElse() throws IOException {
        DatagramAcceptor acceptor = start(DatagramOptions.defaults());
        port.sendFailures.add(new IOException("Network is unreachable"));
        port.arrive(1, "?a");
        port.arrive(1, "?b");
        settle();
        assertThat(port.sent).containsExactly("1 !b");
        assertThat(closed).isEmpty();
        assertThat(acceptor.datagrams().failed()).isEqualTo(1);
    }

    @Test
    void aSocketThatCannotReceiveIsLeftAloneForASecond() throws IOException {
        DatagramAcceptor acceptor = start(DatagramOptions.defaults());
        port.fail(new IOException("out of memory"));
        port.arrive(1, "a");
        settle();
        assertThat(received).isEmpty();
        assertThat(acceptor.statistics().outages()).isEqualTo(1);
        pass(Duration.ofSeconds(1));
        assertThat(received).containsExactly("1 a");
    }

    @Test
    void aPausedSocketReceivesNothing() throws IOException {
        DatagramAcceptor acceptor = start(DatagramOptions.defaults());
        acceptor.pause();
        port.arrive(1, "a");
        settle();
        assertThat(received).isEmpty();
        acceptor.resume();
        settle();
        assertThat(received).containsExactly("1 a");
    }

    @Test
    void drainingDoesNotWaitForAPeerThatNeverEnds() throws IOException {
        start(DatagramOptions.defaults());
        port.arrive(1, "a");
        settle();
        Connection peer = connection(1);
        port.arrive(1, "b");
        peer.suspend();
        settle();
        peer.send(ByteSource.utf8("last"));
        peer.drain(CloseReason.PROTOCOL);
        settle();
        assertThat(port.sent).containsExactly("1 last");
        assertThat(closed).containsExactly("1 PROTOCOL");
    }

    @Test
    void theSocketStaysUntilTheLastStreamIsClosed() throws IOException {
        DatagramAcceptor acceptor = start(DatagramOptions.defaults());
        port.arrive(1, "a");
        settle();
        Connection peer = connection(1);
        acceptor.close();
        acceptor.close();
        port.arrive(2, "late");
        settle();
        assertThat(closed).containsExactly("unbound");
        assertThat(received).containsExactly("1 a");
        assertThat(port.isOpen()).isTrue();
        peer.send(ByteSource.utf8("bye"));
        peer.drain(CloseReason.SHUTDOWN);
        settle();
        assertThat(port.sent).containsExactly("1 bye");
        assertThat(port.isOpen()).isFalse();
        loop.run();
    }

    @Test
    void anAcceptorClosedBeforeItsStartIsNotStarted() {
        DatagramAcceptor acceptor = new DatagramAcceptor(
                port, new UdpEndpoint("127.0.0.1", 4041), DatagramOptions.defaults(), MAX_BYTES, null, () -> {});
        acceptor.close();
        assertThat(port.isOpen()).isFalse();
        assertThatThrownBy(() -> acceptor.start(loop, "s", 100, stream -> {})).isInstanceOf(IOException.class);
    }

    @Test
    void aLimitWithoutRoomForTheCodeIsRefused() {
        assertThatThrownBy(() -> new DatagramAcceptor(
                        port,
                        new UdpEndpoint("127.0.0.1", 4041),
                        DatagramOptions.defaults().withGuard(new Password()),
                        3,
                        null,
                        () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxDatagramBytes=3 secretBytes=3");
    }

    /** Lets pass what begins with "ok ", fails at "throw". */
    private static final class Password implements DatagramGuard {

        @Override
        public @Nullable ByteBuffer open(ByteBuffer datagram, SocketAddress from) {
            String text = StandardCharsets.UTF_8.decode(datagram.duplicate()).toString();
            if (text.equals("throw")) {
                throw new IllegalStateException("broken guard");
            }
            return text.startsWith("ok ") ? StandardCharsets.UTF_8.encode(text.substring(3)) : null;
        }

        @Override
        public ByteBuffer seal(ByteBuffer frame) {
            return StandardCharsets.UTF_8.encode("ok " + StandardCharsets.UTF_8.decode(frame.duplicate()));
        }

        @Override
        public int overheadBytes() {
            return 3;
        }

        @Override
        public boolean authenticates() {
            return true;
        }
    }

    @Test
    void tinyDatagramsThatNobodyReadsCountWithTheRoomTheyTake() throws IOException {
        DatagramAcceptor acceptor = start(DatagramOptions.defaults().withMaxBufferedBytes(65536));
        port.arrive(1, "a");
        settle();
        connection(1).suspend();
        for (int i = 0; i < 5000; i++) {
            port.arrive(1, "x");
        }
        settle();
        assertThat(5000 - acceptor.datagrams().overflowed()).isLessThanOrEqualTo(65536 / 4 / 64);
    }

    @Test
    void whoHasMuchToSayDoesNotKeepTheOthersFromBeingAnswered() throws IOException {
        start(DatagramOptions.defaults());
        port.room = 0;
        for (int i = 0; i < 3; i++) {
            port.arrive(1, "?a" + i);
            port.arrive(2, "?b" + i);
        }
        settle();
        for (int i = 0; i < 6; i++) {
            port.makeRoom(1);
            settle();
        }
        assertThat(port.sent).hasSize(6);
        assertThat(port.sent.subList(0, 2)).containsExactly("1 !a0", "2 !b0");
    }
}
