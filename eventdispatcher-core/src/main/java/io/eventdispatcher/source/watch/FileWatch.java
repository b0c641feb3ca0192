package io.eventdispatcher.source.watch;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.KeepAlive;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Reports changes of files and directories on a loop.
 *
 * <pre>{@code
 * FileWatch watch = FileWatch.builder("rules", loop)
 *         .directory(Path.of("config/rules.d"))
 *         .glob("*.conf")
 *         .events(FileEventKind.EXISTS, FileEventKind.UPDATED, FileEventKind.DELETED)
 *         .start(event -> reload(event.path()));
 * }</pre>
 *
 * <p>The events of one name are true and complete in what they say about its existence: EXISTS or CREATED once, DELETED
 * once. Writes are merged. A directory that is created, moved here or found below a recursive watch is looked at after it
 * is watched, so nothing in it is missed or reported twice. When events come faster than the loop takes them, they wait
 * in the kernel, then in a bounded queue, and at last {@link FileEventKind#LOST_SYNC} is reported and everything is
 * compared again.
 *
 * <p>A path that is not there yet, or any more, is looked for every second ({@link FileWatchBuilder#checkPeriod}), which
 * also finds out when another directory, or a link, has taken its place. Links below the path are not followed
 * unless asked for; the path itself may be one, since you named it. All watches share one thread, {@code ed-watch},
 * and one WatchService of the JDK; they end with the last watch.
 *
 * <p>Differs from the C++ library: recursive watching works, UPDATED comes after a quiet period, reads and opens are not
 * reported. Watching keeps {@link EventLoop#run()} from returning.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class FileWatch implements AutoCloseable {
    private final WatchOptions options;
    private final List<Path> paths;
    private final FileSystem fileSystem;
    private final WatchReader reader;
    private final WatchedTree tree;
    private final EventSink sink;
    private final KeepAlive keepAlive;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final AtomicBoolean open = new AtomicBoolean(true);

    FileWatch(EventLoop loop, WatchOptions options, List<WatchedPath> watched, Consumer<? super FileEvent> handler)
            throws IOException {
        this.options = options;
        this.paths = watched.stream().map(WatchedPath::named).toList();
        this.fileSystem = paths.get(0).getFileSystem();
        this.reader = SharedReaders.acquire(fileSystem);
        this.sink = new EventSink(loop, options, handler, this::roomAgain);
        JdkFileTree files = new JdkFileTree(fileSystem, loop.clock());
        this.tree = new WatchedTree(options, sink, files, reader, () -> ready.complete(null));
        for (WatchedPath path : watched) {
            tree.addRoot(path.directory(), path.filter());
        }
        this.keepAlive = loop.keepAlive("watch " + options.name());
        reader.execute(() -> reader.add(tree, this::close));
    }

    /**
     * Begins to describe a watch.
     *
     * @param name for events, logs and metrics
     * @param loop where the handler is called
     * @return a builder
     */
    public static FileWatchBuilder builder(String name, EventLoop loop) {
        return new FileWatchBuilder(name, loop);
    }

    /**
     * Returns the name of the watch.
     *
     * @return the name
     */
    public String name() {
        return options.name();
    }

    /**
     * Returns what is watched.
     *
     * @return the paths as they were given; unmodifiable
     */
    public List<Path> paths() {
        return paths;
    }

    /**
     * Tells when the watch has looked at everything for the first time: what happens from then on is reported as a
     * change, what was there before as {@link FileEventKind#EXISTS}.
     *
     * @return completed on another thread, also when the watch is closed; never fails. With more than {@link
     *     FileWatchLimits#maxPendingEvents} EXISTS events the loop must run for it
     */
    public CompletionStage<Void> ready() {
        return ready.copy();
    }

    /**
     * Returns what the watch looks like now.
     *
     * @return a snapshot; numbers may lag a little
     */
    public FileWatchSnapshot snapshot() {
        return new FileWatchSnapshot(
                options.name(),
                paths,
                tree.present(),
                tree.directories(),
                tree.entries(),
                sink.pending(),
                tree.quietFiles(),
                sink.delivered());
    }

    /**
     * Tells whether the watch goes on.
     *
     * @return false after {@link #close()}, and soon after the loop was closed
     */
    public boolean isOpen() {
        return open.get();
    }

    /**
     * Stops watching; events that wait are dropped. Called on the loop thread, the handler is not called any more;
     * called on another thread, it may be just about to. The kernel's watches are freed soon afterwards, on another
     * thread. A second call does nothing.
     */
    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            sink.close();
            keepAlive.close();
            reader.execute(() -> reader.remove(tree));
            SharedReaders.release(fileSystem);
        }
    }

    @Override
    public String toString() {
        return "watch '" + options.name() + "' of " + paths;
    }

    private void roomAgain() {
        reader.execute(tree::wake);
    }
}
