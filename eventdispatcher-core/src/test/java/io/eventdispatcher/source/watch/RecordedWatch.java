package io.eventdispatcher.source.watch;

import static org.awaitility.Awaitility.await;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A watch of real files on a loop of its own; writes its events down as text. */
final class RecordedWatch implements AutoCloseable {
    private final LoopThread thread = LoopThread.start(EventLoop.open("watched"));
    private final Path base;
    private final Queue<FileEvent> events = new ConcurrentLinkedQueue<>();
    private final FileWatch watch;

    RecordedWatch(Path base, UnaryOperator<FileWatchBuilder> settings) throws Exception {
        this.base = base;
        FileWatchBuilder builder = FileWatch.builder("test", thread.loop()).checkPeriod(Duration.ofMillis(50));
        this.watch = start(settings.apply(builder));
        watch.ready().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    FileWatch watch() {
        return watch;
    }

    EventLoop loop() {
        return thread.loop();
    }

    List<FileEvent> events() {
        return List.copyOf(events);
    }

    /** The events so far: kind, path below the base, a slash after directories. */
    List<String> lines() {
        return events.stream().map(this::line).toList();
    }

    List<String> lines(FileEventKind kind) {
        return events.stream()
                .filter(event -> event.kind() == kind)
                .map(this::line)
                .toList();
    }

    void awaitLine(String line) {
        await().atMost(Duration.ofSeconds(20)).until(this::lines, lines -> lines.contains(line));
    }

    long count(FileEventKind kind) {
        return events.stream().filter(event -> event.kind() == kind).count();
    }

    /** Waits until everything that has happened so far has been looked at: a mark made now comes after it. */
    void settle(Path mark) throws IOException {
        Files.createFile(mark);
        awaitLine("CREATED " + base.relativize(mark));
    }

    void clear() {
        events.clear();
    }

    @Override
    public void close() {
        watch.close();
        thread.close();
    }

    private FileWatch start(FileWatchBuilder builder) throws IOException {
        return builder.start(events::add);
    }

    private String line(FileEvent event) {
        return event.kind() + " " + base.relativize(event.path()) + (event.directory() ? "/" : "");
    }
}
