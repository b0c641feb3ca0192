package io.eventdispatcher.spring.source;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.source.watch.FileEvent;
import io.eventdispatcher.source.watch.FileEventKind;
import io.eventdispatcher.source.watch.FileWatch;
import io.eventdispatcher.source.watch.FileWatchBuilder;
import io.eventdispatcher.source.watch.FileWatchSnapshot;
import io.eventdispatcher.spring.lifecycle.Events;
import io.eventdispatcher.spring.lifecycle.Phases;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Watches files while the application runs, and publishes what happens to them as {@link FileChangedEvent}.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class FileWatches implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(FileWatches.class);

    private static final int READY_SECONDS = 10;

    private final List<WatchSettings> settings;
    private final EventLoop loop;
    private final Events events;
    private final Map<String, Map<FileEventKind, LongAdder>> counts = new ConcurrentHashMap<>();
    private List<FileWatch> watches = List.of();

    /**
     * Creates the watches, without starting them.
     *
     * @param settings with unique names
     * @param loop where events are published
     * @param publisher where they go
     */
    public FileWatches(List<WatchSettings> settings, EventLoop loop, ApplicationEventPublisher publisher) {
        this.settings = List.copyOf(settings);
        this.loop = loop;
        this.events = new Events(publisher);
        for (WatchSettings each : settings) {
            Map<FileEventKind, LongAdder> kinds = new EnumMap<>(FileEventKind.class);
            for (FileEventKind kind : FileEventKind.values()) {
                if (kind.refusal() == null) {
                    kinds.put(kind, new LongAdder());
                }
            }
            counts.put(each.name(), kinds);
        }
    }

    /**
     * Starts all watches, and waits at most 10 s until they have looked at everything for the first time.
     *
     * @throws WatchStartException if one cannot be started; none is started then
     */
    @Override
    public synchronized void start() {
        if (!watches.isEmpty()) {
            return;
        }
        List<FileWatch> started = new ArrayList<>();
        try {
            for (WatchSettings each : settings) {
                started.add(start(each));
            }
            watches = started;
            awaitReady(started);
        } finally {
            if (watches != started) {
                started.forEach(FileWatch::close);
            }
        }
    }

    /** An application that has started sees what happens from now on; a huge tree must not keep it from starting. */
    private static void awaitReady(List<FileWatch> started) {
        CompletableFuture<?>[] all = started.stream()
                .map(watch -> watch.ready().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(all).get(READY_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            log.info("Watches are still looking at everything for the first time, after {} s", READY_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a watch that never fails has failed", e);
        }
    }

    private FileWatch start(WatchSettings each) {
        FileWatchBuilder builder = FileWatch.builder(each.name(), loop);
        String glob = each.glob();
        if (glob == null) {
            builder.path(each.path());
        } else {
            builder.directory(each.path()).glob(glob);
        }
        try {
            FileWatch watch = builder.events(each.events())
                    .recursive(each.recursive())
                    .followLinks(each.followLinks())
                    .quietPeriod(each.quietPeriod())
                    .limits(each.limits())
                    .start(this::changed);
            log.info("Watch '{}' on {}", each.name(), each.path());
            return watch;
        } catch (IOException | IllegalArgumentException e) {
            throw new WatchStartException(each, e);
        }
    }

    private void changed(FileEvent event) {
        Map<FileEventKind, LongAdder> kinds = counts.get(event.watch());
        LongAdder count = kinds == null ? null : kinds.get(event.kind());
        if (count != null) {
            count.increment();
        }
        if (event.kind() == FileEventKind.ERROR) {
            log.warn("Watch '{}': {}", event.watch(), event.detail());
        }
        events.publish(new FileChangedEvent(event));
    }

    @Override
    public synchronized void stop() {
        watches.forEach(FileWatch::close);
        watches = List.of();
    }

    @Override
    public synchronized boolean isRunning() {
        return !watches.isEmpty();
    }

    /** The loop must be there first, and longer. */
    @Override
    public int getPhase() {
        return Phases.SOURCES;
    }

    /**
     * Returns what is configured.
     *
     * @return in the order of the configuration
     */
    public List<WatchSettings> settings() {
        return settings;
    }

    /**
     * Returns what the running watches look like.
     *
     * @return in the order of the configuration; empty while they are stopped
     */
    public synchronized List<FileWatchSnapshot> snapshots() {
        return watches.stream().map(FileWatch::snapshot).toList();
    }

    /**
     * Returns how many events of a kind a watch has reported, over all starts.
     *
     * @param watch its name
     * @param kind a kind that can be reported
     * @return 0 or more
     */
    public long events(String watch, FileEventKind kind) {
        Map<FileEventKind, LongAdder> kinds = counts.getOrDefault(watch, Map.of());
        LongAdder count = kinds.get(kind);
        return count == null ? 0 : count.sum();
    }
}
