package io.eventdispatcher.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.TcpEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.testing.StreamPair.Outcome;
import io.eventdispatcher.transport.BindFailedException;
import io.eventdispatcher.transport.BindFailedException.Reason;
import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.StreamTransport;
import io.eventdispatcher.transport.StreamTransportFactory;
import io.eventdispatcher.transport.TransportOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every stream transport does, whatever it is made of. */
@Timeout(60)
public interface TransportContract {

    /** The transport. */
    StreamTransportFactory factory();

    /** Something to listen on; asked once per test. */
    Endpoint endpoint() throws IOException;

    /** An address of the scheme at which nobody listens. */
    SocketAddress deadAddress() throws IOException;

    private StreamPair connected() throws IOException {
        return StreamPair.connected(factory(), endpoint());
    }

    @Test
    default void whenNobodyListensThenConnectFailsNamingTheAddress() throws IOException {
        SocketAddress dead = deadAddress();
        try (StreamPair pair = StreamPair.listening(factory(), endpoint())) {
            Outcome outcome = new Outcome();
            factory().connect(pair.loop, dead, TransportOptions.defaults(), outcome);
            assertThat(outcome.isKnown()).as("told from inside connect").isFalse();
            pair.step(outcome::isKnown);
            pair.settle();
            assertThat(outcome.calls).isEqualTo(1);
            assertThat(outcome.failure)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageStartingWith("cannot connect to ")
                    .hasMessageContaining(printed(dead));
        }
    }

    private static String printed(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? new TcpEndpoint(inet.getAddress().getHostAddress(), inet.getPort())
                        .toString()
                        .substring("tcp://".length())
                : address.toString();
    }

    @Test
    default void tellsNothingAfterAnAttemptIsCancelled() throws IOException {
        try (StreamPair pair = StreamPair.listening(factory(), endpoint())) {
            Outcome outcome = new Outcome();
            ConnectAttempt attempt = factory().connect(pair.loop, pair.address(), TransportOptions.defaults(), outcome);
            attempt.cancel();
            attempt.cancel();
            pair.settle();
            assertThat(outcome.calls).isZero();
        }
    }

    @Test
    default void whenTheAddressIsTakenThenListenFailsSayingSo() throws IOException {
        try (StreamPair pair = StreamPair.listening(factory(), endpoint())) {
            Endpoint taken = pair.acceptor.boundEndpoint();
            assertThatThrownBy(() -> factory().listen(taken, ListenOptions.defaults()))
                    .isInstanceOfSatisfying(BindFailedException.class, e -> {
                        assertThat(e.reason()).isEqualTo(Reason.ADDRESS_IN_USE);
                        assertThat(e.endpoint()).isEqualTo(taken);
                    })
                    .hasMessageContaining("address already in use")
                    .hasMessageContaining(taken.toString());
        }
    }

    @Test
    default void theAddressIsFreeAgainAfterClose() throws IOException {
        StreamPair pair = StreamPair.listening(factory(), endpoint());
        Endpoint bound = pair.acceptor.boundEndpoint();
        pair.close();
        pair.acceptor.close();
        assertThat(pair.acceptor.boundEndpoint()).isEqualTo(bound);
        factory().listen(bound, ListenOptions.defaults()).close();
    }

    @Test
    default void whenTheAcceptHandlerThrowsThenTheStreamIsClosedAndTheListenerGoesOn() throws IOException {
        StreamPair pair = StreamPair.listening(factory(), endpoint());
        try (pair) {
            pair.acceptor.close();
            pair.loop.runOnce(0);
            var again = factory().listen(pair.acceptor.boundEndpoint(), ListenOptions.defaults());
            boolean[] throwing = {true};
            again.start(pair.loop, "thrower", 100, stream -> {
                if (throwing[0]) {
                    throw new IllegalStateException("expected by the test");
                }
                pair.accepted.add(stream);
            });
            try {
                pair.client.attach(pair.connect(), "client");
                pair.step(() -> pair.client.ended);
                pair.client.stream.close();
                throwing[0] = false;
                pair.connect().close();
                pair.step(() -> pair.accepted.size() == 1);
            } finally {
                again.close();
            }
        }
    }

    @Test
    default void echoes() throws IOException {
        try (StreamPair pair = connected()) {
            pair.server.onReadable = () -> {
                pair.server.readAll();
                pair.server.send(pair.server.received.toByteArray());
            };
            pair.client.send("PING serial=42\n");
            pair.step(() -> pair.client.received.size() == 15);
            assertThat(pair.client.text()).isEqualTo("PING serial=42\n");
            assertThat(pair.acceptor.statistics().accepted()).isEqualTo(1);
        }
    }

    @Test
    default void byteByByteNothingIsLostInEitherDirection() throws IOException {
        try (StreamPair pair = connected()) {
            byte[] text = "EVENT name=value;other=\"quoted text\"\n".getBytes(StandardCharsets.US_ASCII);
            ByteBuffer single = ByteBuffer.allocate(1);
            pair.server.onReadable = () -> {
                try {
                    if (pair.server.stream.read(single.clear()) == 1) {
                        pair.server.received.write(single.get(0));
                        pair.server.send(new byte[] {single.get(0)});
                    }
                } catch (IOException e) {
                    pair.server.readFailure = e;
                }
            };
            pair.client.send(text);
            pair.step(() -> pair.client.received.size() == text.length);
            for (byte next : text) {
                pair.client.send(new byte[] {next});
                pair.loop.runOnce(0);
            }
            pair.step(() -> pair.client.received.size() == 2 * text.length);
            assertThat(pair.client.text()).isEqualTo(pair.server.text()).endsWith("text\"\n");
        }
    }

    @Test
    default void aLargeWriteArrivesWholeAcrossPartialWrites() throws IOException {
        byte[] bytes = new byte[10 * 1024 * 1024];
        new Random(1).nextBytes(bytes);
        try (StreamPair pair = connected()) {
            pair.client.send(bytes);
            assertThat(pair.client.pending.hasRemaining()).as("partial write").isTrue();
            pair.step(() -> pair.server.received.size() == bytes.length);
            assertThat(pair.server.received.toByteArray()).isEqualTo(bytes);
            assertThat(pair.client.writables).isPositive();
            int writables = pair.client.writables;
            pair.settle();
            assertThat(pair.client.writables)
                    .as("interest is off when all is written")
                    .isEqualTo(writables);
        }
    }

    @Test
    default void aWriterIsHeldBackUntilItsPeerReads() throws IOException {
        try (StreamPair pair = connected()) {
            pair.server.stream.readInterest(false);
            long taken = pair.client.fill();
            long more;
            do {
                pair.settle();
                more = pair.client.fill();
                taken += more;
            } while (more > 0);
            assertThat(pair.client.stream.write(ByteBuffer.allocate(1))).isZero();
            pair.client.onWritable = () -> pair.client.stream.writeInterest(false);
            pair.client.stream.writeInterest(true);
            pair.settle();
            assertThat(pair.client.writables).isZero();
            assertThat(pair.server.readables).isZero();
            pair.server.stream.readInterest(true);
            long expected = taken;
            pair.step(() -> pair.server.received.size() == expected);
            assertThat(pair.client.writables).isEqualTo(1);
        }
    }

    @Test
    default void readinessIsDeliveredAgainUntilTheBytesAreRead() throws IOException {
        try (StreamPair pair = connected()) {
            pair.server.onReadable = () -> {};
            pair.client.send("x");
            pair.step(() -> pair.server.readables == 3);
            pair.server.stream.readInterest(false);
            pair.settle();
            assertThat(pair.server.readables).isEqualTo(3);
        }
    }

    @Test
    default void afterAHalfCloseTheOtherDirectionGoesOnAndTheLoopRests() throws IOException {
        try (StreamPair pair = connected()) {
            pair.client.send("HELP\n");
            pair.client.shutdownOutput();
            pair.client.shutdownOutput();
            pair.step(() -> pair.server.ended);
            assertThat(pair.server.text()).isEqualTo("HELP\n");
            int readables = pair.server.readables;
            pair.server.stream.readInterest(true);
            pair.client.stream.writeInterest(true);
            pair.settle();
            assertThat(pair.server.readables).isEqualTo(readables);
            assertThat(pair.client.writables).isZero();
            assertThat(pair.server.stream.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            assertThatThrownBy(() -> pair.client.stream.write(ByteBuffer.allocate(1)))
                    .isInstanceOf(IOException.class);
            pair.server.send("COMMANDS\n");
            pair.step(() -> pair.client.received.size() == 9);
            pair.server.stream.close();
            pair.step(() -> pair.client.ended);
            assertThat(pair.client.readFailure).isNull();
        }
    }

    @Test
    default void afterThePeerClosesWhatItWroteIsReadThenTheEnd() throws IOException {
        try (StreamPair pair = connected()) {
            pair.server.send("QUITTING\n");
            pair.server.stream.close();
            pair.step(() -> pair.client.ended);
            assertThat(pair.client.text()).isEqualTo("QUITTING\n");
            assertThat(pair.client.readFailure).isNull();
            pair.client.onWritable = () -> pair.client.send("x");
            pair.client.stream.writeInterest(true);
            pair.client.send("x");
            pair.step(() -> {
                pair.client.send("x");
                return pair.client.writeFailure != null;
            });
            assertThat(pair.client.stream.isOpen()).isTrue();
        }
    }

    @Test
    default void whenThePeerVanishesWithUnreadBytesThenReadingEndsAndWritingFails() throws IOException {
        try (StreamPair pair = connected()) {
            pair.server.stream.readInterest(false);
            pair.client.send("never read");
            pair.settle();
            pair.server.stream.close();
            pair.step(() -> pair.client.ended);
            pair.step(() -> {
                pair.client.send("x");
                return pair.client.writeFailure != null;
            });
            int readables = pair.client.readables;
            pair.settle();
            assertThat(pair.client.readables).as("no spin on a broken stream").isEqualTo(readables);
        }
    }

    @Test
    default void closeDuringAWriteDeliversWhatWasTakenAndNothingMoreIsTold() throws IOException {
        try (StreamPair pair = connected()) {
            pair.server.stream.readInterest(false);
            byte[] bytes = new byte[16 * 1024 * 1024];
            pair.client.send(bytes);
            long taken = bytes.length - pair.client.pending.remaining();
            assertThat(taken).isBetween(1L, bytes.length - 1L);
            int writables = pair.client.writables;
            pair.client.stream.close();
            pair.server.stream.readInterest(true);
            pair.step(() -> pair.server.ended);
            assertThat((long) pair.server.received.size()).isEqualTo(taken);
            assertThat(pair.client.writables).isEqualTo(writables);
        }
    }

    @Test
    default void aHandlerMayCloseFromWithin() throws IOException {
        try (StreamPair pair = connected()) {
            pair.server.onReadable = pair.server.stream::close;
            pair.server.stream.writeInterest(true);
            pair.server.onWritable = () -> {};
            pair.client.send("x");
            pair.step(() -> !pair.server.stream.isOpen());
            int writables = pair.server.writables;
            pair.settle();
            assertThat(pair.server.writables).isEqualTo(writables);
            assertThat(pair.server.readables).isEqualTo(1);
        }
    }

    @Test
    default void whenAHandlerThrowsThenItIsToldAndTheStreamStaysOpen() throws IOException {
        try (StreamPair pair = connected()) {
            RuntimeException expected = new IllegalStateException("expected by the test");
            pair.server.onReadable = () -> {
                pair.server.onReadable = pair.server::readAll;
                throw expected;
            };
            pair.client.send("x");
            pair.step(() -> pair.server.failure != null);
            assertThat(pair.server.failure).isSameAs(expected);
            pair.step(() -> pair.server.text().equals("x"));
            assertThat(pair.loop.statistics().failures()).isEqualTo(1);
        }
    }

    @Test
    default void closingTwiceIsHarmlessAndUseAfterwardsFails() throws IOException {
        try (StreamPair pair = connected()) {
            StreamTransport stream = pair.client.stream;
            stream.close();
            stream.close();
            stream.readInterest(true);
            stream.writeInterest(true);
            pair.settle();
            assertThat(stream.isOpen()).isFalse();
            assertThat(pair.client.readables + pair.client.writables).isZero();
            assertThatThrownBy(() -> stream.read(ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);
            assertThatThrownBy(() -> stream.write(ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);
            assertThatThrownBy(stream::shutdownOutput).isInstanceOf(ClosedChannelException.class);
            assertThatThrownBy(() -> stream.attach("again", 100, pair.client))
                    .isInstanceOfAny(IllegalStateException.class, ClosedChannelException.class);
        }
    }

    @Test
    default void interestNeedsAHandlerAndThereIsOnlyOne() throws IOException {
        try (StreamPair pair = connected()) {
            StreamTransport second = pair.connect();
            assertThatThrownBy(() -> second.readInterest(true)).isInstanceOf(IllegalStateException.class);
            second.close();
            assertThatThrownBy(() -> second.attach("late", 100, pair.client))
                    .isInstanceOf(ClosedChannelException.class);
            assertThatThrownBy(() -> pair.client.stream.attach("twice", 100, pair.client))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("twice");
        }
    }

    @Test
    default void addressesAreKnownAlsoAfterClose() throws IOException {
        try (StreamPair pair = connected()) {
            StreamTransport client = pair.client.stream;
            StreamTransport server = pair.server.stream;
            String before = client.localAddress() + client.remoteAddress();
            assertThat(client.remoteAddress()).isEqualTo(server.localAddress());
            assertThat(client.localAddress()).isEqualTo(server.remoteAddress()).isNotEmpty();
            assertThat(client.scheme()).isEqualTo(factory().scheme()).isEqualTo(server.scheme());
            assertThat(client.remoteSocketAddress()).isEqualTo(pair.address());
            assertThat(client.isLoopback()).isTrue();
            assertThat(server.isLoopback()).isTrue();
            client.close();
            assertThat(client.localAddress() + client.remoteAddress()).isEqualTo(before);
            assertThat(client.isLoopback()).isTrue();
        }
    }

    @Test
    default void aPausedAcceptorLeavesPeersWaiting() throws IOException {
        try (StreamPair pair = StreamPair.listening(factory(), endpoint())) {
            pair.acceptor.pause();
            pair.acceptor.pause();
            Outcome client = pair.connecting();
            pair.settle();
            assertThat(pair.accepted).isEmpty();
            pair.acceptor.resume();
            pair.step(() -> pair.accepted.size() == 1 && client.isKnown());
            client.stream.close();
        }
    }

    @Test
    default void moreThanOneTurnOfPeersIsAccepted() throws IOException {
        try (StreamPair pair = StreamPair.listening(factory(), endpoint())) {
            pair.acceptor.pause();
            Outcome[] clients = new Outcome[150];
            for (int i = 0; i < clients.length; i++) {
                clients[i] = pair.connecting();
            }
            pair.settle();
            pair.acceptor.resume();
            int[] before = {0};
            pair.step(() -> {
                assertThat(pair.accepted.size() - before[0]).isLessThanOrEqualTo(64);
                before[0] = pair.accepted.size();
                return before[0] == clients.length;
            });
            for (Outcome client : clients) {
                pair.step(client::isKnown);
                client.stream.close();
            }
        }
    }

    @Test
    default void peersInTheBacklogAreDisconnectedWhenTheAcceptorCloses() throws IOException {
        try (StreamPair pair = StreamPair.listening(factory(), endpoint())) {
            pair.acceptor.pause();
            Outcome client = pair.connecting();
            pair.settle();
            pair.acceptor.close();
            pair.step(client::isKnown);
            if (client.stream != null) {
                pair.client.attach(client.stream, "client");
                pair.step(() -> pair.client.ended);
            }
            assertThat(pair.accepted).isEmpty();
        }
    }

    @Test
    default void anAcceptorIsStartedOnceAndNotAfterClose() throws IOException {
        try (StreamPair pair = StreamPair.listening(factory(), endpoint())) {
            assertThatThrownBy(() -> pair.acceptor.start(pair.loop, "twice", 100, StreamTransport::close))
                    .isInstanceOf(IllegalStateException.class);
            pair.acceptor.close();
            var closed = factory().listen(endpoint(), ListenOptions.defaults());
            assertThatThrownBy(closed::pause).isInstanceOf(IllegalStateException.class);
            closed.close();
            assertThatThrownBy(() -> closed.start(pair.loop, "late", 100, StreamTransport::close))
                    .isInstanceOf(ClosedChannelException.class);
        }
    }

    /** Whether accepted streams can live on another loop than their acceptor. */
    default boolean canMove() {
        return false;
    }

    @Test
    default void anAcceptedStreamMovesToAnotherLoopOrStaysAsItIs() throws IOException {
        try (StreamPair pair = StreamPair.listening(factory(), endpoint());
                EventLoop other = EventLoop.open("other")) {
            pair.client.attach(pair.connect(), "client");
            pair.client.send("before\n");
            pair.step(() -> !pair.accepted.isEmpty());
            StreamTransport stream = pair.accepted.get(0);
            assertThat(stream.moveTo(other)).isEqualTo(canMove());
            pair.settle();
            pair.server.attach(stream, "server");
            assertThat(other.sources()).hasSize(canMove() ? 1 : 0);
            assertThat(other.sources()).allMatch(source -> source.name().equals("server"));
            pair.client.send("after\n");
            pair.step(() -> {
                other.runOnce(0);
                return pair.server.text().equals("before\nafter\n");
            });
            byte[] many = new byte[1024 * 1024];
            pair.server.send(many);
            pair.step(() -> {
                other.runOnce(0);
                return pair.client.received.size() == many.length;
            });
            pair.client.stream.close();
            pair.step(() -> {
                other.runOnce(0);
                return pair.server.ended;
            });
            stream.close();
            other.runOnce(0);
            assertThat(other.sources()).isEmpty();
        }
    }

    @Test
    default void aStreamThatMovedIsClosedAlsoWhenNobodyAttachesIt() throws IOException {
        try (StreamPair pair = StreamPair.listening(factory(), endpoint());
                EventLoop other = EventLoop.open("other")) {
            pair.client.attach(pair.connect(), "client");
            pair.step(() -> !pair.accepted.isEmpty());
            StreamTransport stream = pair.accepted.get(0);
            assertThat(stream.moveTo(other)).isEqualTo(canMove());
            stream.close();
            assertThat(stream.isOpen()).isFalse();
            assertThat(stream.moveTo(other)).isFalse();
            pair.step(() -> pair.client.ended);
            assertThat(other.sources()).isEmpty();
        }
    }

    @Test
    default void whenReadingEndsTheWishToWriteThenWritabilityIsNotTold() throws IOException {
        try (StreamPair pair = connected()) {
            pair.client.send("x");
            pair.settle();
            pair.client.send("y");
            pair.server.stream.writeInterest(true);
            pair.server.onReadable = () -> {
                pair.server.readAll();
                pair.server.stream.readInterest(false);
                pair.server.stream.writeInterest(false);
            };
            int before = pair.server.writables;
            pair.step(() -> pair.server.text().equals("xy"));
            pair.settle();
            assertThat(pair.server.writables).isEqualTo(before);
        }
    }
}
