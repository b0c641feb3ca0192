package io.eventdispatcher.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.framing.Framing;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.server.Listener;
import io.eventdispatcher.server.ListenerOptions;
import io.eventdispatcher.testing.ManualClock;
import io.eventdispatcher.testing.ScriptedPeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ConnectionTests {

    private static int names;

    private final ManualClock clock = new ManualClock();
    private final EventLoop loop = EventLoop.open("test", LoopOptions.defaults(), clock);
    private final Recorder recorder = new Recorder();
    private ConnectionOptions options = ConnectionOptions.server();
    private Listener listener;

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private ScriptedPeer connect() throws IOException {
        listener = Listener.on(Endpoint.parse("local:connection-" + ++names), loop, () -> recorder)
                .name("main")
                .options(ListenerOptions.defaults().withConnection(options))
                .start();
        return ScriptedPeer.connect(listener.endpoint(), loop);
    }

    private Connection connection() {
        return recorder.connection;
    }

    private void pass(Duration time) {
        clock.advance(time);
        loop.runOnce(0);
        loop.runOnce(0);
    }

    private static ByteSource frame(String text) {
        return ByteSource.utf8(text);
    }

    /** Remembers what it was told. */
    private static final class Recorder implements ConnectionHandler {
        private final List<String> events = new ArrayList<>();
        private Connection connection;
        private CloseReason closed;
        private java.util.function.Consumer<String> onFrame = text -> {};

        @Override
        public void onOpen(Connection opened) {
            connection = opened;
            events.add("open");
        }

        @Override
        public void onFrame(Connection from, byte[] bytes, int offset, int length) {
            String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
            events.add(text);
            onFrame.accept(text);
        }

        @Override
        public void onTooLong(Connection from, int maxFrameBytes) {
            events.add("too long " + maxFrameBytes);
            from.send(frame("TOO LONG"));
        }

        @Override
        public void onEnd(Connection from) {
            events.add("end");
        }

        @Override
        public void onWritable(Connection from) {
            events.add("writable");
        }

        @Override
        public void onClosed(Connection from, CloseReason reason, Throwable cause) {
            events.add("closed " + reason);
            closed = reason;
        }
    }

    /** Writes down what it sees, and fails now and then. */
    private static final class FrameNotes implements FrameObserver {
        private final List<String> seen = new ArrayList<>();
        private boolean failing;

        @Override
        public void received(Connection from, byte[] bytes, int offset, int length) {
            seen.add("<" + new String(bytes, offset, length, StandardCharsets.UTF_8));
            fail();
        }

        @Override
        public void sent(Connection to, ByteSource sent, SendResult result) {
            seen.add(">" + sent.length() + " " + result);
            fail();
        }

        private void fail() {
            if (failing) {
                throw new IllegalStateException("failing observer");
            }
        }
    }

    @Test
    void framesAreObservedInBothDirectionsWhileWanted() throws IOException {
        ScriptedPeer peer = connect();
        peer.send("before\n");
        pass(Duration.ZERO);
        FrameNotes notes = new FrameNotes();
        connection().observeFrames(notes);
        peer.send("one\n");
        pass(Duration.ZERO);
        connection().send(frame("two"));
        connection().send(frame("x".repeat(connection().maxFrameBytes() + 1)));
        notes.failing = true;
        peer.send("three\n");
        pass(Duration.ZERO);
        assertThat(connection().send(frame("four"))).isEqualTo(SendResult.SENT);
        connection().observeFrames(null);
        peer.send("after\n");
        pass(Duration.ZERO);
        assertThat(notes.seen)
                .containsExactly(
                        "<one", ">3 SENT", ">" + (connection().maxFrameBytes() + 1) + " TOO_LONG", "<three", ">4 SENT");
        assertThat(recorder.events).contains("before", "one", "three", "after");
    }

    @Test
    void whatAnotherThreadSendsIsObservedInTheOrderOfTheWire() throws Exception {
        ScriptedPeer peer = connect();
        FrameNotes notes = new FrameNotes();
        connection().observeFrames(notes);
        Thread other = new Thread(() -> {
            connection().send(frame("question"));
            connection().send(frame("x".repeat(connection().maxFrameBytes() + 1)));
        });
        other.start();
        other.join();
        connection().send(frame("next"));
        pass(Duration.ZERO);
        peer.send("answer\n");
        pass(Duration.ZERO);
        assertThat(notes.seen)
                .containsExactly(
                        ">" + (connection().maxFrameBytes() + 1) + " TOO_LONG", ">8 SENT", ">4 SENT", "<answer");
        assertThat(peer.received()).isEqualTo("question\nnext\n");
    }

    @Nested
    class Receiving {

        @Test
        void handsOverEachFrameInOrder() throws IOException {
            connect().send("A\nB\nC\n");
            assertThat(recorder.events).containsExactly("open", "A", "B", "C");
        }

        @Test
        void joinsAFrameThatArrivesByteByByte() throws IOException {
            ScriptedPeer peer = connect();
            for (byte each : "HELLO\nX\n".getBytes(StandardCharsets.UTF_8)) {
                peer.send(new byte[] {each});
            }
            assertThat(recorder.events).containsExactly("open", "HELLO", "X");
        }

        @Test
        void joinsLongFramesThatNeedManyReads() throws IOException {
            String line = "x".repeat(60_000);
            connect().send(line + "\n" + line + "\nend\n");
            assertThat(recorder.events).containsExactly("open", line, line, "end");
        }

        @Test
        void closesAfterOneAnswerWhenAFrameIsTooLong() throws IOException {
            options = options.withFraming(Framing.lines(10));
            ScriptedPeer peer = connect();
            peer.send("12345678901").send("more and more\nOK\n");
            assertThat(recorder.events).containsExactly("open", "too long 10");
            assertThat(peer.received()).isEqualTo("TOO LONG\n");
            assertThat(peer.isEnded()).isTrue();
            peer.close();
            assertThat(recorder.closed).isEqualTo(CloseReason.TOO_LONG);
            assertThat(listener.connections().statistics().framesTooLong()).isEqualTo(1);
        }

        @Test
        void stopsThrowingAwayInputAfterOneMebibyte() throws IOException {
            options = options.withFraming(Framing.lines(10));
            ScriptedPeer peer = connect();
            peer.send(new byte[2 << 20]);
            assertThat(recorder.closed).isEqualTo(CloseReason.TOO_LONG);
            assertThat(peer.failure()).isInstanceOf(IOException.class);
        }

        @Test
        void dropsAndCountsALastFrameWithoutEnd() throws IOException {
            ScriptedPeer peer = connect();
            peer.send("A\nB");
            peer.shutdownOutput();
            assertThat(recorder.events).containsExactly("open", "A", "end", "closed PEER");
            assertThat(listener.connections().statistics().framesUnfinished()).isEqualTo(1);
        }

        @Test
        void handsOverEverythingThatWasSentBeforeAnImmediateClose() throws IOException {
            StringBuilder burst = new StringBuilder();
            for (int i = 0; i < 2_000; i++) {
                burst.append("LINE ").append(i).append('\n');
            }
            ScriptedPeer peer = connect();
            peer.offer(burst.toString().getBytes(StandardCharsets.UTF_8));
            peer.close();
            assertThat(recorder.events).hasSize(2_003).endsWith("LINE 1999", "end", "closed PEER");
        }

        @Test
        void stopsHandingOverWhenTheHandlerClosesTheConnection() throws IOException {
            recorder.onFrame = text -> connection().close(CloseReason.LOCAL);
            connect().send("A\nB\nC\n");
            assertThat(recorder.events).containsExactly("open", "A", "closed LOCAL");
        }

        @Test
        void goesOnInTheNextTurnWhenOneTurnTakesTooLong() throws IOException {
            recorder.onFrame = text -> clock.advance(Duration.ofMillis(1));
            ScriptedPeer peer = connect();
            peer.offer("X\n".repeat(100).getBytes(StandardCharsets.UTF_8));
            loop.runOnce(0);
            assertThat(recorder.events).hasSizeLessThan(60);
            peer.settle();
            assertThat(recorder.events).hasSize(101);
        }

        @Test
        void aThrowingHandlerClosesItsConnectionOnly() throws IOException {
            ScriptedPeer peer = connect();
            recorder.onFrame = text -> {
                throw new IllegalStateException("broken handler");
            };
            peer.send("A\nB\n");
            assertThat(recorder.events).containsExactly("open", "A", "closed ERROR");
            assertThat(listener.connections().statistics().handlerFailures()).isEqualTo(1);
            assertThat(loop.runOnce(0)).isFalse();
        }
    }

    @Nested
    class Suspending {

        @Test
        void holdsBackWhatWasReceivedUntilResumed() throws IOException {
            recorder.onFrame = text -> {
                if (text.equals("B")) {
                    connection().suspend();
                }
            };
            ScriptedPeer peer = connect().send("A\nB\nC\nD");
            assertThat(recorder.events).containsExactly("open", "A", "B");
            peer.send("E\n");
            assertThat(recorder.events).containsExactly("open", "A", "B");
            connection().resume();
            peer.settle();
            assertThat(recorder.events).containsExactly("open", "A", "B", "C", "DE");
        }

        @Test
        void needsAsManyResumesAsSuspends() throws IOException {
            ScriptedPeer peer = connect();
            connection().suspend();
            connection().suspend();
            peer.send("A\n");
            connection().resume();
            peer.settle();
            assertThat(recorder.events).containsExactly("open");
            connection().resume();
            peer.settle();
            assertThat(recorder.events).containsExactly("open", "A");
        }

        @Test
        void resumingWhatIsNotSuspendedIsAnError() throws IOException {
            connect();
            assertThatThrownBy(() -> connection().resume())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("connection 'main-1' is not suspended");
        }
    }

    @Nested
    class Sending {

        @Test
        void frameIsWrittenAtTheEndOfTheTurn() throws IOException {
            ScriptedPeer peer = connect();
            assertThat(connection().send(frame("A"))).isEqualTo(SendResult.SENT);
            assertThat(connection().send(frame("B"))).isEqualTo(SendResult.SENT);
            assertThat(connection().bytesWritten()).isZero();
            peer.settle();
            assertThat(peer.received()).isEqualTo("A\nB\n");
            assertThat(connection().bytesWritten()).isEqualTo(4);
        }

        @Test
        void refusesAFrameThatDoesNotFitIntoTheQueueAndTakesTheNextThatDoes() throws IOException {
            options = options.withFlow(FlowLimits.defaults().withQueue(100, 50, 200_000));
            ScriptedPeer peer = connect();
            peer.reading(false);
            int sent = 0;
            while (connection().send(frame("x".repeat(9_999))) == SendResult.SENT) {
                sent++;
                loop.runOnce(0);
            }
            assertThat(connection().queuedBytes()).isBetween(190_001L, 200_000L);
            assertThat(connection().isWritable()).isFalse();
            peer.reading(true);
            assertThat(peer.received()).hasSize(sent * 10_000);
            assertThat(recorder.events).endsWith("writable");
            assertThat(connection().isWritable()).isTrue();
            assertThat(connection().send(frame("y"))).isEqualTo(SendResult.SENT);
            assertThat(listener.connections().statistics().framesRefused()).isEqualTo(1);
        }

        @Test
        void oneConnectionCannotUseUpTheMemoryOfAll() throws IOException {
            options = options.withFlow(
                    FlowLimits.defaults().withQueue(100_000, 50_000, 400_000).withTotal(400_000));
            ScriptedPeer greedy = connect();
            Connection first = connection();
            greedy.reading(false);
            ScriptedPeer modest = ScriptedPeer.connect(listener.endpoint(), loop);
            while (first.send(frame("x".repeat(9_999))) == SendResult.SENT) {
                loop.runOnce(0);
            }
            assertThat(first.queuedBytes()).isBetween(390_000L, 400_000L);
            modest.reading(false);
            for (int i = 0; i < 9; i++) {
                assertThat(connection().send(frame("y".repeat(19_999)))).isEqualTo(SendResult.SENT);
                loop.runOnce(0);
            }
            assertThat(first.send(frame("z"))).isEqualTo(SendResult.FULL);
            modest.reading(true);
            assertThat(modest.received()).hasSize(180_000);
        }

        @Test
        void refusesAFrameThatThePeerWouldRefuse() throws IOException {
            options = options.withFraming(Framing.lines(10));
            connect();
            assertThat(connection().send(frame("12345678901"))).isEqualTo(SendResult.TOO_LONG);
            assertThat(connection().send(frame("1234567890"))).isEqualTo(SendResult.SENT);
        }

        @Test
        void refusesAfterClosing() throws IOException {
            connect();
            connection().close(CloseReason.ADMIN);
            assertThat(connection().send(frame("A"))).isEqualTo(SendResult.CLOSED);
        }
    }

    @Nested
    class Ending {

        @Test
        void aPeerThatFinishesSendingFirstStillGetsItsAnswers() throws IOException {
            recorder.onFrame = text -> connection().send(frame("RE " + text));
            ScriptedPeer peer = connect();
            peer.offer("A\nB\n".getBytes(StandardCharsets.UTF_8));
            peer.shutdownOutput();
            assertThat(peer.received()).isEqualTo("RE A\nRE B\n");
            assertThat(peer.isEnded()).isTrue();
            assertThat(recorder.closed).isEqualTo(CloseReason.PEER);
        }

        @Test
        void staysOpenWhileSomethingIsHeld() throws IOException {
            ScriptedPeer peer = connect();
            Hold hold = connection().hold();
            peer.shutdownOutput();
            assertThat(connection().state()).isEqualTo(ConnectionState.HALF_CLOSED);
            assertThat(connection().send(frame("LATE"))).isEqualTo(SendResult.SENT);
            hold.close();
            hold.close();
            peer.settle();
            assertThat(peer.received()).isEqualTo("LATE\n");
            assertThat(recorder.closed).isEqualTo(CloseReason.PEER);
        }

        @Test
        void drainingWritesWhatIsQueuedAndReadsNoMore() throws IOException {
            ScriptedPeer peer = connect();
            peer.reading(false);
            connection().send(frame("x".repeat(60_000)));
            connection().send(frame("x".repeat(60_000)));
            connection().drain(CloseReason.SHUTDOWN);
            loop.runOnce(0);
            assertThat(connection().state()).isEqualTo(ConnectionState.DRAINING);
            peer.reading(true);
            assertThat(peer.received()).hasSize(120_002);
            assertThat(peer.isEnded()).isTrue();
            assertThat(recorder.closed).isEqualTo(CloseReason.SHUTDOWN);
        }

        @Test
        void drainingEndsAlthoughSomethingIsHeldForEver() throws IOException {
            connect();
            Hold held = connection().hold();
            connection().drain(CloseReason.ADMIN);
            pass(Duration.ofSeconds(1));
            pass(Duration.ofSeconds(28));
            assertThat(recorder.closed).isNull();
            pass(Duration.ofSeconds(3));
            assertThat(recorder.closed).isEqualTo(CloseReason.ADMIN);
            held.close();
        }

        @Test
        void closingTwiceTellsTheHandlerOnce() throws IOException {
            connect();
            connection().close(CloseReason.ADMIN);
            connection().close(CloseReason.ERROR);
            assertThat(recorder.events).containsExactly("open", "closed ADMIN");
        }

        @Test
        void aGroupDrainsGracefullyOrIsCutOffAfterItsGrace() throws IOException {
            connect();
            Hold hold = connection().hold();
            CompletableFuture<Boolean> cut = listener.stop(Duration.ofSeconds(5));
            loop.runOnce(0);
            pass(Duration.ofSeconds(4));
            assertThat(cut).isNotDone();
            pass(Duration.ofSeconds(1));
            assertThat(cut).isCompletedWithValue(false);
            assertThat(recorder.closed).isEqualTo(CloseReason.SHUTDOWN);
            hold.close();
        }
    }

    @Nested
    class TimeOuts {

        @Test
        void aPeerIsNotLateWhenTheLoopWas() throws IOException {
            options = options.withTimeouts(Timeouts.server()
                    .withFirstFrame(Duration.ofSeconds(2))
                    .withFrame(Duration.ofSeconds(2))
                    .withIdle(Duration.ofSeconds(2)));
            ScriptedPeer peer = connect();
            pass(Duration.ofSeconds(1));
            for (String line : List.of("first\n", "sec", "ond\n", "third\n")) {
                assertThat(peer.offer(line.getBytes(StandardCharsets.UTF_8))).isPositive();
                clock.advance(Duration.ofSeconds(3)); // in which other connections keep the loop busy
                loop.runOnce(0);
            }
            peer.settle();
            assertThat(recorder.events).containsExactly("open", "first", "second", "third");
        }

        @Test
        void aPeerIsNotIdleWhileWhatItSentWaitsForItsTurn() throws IOException {
            options = options.withTimeouts(Timeouts.server().withIdle(Duration.ofSeconds(2)));
            ScriptedPeer peer = connect();
            recorder.onFrame = text -> clock.advance(Duration.ofSeconds(1)); // handlers that block the loop
            peer.send("line\n".repeat(200));
            assertThat(recorder.events).filteredOn("line"::equals).hasSize(200);
            assertThat(recorder.closed).isNull();
            pass(Duration.ofSeconds(2));
            pass(Duration.ofSeconds(2));
            assertThat(recorder.closed).isEqualTo(CloseReason.IDLE);
        }

        @Test
        void closesWhenNoFrameArrivesInTime() throws IOException {
            options = options.withTimeouts(Timeouts.server().withFirstFrame(Duration.ofSeconds(2)));
            ScriptedPeer peer = connect().send("unfinished");
            pass(Duration.ofMillis(1_500));
            assertThat(recorder.closed).isNull();
            pass(Duration.ofMillis(1_000));
            peer.settle();
            assertThat(recorder.closed).isEqualTo(CloseReason.FIRST_FRAME);
        }

        @Test
        void aFrameThatDripsInIsCutOffAlthoughBytesArrive() throws IOException {
            options = options.withTimeouts(Timeouts.server().withFrame(Duration.ofSeconds(2)));
            ScriptedPeer peer = connect().send("A\nB");
            for (int i = 0; i < 6 && recorder.closed == null; i++) {
                pass(Duration.ofMillis(500));
                peer.send("x");
            }
            assertThat(recorder.closed).isEqualTo(CloseReason.SLOW_FRAME);
        }

        @Test
        void framesOneAfterTheOtherAreNotASlowFrame() throws IOException {
            options = options.withTimeouts(Timeouts.server().withFrame(Duration.ofSeconds(2)));
            ScriptedPeer peer = connect();
            for (int i = 0; i < 10; i++) {
                peer.send("x\ny");
                pass(Duration.ofMillis(500));
            }
            assertThat(recorder.closed).isNull();
        }

        @Test
        void closesWhenIdleAndNotBefore() throws IOException {
            options = options.withTimeouts(Timeouts.server().withIdle(Duration.ofSeconds(2)));
            ScriptedPeer peer = connect();
            for (int i = 0; i < 10; i++) {
                pass(Duration.ofMillis(500));
                peer.send("x\n");
            }
            assertThat(recorder.closed).isNull();
            for (int i = 0; i < 6; i++) {
                pass(Duration.ofMillis(500));
            }
            assertThat(recorder.closed).isEqualTo(CloseReason.IDLE);
        }

        @Test
        void closesWhenThePeerTakesNothing() throws IOException {
            options = options.withTimeouts(Timeouts.server().withNoProgress(Duration.ofSeconds(2)));
            ScriptedPeer peer = connect();
            peer.reading(false);
            for (int i = 0; i < 4; i++) {
                connection().send(frame("x".repeat(60_000)));
            }
            for (int i = 0; i < 4; i++) {
                pass(Duration.ofMillis(500));
            }
            assertThat(recorder.closed).isNull();
            for (int i = 0; i < 3; i++) {
                pass(Duration.ofMillis(500));
            }
            assertThat(recorder.closed).isEqualTo(CloseReason.SLOW_CONSUMER);
        }

        @Test
        void zeroSwitchesATimeOutOff() throws IOException {
            options = options.withTimeouts(new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO));
            connect().send("unfinished");
            for (int i = 0; i < 100; i++) {
                pass(Duration.ofHours(1));
            }
            assertThat(recorder.closed).isNull();
        }
    }

    @Nested
    class Facts {

        @Test
        void aSnapshotTellsWhatHappened() throws IOException {
            ScriptedPeer peer = connect().send("A\nB\n");
            connection().send(frame("RE"));
            peer.settle();
            for (int i = 0; i < 3; i++) {
                pass(Duration.ofSeconds(1));
            }
            ConnectionSnapshot snapshot = connection().snapshot();
            assertThat(snapshot.id()).isEqualTo("main-1");
            assertThat(snapshot.owner()).isEqualTo("main");
            assertThat(snapshot.role()).isEqualTo(Role.SERVER);
            assertThat(snapshot.scheme()).isEqualTo("local");
            assertThat(snapshot.framesReceived()).isEqualTo(2);
            assertThat(snapshot.framesSent()).isEqualTo(1);
            assertThat(snapshot.bytesReceived()).isEqualTo(4);
            assertThat(snapshot.bytesSent()).isEqualTo(3);
            assertThat(snapshot.idle()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
            assertThat(snapshot.openedAt()).isEqualTo("2026-01-01T00:00:00Z");
            assertThat(snapshot.suspended()).isFalse();
        }

        @Test
        void totalsIncludeClosedConnections() throws IOException {
            connect().send("A\nB\n").close();
            ScriptedPeer second = ScriptedPeer.connect(listener.endpoint(), loop);
            second.send("C\n");
            GroupStatistics statistics = listener.connections().statistics();
            assertThat(statistics.opened()).isEqualTo(2);
            assertThat(statistics.active()).isEqualTo(1);
            assertThat(statistics.framesReceived()).isEqualTo(3);
            assertThat(statistics.closed()).containsEntry(CloseReason.PEER, 1L).containsEntry(CloseReason.IDLE, 0L);
        }

        @Test
        void aRegistryFindsLiveConnectionsById() throws IOException {
            ScriptedPeer peer = connect();
            ConnectionRegistry registry = new ConnectionRegistry();
            registry.add(listener.connections());
            assertThat(registry.find("main-1")).isSameAs(connection());
            assertThat(registry.find("main-2")).isNull();
            peer.close();
            assertThat(registry.find("main-1")).isNull();
            assertThat(registry.size()).isZero();
        }

        @Test
        void attributesBelongToTheirKey() throws IOException {
            connect();
            AttributeKey<String> key = AttributeKey.named("user");
            connection().attribute(key, "ann");
            assertThat(connection().attribute(key)).isEqualTo("ann");
            assertThat(connection().attribute(AttributeKey.<String>named("user")))
                    .isNull();
            connection().attribute(key, null);
            assertThat(connection().attribute(key)).isNull();
        }
    }
}
