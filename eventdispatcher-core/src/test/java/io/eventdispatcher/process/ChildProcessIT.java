package io.eventdispatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.connection.SendResult;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import io.eventdispatcher.messenger.Messenger;
import io.eventdispatcher.testing.Descriptors;
import io.eventdispatcher.testing.ThreadLeaks;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Isolated;

@Timeout(120)
@Isolated("counts threads")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the children are shell scripts")
class ChildProcessIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final ThreadLeaks leaks = new ThreadLeaks();
    private final long pipesBefore = Descriptors.pipes();
    private final EventLoop loop = EventLoop.open("child-it");
    private final LoopThread thread = LoopThread.start(loop);
    private final Recorder recorder = new Recorder();
    private ChildProcess child;

    @AfterEach
    void nothingIsLeft() throws Exception {
        if (child != null) {
            child.stop(Duration.ZERO).get(20, TimeUnit.SECONDS);
        }
        leaks.awaitNone("kid");
        thread.close();
        await().untilAsserted(() -> assertThat(Descriptors.pipes()).isLessThanOrEqualTo(pipesBefore + 2));
    }

    private ChildProcess start(String script) throws IOException {
        return start(new ProcessBuilder("sh", "-c", script), recorder);
    }

    private ChildProcess start(ProcessBuilder command, ConnectionHandler handler) throws IOException {
        child = ChildProcess.start(loop, "kid", command, ConnectionOptions.client(), handler, recorder);
        return child;
    }

    private void send(String text) {
        assertThat(connection().send(ByteSource.utf8(text))).isEqualTo(SendResult.SENT);
    }

    private Connection connection() {
        if (child.connection() == null) {
            await().until(() -> child.connection() != null);
        }
        return child.connection();
    }

    private int exitCode() throws Exception {
        return recorder.exit.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void catAnswersWhatItIsSent() throws Exception {
        start(new ProcessBuilder("cat"), recorder);
        for (int i = 0; i < 100; i++) {
            send("PING n=" + i);
        }
        await().until(() -> recorder.events.size() == 100);
        assertThat(recorder.events).startsWith("PING n=0").endsWith("PING n=99");
        assertThat(child.exitCode()).isEmpty();
        assertThat(child.connection().remoteAddress()).isEqualTo("pid " + child.pid());
        assertThat(child.stop(SOON).get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(exitCode()).isZero();
    }

    @Test
    void aScriptThatSpeaksTheProtocolIsAskedThroughAMessenger() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.on("ABSOLUTELY", x -> answer.complete(x.message().text("serial")));
        ConnectionHandler messages = Messenger.builder(dispatcher).build().newHandler();
        start(
                new ProcessBuilder(
                        "sh", "-c", "while read -r command rest; do echo \"ABSOLUTELY $rest\"; done; exit 7"),
                messages);
        send("ALIVE serial=42");
        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("42");
        assertThat(child.stop(SOON).get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(exitCode()).isEqualTo(7);
    }

    @Test
    void theEventsComeInTheirOrder() throws Exception {
        start("echo ONE; echo TWO; echo oops >&2; printf 'last words' >&2; exit 3");
        assertThat(exitCode()).isEqualTo(3);
        assertThat(recorder.events).containsExactly("ONE", "TWO", "end", "closed PEER", "exit 3");
        assertThat(recorder.errors).containsExactly("oops", "last words");
        assertThat(child.exitCode()).hasValue(3);
    }

    @Test
    void aCommandThatDoesNotExistIsToldByName() {
        assertThatThrownBy(() -> start(new ProcessBuilder("no-such-command", "x"), recorder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot start child 'kid': command=[no-such-command, x]")
                .hasMessageContaining("No such file or directory");
    }

    @Test
    void redirectedPipesAreRefused() {
        ProcessBuilder command = new ProcessBuilder("cat").redirectOutput(Redirect.DISCARD);
        assertThatThrownBy(() -> start(command, recorder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be pipes");
    }

    @Test
    void aChildThatExitsAtOnceIsAnEventAlsoWhenItIsWrittenTo() throws Exception {
        start("exit 0");
        connection().send(ByteSource.utf8("NEVER READ"));
        assertThat(exitCode()).isZero();
        assertThat(recorder.events).endsWith("exit 0").anyMatch(e -> e.startsWith("closed PEER"));
    }

    @Test
    void aKilledChildIsAnEvent() throws Exception {
        start("echo READY; exec sleep 60");
        await().until(() -> recorder.events.contains("READY"));
        ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly();
        assertThat(exitCode()).isEqualTo(137);
    }

    @Test
    void aChildThatIgnoresTheEndOfItsInputGetsTerm() throws Exception {
        start("trap 'echo BYE; exit 5' TERM; echo READY; while :; do sleep 0.05; done");
        await().until(() -> recorder.events.contains("READY"));
        assertThat(child.stop(Duration.ofSeconds(2)).get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(exitCode()).isEqualTo(5);
        assertThat(recorder.events).contains("BYE");
    }

    @Test
    void aChildThatIgnoresTermIsKilledWithItsOwnChildren() throws Exception {
        start("trap '' TERM; echo READY; sleep 60; echo never");
        await().until(() -> recorder.events.contains("READY"));
        List<ProcessHandle> own =
                ProcessHandle.of(child.pid()).orElseThrow().descendants().toList();
        assertThat(child.stop(Duration.ofMillis(400)).get(10, TimeUnit.SECONDS)).isFalse();
        assertThat(exitCode()).isEqualTo(137);
        await().until(() -> own.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void aChildThatNeverReadsHoldsNobodyBack() throws Exception {
        start("echo READY; exec sleep 60");
        await().until(() -> recorder.events.contains("READY"));
        for (int i = 0; i < 500; i++) {
            send("x".repeat(1000));
        }
        CompletableFuture<Void> turned = new CompletableFuture<>();
        loop.execute(() -> turned.complete(null));
        turned.get(10, TimeUnit.SECONDS);
        assertThat(child.connection().queuedBytes()).isPositive();
        assertThat(child.stop(Duration.ofSeconds(2)).get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(exitCode()).isEqualTo(143);
    }

    @Test
    void aFloodOnBothOutputsIsTakenInPieces() throws Exception {
        start("i=0; while [ $i -lt 3000 ]; do echo \"OUT n=$i\"; echo \"err $i\" >&2; i=$((i+1)); done");
        assertThat(exitCode()).isZero();
        assertThat(recorder.errors).hasSize(3000);
        assertThat(recorder.events).hasSize(3003);
    }

    @Test
    void aLongLineOfErrorsIsCut() throws Exception {
        start("head -c 100000 /dev/zero | tr '\\0' x >&2; echo >&2; echo short >&2");
        assertThat(exitCode()).isZero();
        assertThat(recorder.errors).containsExactly("x".repeat(ErrorLines.MAX_LINE_BYTES), "short");
    }

    @Test
    void aFloodThatNobodyWantsIsHeldBack() throws Exception {
        start("exec yes 'FLOOD n=1'");
        await().until(() -> child.connection() != null);
        child.connection().suspend();
        await().until(() ->
                recorder.events.size() > 0 || child.connection().state().canSend());
        assertThat(child.stop(Duration.ZERO).get(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void aChildWhoseConnectionIsClosedIsStopped() throws Exception {
        start("cat; echo unheard; exec sleep 0.1");
        await().until(() -> child.connection() != null);
        child.connection().close(CloseReason.LOCAL);
        exitCode();
        assertThat(recorder.events).startsWith("closed LOCAL");
    }

    @Test
    void theExitIsToldAlsoWhenAGrandchildKeepsThePipes() throws Exception {
        long start = loop.nanoTime();
        start("sleep 60 & echo $!; exit 4");
        assertThat(exitCode()).isEqualTo(4);
        assertThat(loop.nanoTime() - start).isLessThan(Duration.ofSeconds(30).toNanos());
        ProcessHandle.of(Long.parseLong(recorder.events.element())).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void manyChildrenLeaveNothingBehind() throws Exception {
        AtomicLong exits = new AtomicLong();
        for (int i = 0; i < 30; i++) {
            Recorder each = new Recorder();
            ChildProcess one = ChildProcess.start(
                    loop, "kid" + i, new ProcessBuilder("cat"), ConnectionOptions.client(), each, each);
            each.exit.thenRun(exits::incrementAndGet);
            if (i % 2 == 0) {
                ProcessHandle.of(one.pid()).ifPresent(ProcessHandle::destroyForcibly);
            } else {
                one.stop(SOON);
            }
        }
        await().until(() -> exits.get() == 30);
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
        public void onEnd(Connection connection) {
            events.add("end");
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
