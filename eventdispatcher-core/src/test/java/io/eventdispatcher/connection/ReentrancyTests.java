package io.eventdispatcher.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.framing.Framing;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.server.Listener;
import io.eventdispatcher.server.ListenerOptions;
import io.eventdispatcher.testing.ManualClock;
import io.eventdispatcher.testing.ScriptedPeer;
import io.eventdispatcher.transport.StreamTransport;
import io.eventdispatcher.transport.TransportHandler;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Handlers, observers and other threads that act on a connection at awkward moments. */
class ReentrancyTests {

    /** With its line feed exactly what an in-memory stream takes at once. */
    private static final ByteSource FILLS_THE_STREAM = ByteSource.utf8("x".repeat(65_535));

    private static int names;

    private final ManualClock clock = new ManualClock();
    private EventLoop loop = EventLoop.open("test", LoopOptions.defaults(), clock);
    private final Recorder recorder = new Recorder();
    private ConnectionOptions options = ConnectionOptions.server();
    private ConnectionObserver observer = ConnectionObserver.NONE;
    private Listener listener;

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private ScriptedPeer connect() throws IOException {
        listener = Listener.on(Endpoint.parse("local:reentrancy-" + ++names), loop, () -> recorder)
                .name("main")
                .options(ListenerOptions.defaults().withConnection(options))
                .observer(observer)
                .start();
        return ScriptedPeer.connect(listener.endpoint(), loop);
    }

    private static void inThread(Runnable action) throws InterruptedException {
        Thread thread = new Thread(action);
        thread.start();
        thread.join();
    }

    private void pass(Duration time) {
        clock.advance(time);
        loop.runOnce(0);
        loop.runOnce(0);
    }

    private static final class Recorder implements ConnectionHandler {
        private final List<String> events = new ArrayList<>();
        private Connection connection;
        private Consumer<String> then = event -> {};

        private void event(String event) {
            events.add(event);
            then.accept(event);
        }

        @Override
        public void onOpen(Connection opened) {
            connection = opened;
            event("open");
        }

        @Override
        public void onFrame(Connection from, byte[] bytes, int offset, int length) {
            event(new String(bytes, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void onBatchEnd(Connection from) {
            event("batch end");
        }

        @Override
        public void onTooLong(Connection from, int maxFrameBytes) {
            event("too long");
        }

        @Override
        public void onEnd(Connection from) {
            event("end");
        }

        @Override
        public void onWritable(Connection from) {
            event("writable");
        }

        @Override
        public void onClosed(Connection from, CloseReason reason, Throwable cause) {
            event("closed " + reason);
        }
    }

    @Test
    void whatIsSentWhenThePeerEndsGoesOutHoweverLarge() throws IOException {
        recorder.then = event -> {
            if (event.equals("end")) {
                for (int i = 0; i < 3; i++) {
                    recorder.connection.send(FILLS_THE_STREAM);
                }
            }
        };
        ScriptedPeer peer = connect();
        peer.shutdownOutput();
        assertThat(peer.received()).hasSize(3 * 65_536);
    }

    @Test
    void framesOfAnotherThreadAreNotCutOffByTheEndOfItsHold() throws Exception {
        ScriptedPeer peer = connect();
        Hold hold = recorder.connection.hold();
        peer.shutdownOutput();
        inThread(() -> {
            for (int i = 0; i < 3; i++) {
                recorder.connection.send(FILLS_THE_STREAM);
            }
            hold.close();
        });
        peer.settle();
        assertThat(peer.received()).hasSize(3 * 65_536);
        assertThat(recorder.events).endsWith("closed PEER");
    }

    @Test
    void onWritableIsNotCalledFromInsideASend() throws IOException {
        options = options.withFlow(FlowLimits.defaults().withQueue(1_000, 500, 1 << 20));
        ScriptedPeer peer = connect();
        recorder.connection.send(FILLS_THE_STREAM);
        assertThat(recorder.events).containsExactly("open");
        peer.settle();
        assertThat(recorder.events).containsExactly("open", "writable");
    }

    @Test
    void theConnectionIsNotLostFromInsideASend() throws IOException {
        ScriptedPeer peer = connect();
        recorder.connection.suspend();
        peer.close();
        recorder.connection.send(FILLS_THE_STREAM);
        assertThat(recorder.events).containsExactly("open");
        peer.settle();
        assertThat(recorder.events).containsExactly("open", "closed PEER");
    }

    @Test
    void nothingIsToldAfterTheEnd() throws IOException {
        recorder.then = event -> {
            if (event.equals("A")) {
                recorder.connection.close(CloseReason.LOCAL);
            }
        };
        connect().send("A\nB\n");
        assertThat(recorder.events).containsExactly("open", "A", "closed LOCAL");
    }

    @Test
    void aBatchWithATooLongFrameEndsAsWell() throws IOException {
        options = options.withFraming(Framing.lines(10));
        connect().send("A\n12345678901\n");
        assertThat(recorder.events).startsWith("open", "A", "batch end", "too long");
    }

    @Test
    void aConnectionClosedByTheObserverIsNotOpened() throws IOException {
        observer = new ConnectionObserver() {
            @Override
            public void opened(Connection connection) {
                connection.close(CloseReason.ADMIN);
            }
        };
        connect();
        assertThat(recorder.events).containsExactly("closed ADMIN");
    }

    @Test
    void aHandlerThatFailsWithAnErrorWhenItOpensLeavesNothingBehind() throws IOException {
        recorder.then = event -> {
            if (event.equals("open")) {
                throw new NoClassDefFoundError("missing");
            }
        };
        ScriptedPeer peer = connect();
        assertThat(recorder.events).containsExactly("open", "closed ERROR");
        assertThat(listener.connections().size()).isZero();
        assertThat(peer.isEnded()).isTrue();
    }

    @Test
    void aHandlerThatFailsWithAnErrorWhenItClosesHidesNothing() throws IOException {
        List<String> observed = new ArrayList<>();
        observer = new ConnectionObserver() {
            @Override
            public void closed(Connection connection, CloseReason reason, long openNanos) {
                observed.add(reason.label());
            }
        };
        recorder.then = event -> {
            if (event.startsWith("closed")) {
                throw new AssertionError("broken");
            }
        };
        connect().close();
        assertThat(observed).containsExactly("peer");
        assertThat(listener.connections().statistics().closed()).containsEntry(CloseReason.PEER, 1L);
    }

    @Test
    void openedIsWhatLivesAndWhatWasClosedAlsoForWhoeverHearsOfAClose() throws IOException {
        List<GroupStatistics> seen = new ArrayList<>();
        recorder.then = event -> {
            if (event.startsWith("closed")) {
                seen.add(listener.connections().statistics());
            }
        };
        connect().close();
        assertThat(seen).singleElement().satisfies(then -> {
            assertThat(then.active()).isZero();
            assertThat(then.closed()).containsEntry(CloseReason.PEER, 1L);
        });
    }

    private static StreamTransport transport(java.lang.reflect.InvocationHandler calls) {
        return (StreamTransport) Proxy.newProxyInstance(
                StreamTransport.class.getClassLoader(),
                new Class<?>[] {StreamTransport.class},
                (self, method, args) -> {
                    if (method.isDefault()) {
                        return java.lang.reflect.InvocationHandler.invokeDefault(self, method, args);
                    }
                    if (method.getReturnType() == String.class) {
                        return "fake";
                    }
                    return calls.invoke(self, method, args);
                });
    }

    @Test
    void aStreamThatCannotBeAttachedLeavesNothingBehind() {
        loop.runOnce(0);
        List<String> observed = new ArrayList<>();
        ConnectionGroup group = new ConnectionGroup(loop, "g", Role.CLIENT, options, new ConnectionObserver() {
            @Override
            public void opened(Connection connection) {
                observed.add("opened");
            }

            @Override
            public void closed(Connection connection, CloseReason reason, long openNanos) {
                observed.add("closed " + reason);
            }
        });
        group.open(
                transport((self, method, args) -> {
                    if (method.getName().equals("attach")) {
                        throw new IllegalStateException("stream attached twice");
                    }
                    return null;
                }),
                recorder);
        assertThat(recorder.events).containsExactly("closed ERROR");
        assertThat(observed).containsExactly("opened", "closed ERROR");
        assertThat(group.size()).isZero();
    }

    @Test
    void bytesTakenBeforeAFailedWriteAreCounted() {
        loop.runOnce(0);
        AtomicInteger writes = new AtomicInteger();
        TransportHandler[] attached = new TransportHandler[1];
        ConnectionGroup group = new ConnectionGroup(loop, "g", Role.CLIENT, options, ConnectionObserver.NONE);
        Connection connection = group.open(
                transport((self, method, args) -> {
                    if (method.getName().equals("attach")) {
                        attached[0] = (TransportHandler) args[2];
                    } else if (method.getName().equals("write")) {
                        ByteBuffer source = (ByteBuffer) args[0];
                        int taken = writes.get() == 0 ? 0 : source.remaining();
                        if (writes.incrementAndGet() > 2) {
                            throw new IOException("Connection reset by peer");
                        }
                        source.position(source.position() + taken);
                        return taken;
                    }
                    return null;
                }),
                recorder);
        connection.send(FILLS_THE_STREAM);
        connection.send(FILLS_THE_STREAM);
        attached[0].onWritable();
        assertThat(connection.state()).isEqualTo(ConnectionState.CLOSED);
        assertThat(connection.bytesWritten()).isEqualTo(65_536);
        assertThat(group.statistics().bytesSent()).isEqualTo(65_536);
    }

    @Test
    void anEmptyFrameOfAnotherThreadDoesNotHoldUpTheNext() throws Exception {
        options = options.withFraming(Framing.raw(1_000));
        ScriptedPeer peer = connect();
        inThread(() -> recorder.connection.send(ByteSource.utf8("")));
        peer.settle();
        inThread(() -> recorder.connection.send(ByteSource.utf8("A")));
        peer.settle();
        assertThat(peer.received()).isEqualTo("A");
    }

    @Test
    void whatWasAcceptedFromAnotherThreadIsNotRefusedLater() throws Exception {
        options = options.withFraming(Framing.raw(200_000))
                .withFlow(FlowLimits.defaults().withQueue(100, 50, 200_000));
        ScriptedPeer peer = connect();
        peer.reading(false);
        List<SendResult> results = new ArrayList<>();
        inThread(() -> {
            results.add(recorder.connection.send(ByteSource.of(new byte[150_000])));
            results.add(recorder.connection.send(new ByteSource() {
                private int calls;

                @Override
                public int length() {
                    if (++calls == 2 && !loop.inLoop()) {
                        loop.runOnce(0); // the loop takes the first frame just now
                    }
                    return 150_000;
                }

                @Override
                public void copyTo(byte[] target, int offset) {}
            }));
        });
        loop.runOnce(0);
        peer.reading(true);
        long accepted = results.stream().filter(SendResult::accepted).count();
        assertThat(peer.received()).hasSize((int) accepted * 150_000);
        assertThat(listener.connections().statistics().framesRefused()).isEqualTo(2 - accepted);
    }

    @Test
    void refusalsOfOtherThreadsAreCounted() throws Exception {
        options = options.withFlow(FlowLimits.defaults().withQueue(100, 50, 200));
        connect();
        inThread(() -> recorder.connection.send(ByteSource.utf8("x".repeat(300))));
        inThread(() -> recorder.connection.send(ByteSource.utf8("x".repeat(70_000))));
        assertThat(listener.connections().statistics().framesRefused()).isEqualTo(2);
    }

    @Test
    void stoppingTwiceHasOneEnd() throws IOException {
        ScriptedPeer peer = connect();
        Hold hold = recorder.connection.hold();
        CompletableFuture<Boolean> first = listener.stop(Duration.ofSeconds(5));
        CompletableFuture<Boolean> second = listener.stop(Duration.ofSeconds(9));
        peer.settle();
        hold.close();
        peer.settle();
        assertThat(first).isCompletedWithValue(true);
        assertThat(second).isCompletedWithValue(true);
        var unused = listener.stop(Duration.ZERO);
        peer.settle();
        assertThat(listener.state().name()).isEqualTo("STOPPED");
        assertThat(loop.statistics().timersArmed()).isZero();
    }

    @Test
    void drainedIsToldAfterTheLastHandler() throws IOException {
        ScriptedPeer peer = connect();
        Hold hold = recorder.connection.hold();
        CompletableFuture<Boolean> stopped = listener.stop(Duration.ofSeconds(5));
        peer.settle();
        hold.close();
        var unused = stopped.thenRun(() -> recorder.events.add("drained"));
        peer.settle();
        assertThat(recorder.events).containsExactly("open", "closed SHUTDOWN", "drained");
    }

    @Test
    void aPeerIsNotSlowWhileItIsNotListenedTo() throws IOException {
        options = options.withTimeouts(
                Timeouts.server().withFrame(Duration.ofSeconds(2)).withFirstFrame(Duration.ofSeconds(2)));
        ScriptedPeer peer = connect().send("B");
        recorder.connection.suspend();
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofSeconds(1));
        }
        recorder.connection.resume();
        pass(Duration.ofMillis(500));
        assertThat(recorder.events).containsExactly("open", "batch end");
        peer.send("C\n");
        assertThat(recorder.events).contains("BC");
    }

    @Test
    void aSmallReadBufferIsEnoughForALongFrame() throws IOException {
        loop.close();
        loop = EventLoop.open("test", LoopOptions.defaults().withReadBufferBytes(1_024), clock);
        connect().send("x".repeat(3_000) + "\nA\n");
        assertThat(recorder.events).contains("x".repeat(3_000), "A");
    }
}
