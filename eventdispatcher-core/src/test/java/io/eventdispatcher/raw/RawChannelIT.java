package io.eventdispatcher.raw;

import static io.eventdispatcher.raw.Interest.ACCEPT;
import static io.eventdispatcher.raw.Interest.CLOSE;
import static io.eventdispatcher.raw.Interest.NONE;
import static io.eventdispatcher.raw.Interest.READ;
import static io.eventdispatcher.raw.Interest.TIMEOUT;
import static io.eventdispatcher.raw.Interest.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.testing.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real pipes and sockets, driven turn by turn. */
@Timeout(60)
class RawChannelIT {

    private final ManualClock clock = new ManualClock();
    private final EventLoop loop = EventLoop.open("ed-raw", LoopOptions.defaults(), clock);
    private final List<Integer> seen = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private Pipe pipe;
    private int next = READ;

    @BeforeEach
    void open() throws IOException {
        pipe = Pipe.open();
    }

    @AfterEach
    void close() throws IOException {
        pipe.source().close();
        pipe.sink().close();
        loop.close();
    }

    private RawChannel watch(RawHandler onReady) throws IOException {
        return RawChannel.open(loop, "p", pipe.source(), READ, new RawHandler() {
            @Override
            public int onReady(RawChannel channel, int ready) throws IOException {
                seen.add(ready);
                return onReady.onReady(channel, ready);
            }

            @Override
            public void onClosed(RawChannel channel, @Nullable Throwable cause) {
                closed.add(channel.name() + " " + (cause == null ? "" : cause.getMessage()));
            }
        });
    }

    private void turns() {
        for (int i = 0; i < 3; i++) {
            loop.runOnce(0);
        }
    }

    /** What peers on sockets do is there, but on a busy machine not at once. */
    private void step(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            loop.runOnce(Duration.ofMillis(10).toNanos());
        }
    }

    private static boolean isAtItsEnd(SocketChannel peer) {
        try {
            return peer.read(ByteBuffer.allocate(1)) == -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void feed() throws IOException {
        pipe.sink().write(ByteBuffer.wrap(new byte[] {1}));
    }

    /** Runs it on another thread and waits. */
    private static void elsewhere(Runnable action) {
        CompletableFuture.runAsync(action).join();
    }

    @Test
    void refusesWhatTheChannelCannotDo() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RawChannel.open(loop, "p", pipe.source(), WRITE, (c, ready) -> READ));
        RawChannel raw = watch((c, ready) -> next);
        assertThatIllegalStateException().isThrownBy(() -> watch((c, ready) -> next));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> raw.resume(WRITE))
                .withMessageContaining("supported=1 channel='p'");
        assertThatIllegalArgumentException().isThrownBy(() -> raw.resume(NONE));
        assertThatIllegalArgumentException().isThrownBy(() -> raw.resume(TIMEOUT));
        assertThatIllegalArgumentException().isThrownBy(() -> raw.timeout(Duration.ofNanos(-1)));
        Pipe other = Pipe.open();
        other.sink().close();
        other.source().close();
        assertThatThrownBy(() -> RawChannel.open(loop, "q", other.source(), READ, (c, ready) -> READ))
                .isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void anInterestThatTheChannelDoesNotSupportEndsIt() throws IOException {
        watch((c, ready) -> WRITE);
        feed();
        turns();
        assertThat(seen).containsExactly(READ);
        assertThat(closed).singleElement().asString().contains("interest=4 supported=1");
        assertThat(loop.statistics().failures()).isEqualTo(1);
        assertThat(pipe.source().isOpen()).isFalse();
    }

    @Test
    void aPeersFaultEndsItWithoutDisturbingTheLoop() throws IOException {
        RawChannel raw = watch((c, ready) -> {
            throw new IOException("nonsense");
        });
        feed();
        turns();
        assertThat(closed).containsExactly("p nonsense");
        assertThat(loop.statistics().failures()).isZero();
        assertThat(raw.isOpen()).isFalse();
        assertThat(loop.statistics().registrations()).isZero();
    }

    @Test
    void aHandlersFaultEndsItAndIsCounted() throws IOException {
        watch((c, ready) -> {
            throw new IllegalStateException("a bug");
        });
        feed();
        turns();
        assertThat(closed).containsExactly("p a bug");
        assertThat(loop.statistics().failures()).isEqualTo(1);
        assertThat(pipe.source().isOpen()).isFalse();
    }

    @Test
    void aHandlersFaultAtATimeoutEndsItToo() throws IOException {
        RawChannel raw = watch((c, ready) -> {
            throw new IllegalStateException("a bug");
        });
        raw.timeout(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(1));
        turns();
        assertThat(seen).containsExactly(TIMEOUT);
        assertThat(closed).containsExactly("p a bug");
        assertThat(loop.statistics().failures()).isEqualTo(1);
    }

    @Test
    void aHandlerThatFailsWhenToldOfTheEndHarmsNobody() throws IOException {
        RawChannel raw = RawChannel.open(loop, "p", pipe.source(), READ, new RawHandler() {
            @Override
            public int onReady(RawChannel channel, int ready) {
                return CLOSE;
            }

            @Override
            public void onClosed(RawChannel channel, @Nullable Throwable cause) {
                throw new IllegalStateException("a bug");
            }
        });
        raw.close();
        turns();
        assertThat(pipe.source().isOpen()).isFalse();
        assertThat(loop.statistics().failures()).isZero();
    }

    @Test
    void readinessIsToldUntilItIsConsumed() throws IOException {
        watch((c, ready) -> next);
        feed();
        turns();
        assertThat(seen).containsExactly(READ, READ, READ);
    }

    @Test
    void isLeftAloneAfterNoneUntilItIsResumed() throws IOException {
        RawChannel raw = watch((c, ready) -> NONE);
        feed();
        turns();
        assertThat(seen).containsExactly(READ);
        elsewhere(raw::resume);
        turns();
        assertThat(seen).containsExactly(READ, READ);
        elsewhere(() -> raw.resume(READ));
        turns();
        assertThat(seen).containsExactly(READ, READ, READ);
    }

    @Test
    void aResumeBeforeTheHandlerHasReturnedIsNotLost() throws IOException {
        watch((c, ready) -> {
            if (seen.size() == 1) {
                elsewhere(c::resume);
            } else if (seen.size() == 2) {
                c.resume(READ);
            }
            return NONE;
        });
        feed();
        turns();
        turns();
        assertThat(seen).containsExactly(READ, READ, READ);
    }

    @Test
    void canBeSuspendedFromAnyThread() throws IOException {
        RawChannel raw = watch((c, ready) -> next);
        feed();
        elsewhere(raw::suspend);
        loop.runOnce(0);
        int before = seen.size();
        turns();
        assertThat(seen).hasSize(before);
        raw.resume();
        turns();
        assertThat(seen).hasSize(before + 3);
        raw.suspend();
        turns();
        assertThat(seen).hasSize(before + 3);
    }

    @Test
    void resumingWhatIsNotSuspendedChangesNothing() throws IOException {
        RawChannel raw = watch((c, ready) -> next);
        raw.resume();
        raw.resume(READ);
        feed();
        loop.runOnce(0);
        assertThat(seen).containsExactly(READ);
    }

    @Test
    void closesWhenTheHandlerSaysSo() throws IOException {
        RawChannel raw = watch((c, ready) -> READ | CLOSE);
        feed();
        turns();
        assertThat(seen).containsExactly(READ);
        assertThat(closed).containsExactly("p ");
        assertThat(raw.isOpen()).isFalse();
        assertThat(loop.statistics().registrations()).isZero();
        raw.resume();
        raw.suspend();
        raw.timeout(Duration.ofSeconds(1));
        raw.close();
        clock.advance(Duration.ofSeconds(2));
        turns();
        assertThat(closed).hasSize(1);
        assertThat(loop.statistics().timersArmed()).isZero();
    }

    @Test
    void closesFromAnyThreadAndFromInsideTheHandler() throws IOException {
        RawChannel raw = watch((c, ready) -> {
            c.close();
            assertThat(c.isOpen()).as("closed behind the callback").isTrue();
            return READ;
        });
        feed();
        turns();
        assertThat(closed).containsExactly("p ");
        pipe = Pipe.open();
        RawChannel other = watch((c, ready) -> next);
        elsewhere(other::close);
        elsewhere(other::close);
        turns();
        assertThat(closed).containsExactly("p ", "p ");
        assertThat(raw.isOpen()).isFalse();
        assertThat(pipe.source().isOpen()).isFalse();
    }

    @Test
    void resumingWithCloseCloses() throws IOException {
        RawChannel raw = watch((c, ready) -> next);
        elsewhere(() -> raw.resume(CLOSE));
        turns();
        assertThat(closed).containsExactly("p ");
    }

    @Test
    void noticesThatTheHandlerHasClosedTheChannelItself() throws IOException {
        watch((c, ready) -> {
            pipe.source().close();
            return READ;
        });
        feed();
        turns();
        assertThat(closed).containsExactly("p ");
        assertThat(loop.statistics().registrations()).isZero();
    }

    @Test
    void whenTheLoopIsClosedOnlyTheChannelIs() throws IOException {
        RawChannel raw = watch((c, ready) -> next);
        loop.close();
        assertThatThrownBy(() -> elsewhere(raw::resume)).hasCauseInstanceOf(RejectedExecutionException.class);
        elsewhere(raw::close);
        assertThat(pipe.source().isOpen()).isFalse();
        assertThat(raw.isOpen()).isFalse();
        assertThat(closed).isEmpty();
    }

    @Test
    void isToldOnceWhenItsTimeIsOver() throws IOException {
        RawChannel raw = watch((c, ready) -> NONE);
        raw.timeout(Duration.ofSeconds(2));
        clock.advance(Duration.ofSeconds(1));
        raw.timeout(Duration.ofSeconds(2));
        clock.advance(Duration.ofSeconds(1));
        turns();
        assertThat(seen).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        turns();
        clock.advance(Duration.ofSeconds(9));
        turns();
        assertThat(seen).containsExactly(TIMEOUT);
        raw.timeout(Duration.ofSeconds(1));
        raw.timeout(Duration.ZERO);
        clock.advance(Duration.ofSeconds(9));
        turns();
        assertThat(seen).hasSize(1);
    }

    @Test
    void mustBeUsedOnTheLoopThreadWhereItSaysSo() throws IOException {
        RawChannel raw = watch((c, ready) -> {
            elsewhere(() -> assertThatIllegalStateException()
                    .isThrownBy(() -> c.timeout(Duration.ofSeconds(1)))
                    .withMessageContaining("raw 'p' must be used on loop 'ed-raw'"));
            return CLOSE;
        });
        feed();
        turns();
        assertThat(loop.statistics().failures()).isZero();
        assertThat(raw.isOpen()).isFalse();
    }

    @Test
    void theAcceptorLeavesPeersAboveItsLimitWaiting() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            List<RawChannel> open = new ArrayList<>();
            RawChannel acceptor = RawAcceptor.open(loop, "a", server, 2, peer -> (c, ready) -> {
                open.add(c);
                return peer.read(ByteBuffer.allocate(9)) < 0 ? CLOSE : READ;
            });
            List<SocketChannel> peers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                SocketChannel peer = SocketChannel.open(server.getLocalAddress());
                peer.write(ByteBuffer.wrap(new byte[] {1}));
                peers.add(peer);
            }
            step(() -> open.size() == 2);
            turns();
            assertThat(open).hasSize(2);
            assertThat(open.get(0).name()).startsWith("a /127.0.0.1:");
            peers.get(0).close();
            step(() -> open.stream().distinct().count() == 3);
            acceptor.close();
            assertThat(server.isOpen()).isFalse();
            assertThat(open.get(open.size() - 1).isOpen())
                    .as("connections live on")
                    .isTrue();
            for (SocketChannel peer : peers) {
                peer.close();
            }
            step(() -> loop.statistics().registrations() == 0);
        }
    }

    @Test
    void theAcceptorSurvivesAFactoryThatFails() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RawAcceptor.open(loop, "a", ServerSocketChannel.open(), 0, peer -> (c, r) -> READ))
                .withMessageContaining("maxConnections=0 min=1");
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            RawChannel acceptor = RawAcceptor.open(loop, "a", server, 1, peer -> {
                throw new IllegalStateException("a bug");
            });
            for (int i = 0; i < 3; i++) {
                try (SocketChannel peer = SocketChannel.open(server.getLocalAddress())) {
                    peer.configureBlocking(false);
                    step(() -> isAtItsEnd(peer));
                }
            }
            assertThat(acceptor.isOpen()).isTrue();
            assertThat(ACCEPT).isEqualTo(16);
            acceptor.close();
        }
    }
}
