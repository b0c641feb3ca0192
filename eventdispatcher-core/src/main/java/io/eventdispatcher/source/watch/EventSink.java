package io.eventdispatcher.source.watch;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.source.LoopQueue;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * The way of the events of one watch to its handler: those that nobody asked for end here, the others wait for the
 * loop.
 *
 * <p>Threading: any thread.
 */
final class EventSink {
    private final EventLoop loop;
    private final WatchOptions options;
    private final Consumer<? super FileEvent> handler;
    private final LoopQueue<FileEvent> queue;
    private final Map<FileEventKind, LongAdder> delivered = new EnumMap<>(FileEventKind.class);

    EventSink(EventLoop loop, WatchOptions options, Consumer<? super FileEvent> handler, Runnable onRoom) {
        this.loop = loop;
        this.options = options;
        this.handler = handler;
        FileWatchLimits limits = options.limits();
        this.queue = new LoopQueue<>(loop, limits.maxPendingEvents(), limits.maxEventsPerTurn(), this::deliver, onRoom);
        for (FileEventKind kind : FileEventKind.values()) {
            delivered.put(kind, new LongAdder());
        }
    }

    boolean wants(FileEventKind kind) {
        return kind.isAlwaysReported() || options.kinds().contains(kind);
    }

    boolean hasRoom(int events) {
        return queue.hasRoom(events);
    }

    /** Hands an event over if somebody asked for its kind; the caller has looked for room. */
    void emit(FileEventKind kind, Path path, boolean directory, String detail) {
        if (wants(kind)) {
            queue.offer(new FileEvent(options.name(), kind, path, directory, detail));
        }
    }

    int pending() {
        return queue.size();
    }

    /** Nobody will take events any more. */
    boolean isAbandoned() {
        return queue.isClosed() || loop.isClosed();
    }

    void close() {
        queue.close();
    }

    Map<FileEventKind, Long> delivered() {
        Map<FileEventKind, Long> counts = new EnumMap<>(FileEventKind.class);
        delivered.forEach((kind, count) -> {
            if (count.sum() > 0) {
                counts.put(kind, count.sum());
            }
        });
        return counts;
    }

    private void deliver(FileEvent event) {
        LongAdder count = delivered.get(event.kind());
        if (count != null) {
            count.increment();
        }
        handler.accept(event);
    }
}
