package io.eventdispatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import io.eventdispatcher.testing.ThreadLeaks;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Isolated;

/** Children, loops and inputs that end at the wrong moment. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Isolated("counts threads")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the children are shell scripts")
class ProcessEndsIT {

    private final ThreadLeaks leaks = new ThreadLeaks();
    private final EventLoop loop = EventLoop.open("ends-it");
    private final LoopThread thread = LoopThread.start(loop);
    private final Recorder recorder = new Recorder();

    @AfterEach
    void nothingIsLeft() {
        thread.close();
        leaks.awaitNone("ends ");
    }

    private ChildProcess start(String script) throws Exception {
        return ChildProcess.start(
                loop, "ends", new ProcessBuilder("sh", "-c", script), ConnectionOptions.client(), recorder, recorder);
    }

    @Test
    void aChildThatEndsBeforeTheLoopOpensItsConnectionIsHeardToTheEnd() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        loop.execute(() -> awaitLatch(blocked));
        ChildProcess child = start("echo ONE; echo bad >&2; exit 9");
        await().until(() -> child.exitCode().isPresent());
        blocked.countDown();
        assertThat(recorder.exit.get(10, TimeUnit.SECONDS)).isEqualTo(9);
        assertThat(recorder.events).containsExactly("ONE", "closed PEER", "exit 9");
        assertThat(recorder.errors).containsExactly("bad");
        assertThat(child.stop(Duration.ZERO).get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void stoppingTwiceAndAfterTheEndGivesTheSameResult() throws Exception {
        ChildProcess child = start("exec cat");
        CompletableFuture<Boolean> first = child.stop(Duration.ofSeconds(10));
        CompletableFuture<Boolean> second = child.stop(Duration.ofSeconds(10));
        assertThat(first.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(second.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(child.stop(Duration.ofSeconds(10)).get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(recorder.events.stream().filter(e -> e.startsWith("exit"))).hasSize(1);
    }

    @Test
    void aSecondStopInAHurryShortensTheFirst() throws Exception {
        ChildProcess child = start("trap '' TERM; while :; do sleep 0.1; done");
        CompletableFuture<Boolean> first = child.stop(Duration.ofSeconds(50));
        child.stop(Duration.ZERO);
        assertThat(first.get(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void whenTheLoopIsClosedThenStopKillsAndThreadsEnd() throws Exception {
        // it must not die of its closed pipe while the loop is closing: then nobody would have had to kill it
        ChildProcess child = start("trap '' PIPE; echo READY; while :; do echo FLOOD >&2; done");
        await().until(() -> recorder.events.contains("READY"));
        thread.close();
        assertThat(child.stop(Duration.ofSeconds(5)).get(10, TimeUnit.SECONDS)).isFalse();
        await().until(() -> child.exitCode().isPresent());
        leaks.awaitNone("ends ");
    }

    @Test
    void aStopUnderWayWhenTheLoopIsClosedIsCompleted() throws Exception {
        ChildProcess child = start("trap '' TERM; echo READY; while :; do sleep 0.1; done");
        await().until(() -> recorder.events.contains("READY"));
        CompletableFuture<Boolean> stopped = child.stop(Duration.ofSeconds(50));
        thread.close();
        child.stop(Duration.ZERO);
        assertThat(stopped.get(10, TimeUnit.SECONDS)).isFalse();
        await().until(() -> child.exitCode().isPresent());
    }

    @Test
    void aFloodOfErrorsOfAChildThatNobodyWaitsForIsNoProblem() throws Exception {
        ChildProcess child = start("yes error | head -n 200000 >&2; echo DONE; exit 0");
        assertThat(recorder.exit.get(50, TimeUnit.SECONDS)).isZero();
        assertThat(recorder.errors).hasSize(200000);
        assertThat(recorder.events).contains("DONE");
        assertThat(child.exitCode()).hasValue(0);
    }

    @Test
    void aHugeLineOfOutputIsRefusedByTheFramingNotByMemory() throws Exception {
        start("head -c 20000000 /dev/zero | tr '\\0' x; echo; echo AFTER");
        assertThat(recorder.exit.get(50, TimeUnit.SECONDS)).isNotNull();
        assertThat(recorder.events.stream().filter(e -> e.length() > 1000)).isEmpty();
    }

    @Test
    void anInputThatIsAtItsEndClosesTheConnectionAndNothingStays() throws Exception {
        CompletableFuture<Void> opened = new CompletableFuture<>();
        loop.execute(() -> {
            StandardInput.open(
                    loop,
                    "ends",
                    ConnectionOptions.server(),
                    recorder,
                    InputStream.nullInputStream(),
                    new PrintStream(OutputStream.nullOutputStream()));
            opened.complete(null);
        });
        opened.get(10, TimeUnit.SECONDS);
        await().until(() -> recorder.events.contains("closed PEER"));
        await().untilAsserted(() -> assertThat(leaks.left("ends-")).allMatch(name -> name.startsWith("ends-it")));
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Remembers what happens, in its order. */
    private static final class Recorder implements ConnectionHandler, ChildObserver {

        private final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();
        private final CompletableFuture<Integer> exit = new CompletableFuture<>();

        @Override
        public void onFrame(Connection connection, byte[] bytes, int offset, int length) {
            events.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void onClosed(Connection connection, CloseReason reason, Throwable cause) {
            events.add("closed " + reason);
        }

        @Override
        public void onErrorLine(ChildProcess process, String line) {
            errors.add(line);
        }

        @Override
        public void onExit(ChildProcess process, int exitCode) {
            events.add("exit " + exitCode);
            exit.complete(exitCode);
        }
    }
}
