package io.eventdispatcher.transport.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.backoff.Backoff;
import io.eventdispatcher.client.ClientState;
import io.eventdispatcher.client.PermanentClient;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import io.eventdispatcher.server.Listener;
import io.eventdispatcher.testing.ThreadLeaks;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Peers that are killed and come back, over paths and abstract names; {@code -Dcycles=1000} for a soak. */
@Timeout(600)
@EnabledOnOs(value = OS.LINUX, disabledReason = "looks at /proc")
class UnixPeerRestartIT {

    private static final int CYCLES = Integer.getInteger("cycles", 50);
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private final ThreadLeaks threads = new ThreadLeaks();
    private final EventLoop loop = EventLoop.open("restart-it");
    private final LoopThread thread = LoopThread.start(loop);
    private final AtomicLong received = new AtomicLong();

    @AfterEach
    void close() {
        thread.close();
        threads.awaitNone("ed-junix");
    }

    /** Before anything is opened, which an aborted test would leave open. */
    @BeforeEach
    void socatIsInstalled() throws Exception {
        try {
            socat("OPEN:/dev/null", "OPEN:/dev/null").waitFor();
        } catch (IOException e) {
            assumeThat(e.getMessage()).as("socat is installed").isEmpty();
        }
    }

    private static Process socat(String from, String to) throws IOException {
        return new ProcessBuilder("socat", "-u", from, to)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static int descriptors() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }

    private final class Counting implements ConnectionHandler {
        @Override
        public void onFrame(Connection connection, byte[] array, int offset, int length) {
            received.incrementAndGet();
        }
    }

    @Test
    void killedClientsOfAPathLeaveNothingBehind() throws Exception {
        clientsAreKilled("unix://" + directory.resolve("ed.sock"), "UNIX-CONNECT:" + directory.resolve("ed.sock"));
    }

    @Test
    void killedClientsOfAnAbstractNameLeaveNothingBehind() throws Exception {
        String name = "ed-restart-" + ProcessHandle.current().pid();
        clientsAreKilled("unix:" + name + "?abstract", "ABSTRACT-CONNECT:" + name);
    }

    private void clientsAreKilled(String uri, String target) throws Exception {
        Listener listener = Listener.on(Endpoint.parse(uri), loop, () -> new Counting())
                .name("restart")
                .start();
        int before = 0;
        for (int i = 0; i < CYCLES; i++) {
            if (i == 1) {
                before = descriptors();
            }
            long count = i + 1L;
            Process peer = socat("SYSTEM:echo HELLO; exec sleep 60", target);
            await().pollInterval(Duration.ofMillis(2)).atMost(SOON).until(() -> received.get() == count);
            peer.descendants().forEach(ProcessHandle::destroyForcibly);
            peer.destroyForcibly().waitFor();
            await().pollInterval(Duration.ofMillis(2))
                    .atMost(SOON)
                    .until(() -> listener.connections().connections().isEmpty());
        }
        int limit = before;
        await().atMost(SOON).untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(limit));
        assertTheLoopRests();
        listener.stop(Duration.ZERO).get(10, TimeUnit.SECONDS);
    }

    @Test
    void aKilledServerAtAPathIsFoundAgain() throws Exception {
        serverIsKilled(
                "unix://" + directory.resolve("ed.sock"),
                "UNIX-LISTEN:" + directory.resolve("ed.sock") + ",unlink-early");
    }

    @Test
    void aKilledServerAtAnAbstractNameIsFoundAgain() throws Exception {
        String name = "ed-server-" + ProcessHandle.current().pid();
        serverIsKilled("unix:" + name + "?abstract", "ABSTRACT-LISTEN:" + name);
    }

    private void serverIsKilled(String uri, String listen) throws Exception {
        PermanentClient client = PermanentClient.to(Endpoint.parse(uri), loop)
                .backoff(Backoff.fixed(Duration.ofMillis(5)))
                .handler(Counting::new)
                .start();
        int before = 0;
        for (int i = 0; i < CYCLES; i++) {
            if (i == 1) {
                before = descriptors();
            }
            Process peer = socat(listen, "-");
            await().pollInterval(Duration.ofMillis(2))
                    .atMost(SOON)
                    .until(() -> client.state() == ClientState.CONNECTED);
            peer.destroyForcibly().waitFor();
            await().pollInterval(Duration.ofMillis(2))
                    .atMost(SOON)
                    .until(() -> client.state() != ClientState.CONNECTED);
        }
        client.stop(Duration.ZERO).get(10, TimeUnit.SECONDS);
        int limit = before;
        await().atMost(SOON).untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(limit));
        assertTheLoopRests();
    }

    /**
     * Under 1 % of a core in a second in which nothing happens, the loop and the poll thread together. What the last kill
     * left to do may still take its time, on a busy machine in more than one second; a loop that spins never rests.
     */
    private static void assertTheLoopRests() {
        await().atMost(SOON).untilAsserted(() -> {
            long before = cpuNanos();
            await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
            assertThat(cpuNanos() - before).as("processor time of a second, ns").isLessThan(10_000_000);
        });
    }

    private static long cpuNanos() {
        ThreadMXBean times = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (ThreadInfo info : times.getThreadInfo(times.getAllThreadIds())) {
            if (info != null
                    && (info.getThreadName().startsWith("restart-it")
                            || info.getThreadName().startsWith("ed-junix"))) {
                nanos += times.getThreadCpuTime(info.getThreadId());
            }
        }
        return nanos;
    }
}
