package io.eventdispatcher.source.watch;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A WatchService of the JDK. On Linux it is one inotify instance with a thread of the JDK; it holds at most 512 changes
 * per directory and says so when there were more.
 *
 * <p>Threading: one thread at a time; {@link #close} any thread.
 */
final class JdkDirectoryWatcher implements DirectoryWatcher {
    private final WatchService service;

    JdkDirectoryWatcher(FileSystem fileSystem) throws IOException {
        this.service = fileSystem.newWatchService();
    }

    @Override
    public Object register(Path directory) throws IOException {
        return directory.register(service, ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY);
    }

    @Override
    public void cancel(Object token) {
        ((WatchKey) token).cancel();
    }

    @Override
    public @Nullable Changes poll(long maxWaitNanos) throws InterruptedException {
        WatchKey key = maxWaitNanos <= 0 ? service.poll() : service.poll(maxWaitNanos, TimeUnit.NANOSECONDS);
        if (key == null) {
            return null;
        }
        List<WatchEvent<?>> events = key.pollEvents();
        // Armed again before anything is looked at: what happens from now on is told again.
        boolean valid = key.reset();
        List<Hint> hints = new ArrayList<>(events.size());
        boolean overflow = false;
        for (WatchEvent<?> event : events) {
            if (event.kind() == OVERFLOW) {
                overflow = true;
            } else if (event.context() instanceof Path name) {
                hints.add(new Hint(change(event.kind()), name));
            }
        }
        return new Changes(key, hints, overflow, valid);
    }

    @Override
    public void close() throws IOException {
        service.close();
    }

    private static Change change(WatchEvent.Kind<?> kind) {
        if (kind == ENTRY_CREATE) {
            return Change.CREATE;
        }
        return kind == ENTRY_DELETE ? Change.DELETE : Change.MODIFY;
    }
}
