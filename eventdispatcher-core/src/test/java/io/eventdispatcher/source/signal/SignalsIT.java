package io.eventdispatcher.source.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals that the kernel really delivers to this process. */
@Timeout(60)
class SignalsIT {
    private final LoopThread thread = LoopThread.start(EventLoop.open("signals"));

    @AfterEach
    void stopLoop() {
        thread.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HUP", "INT", "TERM", "USR1", "WINCH"})
    void aSignalArrivesOnTheLoop(String name) throws Exception {
        assumeNotIgnored(name);
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        try (SignalRegistration registration = Signals.on(
                name,
                thread.loop(),
                event -> heard.add(event.name() + Thread.currentThread().getName()))) {
            kill(name);
            await().untilAsserted(() -> assertThat(heard).containsExactly(name + "signals"));
            assertThat(registration.number()).isPositive();
        }
    }

    @Test
    void manySignalsAreAllCountedAndNoneRunsTheHandlerElsewhere() throws Exception {
        AtomicLong counted = new AtomicLong();
        AtomicLong elsewhere = new AtomicLong();
        try (SignalRegistration registration = Signals.on("USR1", thread.loop(), event -> {
            counted.addAndGet(event.count());
            if (!thread.loop().inLoop()) {
                elsewhere.incrementAndGet();
            }
        })) {
            Process kills = new ProcessBuilder(
                            "sh",
                            "-c",
                            "i=0; while [ $i -lt 10000 ]; do kill -USR1 "
                                    + ProcessHandle.current().pid() + " || exit 1; i=$((i+1)); done")
                    .start();
            assertThat(kills.waitFor()).isZero();
            kill("USR1");
            await().untilAsserted(() -> assertThat(counted.get()).isPositive().isEqualTo(registration.received()));
            assertThat(registration.events()).isLessThanOrEqualTo(registration.received());
            assertThat(elsewhere).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "STOP", "QUIT", "SEGV", "FPE", "ILL", "BUS", "USR2", "PIPE", "XFSZ"})
    void reservedSignalsAreRefusedWithTheReason(String name) {
        Assumptions.assumeTrue(System.getenv("_JAVA_SR_SIGNUM") == null, "the JVM's own signal was moved");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Signals.on(name, thread.loop(), event -> {}))
                .withMessageContaining("signal=" + name)
                .withMessageContaining(SignalNames.refusal(name));
    }

    /** A program started with nohup ignores HUP, one in the background of a script INT; the JVM leaves it that way. */
    private static void assumeNotIgnored(String name) throws IOException {
        String mask = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.substring("SigIgn:".length()).strip())
                .findFirst()
                .orElse("0");
        int number = Map.of("HUP", 1, "INT", 2, "TERM", 15).getOrDefault(name, 0);
        boolean ignored = number > 0 && (Long.parseUnsignedLong(mask, 16) >>> (number - 1) & 1) != 0;
        assumeThat(ignored).as("this JVM was started with %s ignored", name).isFalse();
    }

    private static void kill(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder(
                        "kill",
                        "-" + name,
                        String.valueOf(ProcessHandle.current().pid()))
                .start();
        assertThat(kill.waitFor()).isZero();
    }
}
