package io.eventdispatcher.source.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import io.eventdispatcher.testing.ThreadLeaks;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real processes and threads that end. */
@Timeout(60)
class ProcessSourcesIT {
    private final LoopThread thread = LoopThread.start(EventLoop.open("processes"));
    private final Queue<Object> heard = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stopLoop() {
        thread.close();
    }

    @Test
    void theExitCodeOfAChildIsTold() throws Exception {
        Process child = new ProcessBuilder("sh", "-c", "exit 7").start();
        ProcessExit exit = ProcessExit.watch(thread.loop(), child, heard::add);
        await().untilAsserted(
                        () -> assertThat(heard).containsExactly(new ProcessExitEvent(child.pid(), OptionalInt.of(7))));
        assertThat(exit.isWaiting()).isFalse();
        assertThat(thread.loop().sources()).noneMatch(source -> source.name().startsWith("process"));
    }

    @Test
    void aKilledChildIsToldAs128AndTheSignal() throws Exception {
        Process child = new ProcessBuilder("sleep", "60").start();
        ProcessExit.watch(thread.loop(), child, heard::add);
        child.destroyForcibly();
        await().untilAsserted(() ->
                assertThat(heard).containsExactly(new ProcessExitEvent(child.pid(), OptionalInt.of(137))));
    }

    @Test
    void aForeignProcessEndsWithoutExitCode() throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "sleep 60 >/dev/null 2>&1 & echo $!; wait").start();
        String line = shell.inputReader().readLine();
        long pid = Long.parseLong(line.trim());
        ProcessHandle grandchild = ProcessHandle.of(pid).orElseThrow();
        ProcessExit.watch(thread.loop(), grandchild, heard::add);
        grandchild.destroyForcibly();
        await().untilAsserted(() -> assertThat(heard).containsExactly(new ProcessExitEvent(pid, OptionalInt.empty())));
        shell.destroyForcibly();
    }

    @Test
    void aClosedWatchHearsNothingAndTheProcessGoesOn() throws Exception {
        Process child = new ProcessBuilder("cat").start();
        ProcessExit.watch(thread.loop(), child, heard::add).close();
        assertThat(child.isAlive()).isTrue();
        child.getOutputStream().close();
        ProcessExit.watch(thread.loop(), child, event -> heard.add("second"));
        await().untilAsserted(() -> assertThat(heard).containsExactly("second"));
    }

    @Test
    void theOwnProcessIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProcessExit.watch(thread.loop(), ProcessHandle.current(), heard::add));
    }

    @Test
    void aWorkerTellsItsResultOnTheLoop() {
        WorkerThread.start(
                thread.loop(), "worker-ok", () -> Thread.currentThread().getName(), handler());
        await().untilAsserted(() -> assertThat(heard).containsExactly("done worker-ok on processes"));
    }

    @Test
    void aWorkerTellsItsFailure() {
        WorkerThread.start(
                thread.loop(),
                "worker-bad",
                () -> {
                    throw new IOException("no");
                },
                handler());
        await().untilAsserted(() -> assertThat(heard).containsExactly("failed java.io.IOException: no"));
    }

    @Test
    void aClosedWorkerIsInterruptedAndForgotten() throws Exception {
        ThreadLeaks threads = new ThreadLeaks();
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch working = new CountDownLatch(1);
        WorkerThread<String> worker = WorkerThread.start(
                thread.loop(),
                "worker-long",
                () -> {
                    working.countDown();
                    never.await();
                    return "";
                },
                handler());
        working.await();
        worker.close();
        threads.awaitNone("worker-long");
        assertThat(heard).isEmpty();
        assertThat(worker.isWaiting()).isFalse();
    }

    private WorkerThread.Handler<String> handler() {
        return new WorkerThread.Handler<>() {
            @Override
            public void onDone(String result) {
                heard.add("done " + result + " on " + Thread.currentThread().getName());
            }

            @Override
            public void onFailed(Throwable failure) {
                heard.add("failed " + failure);
            }
        };
    }
}
