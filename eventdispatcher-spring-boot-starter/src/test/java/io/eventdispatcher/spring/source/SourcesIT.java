package io.eventdispatcher.spring.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import io.eventdispatcher.source.watch.FileEventKind;
import io.eventdispatcher.spring.actuate.EventDispatcherEndpoint;
import io.eventdispatcher.spring.actuate.EventDispatcherHealth;
import io.eventdispatcher.spring.autoconfigure.Starter;
import io.eventdispatcher.spring.lifecycle.LogRotateRequestedEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

/** Real signals and real files as application events. */
class SourcesIT {

    @TempDir
    private Path directory;

    private final ApplicationContextRunner runner = Starter.full().withBean(Recorder.class);

    /** A program started with nohup ignores HUP, and the JVM leaves it that way. */
    @BeforeEach
    void assumeHupIsNotIgnored() throws IOException {
        String mask = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.substring("SigIgn:".length()).strip())
                .findFirst()
                .orElse("0");
        assumeThat(Long.parseUnsignedLong(mask, 16) & 1)
                .as("this JVM was started with HUP ignored (nohup)")
                .isZero();
    }

    @Test
    void aSignalIsPublishedAndHupAsksForLogRotation() {
        runner.withPropertyValues("eventdispatcher.signals=HUP,CONT").run(context -> {
            Recorder recorder = context.getBean(Recorder.class);
            kill("HUP");
            await().until(() -> recorder.rotations.get() == 1);
            kill("CONT");
            await().until(() -> recorder.signals.equals(List.of("HUP", "CONT")));
            assertThat(recorder.rotations).hasValue(1);
            assertThat(context.getBean(SignalListeners.class).received())
                    .containsEntry("HUP", 1L)
                    .containsEntry("CONT", 1L);
            assertThat(context.getBean(MeterRegistry.class)
                            .get("eventdispatcher.signals")
                            .tag("signal", "CONT")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
        });
    }

    @Test
    void aListenerCanPreventTheDefaultAction() {
        runner.withPropertyValues("eventdispatcher.signals=HUP,CONT").run(context -> {
            Recorder recorder = context.getBean(Recorder.class);
            recorder.prevents = true;
            kill("HUP");
            kill("CONT");
            await().until(() -> recorder.signals.size() == 2);
            assertThat(recorder.rotations).hasValue(0);
        });
    }

    @Test
    void termEndsTheApplicationWithTheExitCodeOfTheSignal() {
        AtomicInteger code = new AtomicInteger();
        try (EventLoop loop = EventLoop.open("signals");
                LoopThread thread = LoopThread.start(loop)) {
            SignalListeners listeners = new SignalListeners(List.of("TERM"), loop, event -> {}, code::set);
            listeners.start();
            kill("TERM");
            await().untilAtomic(code, value -> assertThat(value).isEqualTo(143));
            listeners.stop();
            assertThat(thread.isRunning()).isTrue();
        }
    }

    @Test
    void aSignalThatSomebodyElseHasStopsTheStart() {
        try (EventLoop loop = EventLoop.open("signals")) {
            SignalListeners listeners = new SignalListeners(List.of("CONT", "KILL"), loop, event -> {}, code -> {});
            assertThatThrownBy(listeners::start)
                    .isInstanceOfSatisfying(
                            SignalStartException.class,
                            failure -> assertThat(failure.signal()).isEqualTo("KILL"))
                    .hasMessageContaining("signal=KILL");
            assertThat(listeners.isRunning()).isFalse();
            assertThat(loop.sources()).isEmpty();
        }
    }

    @Test
    void filesInDirectoriesThatComeLaterAreReportedOnce() throws IOException {
        Path watched = Files.createDirectory(directory.resolve("watched"));
        runner.withPropertyValues(
                        "eventdispatcher.watch.rules.path=" + watched,
                        "eventdispatcher.watch.rules.glob=*.conf",
                        "eventdispatcher.watch.rules.recursive=true",
                        "eventdispatcher.watch.rules.events=exists,created,deleted")
                .run(context -> {
                    Recorder recorder = context.getBean(Recorder.class);
                    Path deep = Files.createDirectories(watched.resolve("a/b/c"));
                    Files.writeString(deep.resolve("x.conf"), "x");
                    Files.writeString(deep.resolve("x.txt"), "x");
                    await().atMost(Duration.ofSeconds(20)).until(() -> recorder.files.size() == 1);
                    Files.delete(deep.resolve("x.conf"));
                    await().atMost(Duration.ofSeconds(20)).until(() -> recorder.files.size() == 2);
                    assertThat(recorder.files).containsExactly("CREATED x.conf", "DELETED x.conf");
                    assertThat(context.getBean(FileWatches.class).events("rules", FileEventKind.CREATED))
                            .isEqualTo(1);
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("eventdispatcher.file.changes")
                                    .tags("watch", "rules", "type", "deleted")
                                    .functionCounter()
                                    .count())
                            .isEqualTo(1);
                    await().untilAsserted(
                                    () -> assertThat(context.getBean(EventDispatcherEndpoint.class)
                                                    .section("sources"))
                                            .hasToString(
                                                    "SourcesReport[signals={}, watches=[WatchReport[name=rules, path="
                                                            + watched
                                                            + ", present=true, directories=4, entries=3, pendingEvents=0,"
                                                            + " events={created=1, deleted=1}]], active=[thread eventdispatcher, watch rules]]"));
                    assertThat(context.getBean(EventDispatcherHealth.class).getContributor("watch:rules"))
                            .isInstanceOfSatisfying(
                                    HealthIndicator.class,
                                    watch -> assertThat(watch.health().getStatus())
                                            .isEqualTo(Status.UP));
                });
    }

    @Test
    void aWatchThatCannotBeStartedStopsTheStart() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        runner.withPropertyValues("eventdispatcher.watch.rules.path=" + file, "eventdispatcher.watch.rules.glob=*.conf")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasRootCauseInstanceOf(java.nio.file.NotDirectoryException.class)
                        .hasStackTraceContaining("watch 'rules' of " + file + " cannot be started"));
    }

    private static void kill(String signal) {
        try {
            long pid = ProcessHandle.current().pid();
            int code = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .start()
                    .waitFor();
            assertThat(code).isZero();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static final class Recorder {

        private final List<String> signals = new CopyOnWriteArrayList<>();
        private final List<String> files = new CopyOnWriteArrayList<>();
        private final AtomicInteger rotations = new AtomicInteger();
        private volatile boolean prevents;

        @EventListener
        void onSignal(SignalReceivedEvent event) {
            signals.add(event.getName());
            if (prevents) {
                event.preventDefault();
            }
        }

        @EventListener
        void onRotate(LogRotateRequestedEvent event) {
            rotations.incrementAndGet();
        }

        @EventListener(condition = "#event.watch() == 'rules'")
        void onChange(FileChangedEvent event) {
            files.add(event.kind() + " " + event.path().getFileName());
        }
    }
}
