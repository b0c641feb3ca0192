package io.eventdispatcher.source.watch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.source.watch.DirectoryWatcher.Changes;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for changes on behalf of all watches of one file system and looks at what they are about. File systems may be
 * slow; the loops only get the results.
 *
 * <p>The JDK offers no way to wake up who waits for changes but an interrupt. It is sent only while the thread is inside
 * that wait, so that it can never hit a read of a file or a line of the log.
 *
 * <p>Threading: reader thread only, which is the one that calls {@link #step}; {@link #execute} and {@link #close} any
 * thread.
 */
final class WatchReader implements Runnable, WatchedTree.Registry {
    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
    private static final int BATCHES_PER_STEP = 256;

    private final DirectoryWatcher watcher;
    private final NanoClock clock;
    private final Map<Object, Set<WatchedDirectory>> watched = new HashMap<>();
    private final Map<WatchedTree, Runnable> trees = new LinkedHashMap<>();
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    /** The thread that waits for changes now. */
    @GuardedBy("lock")
    private @Nullable Thread waiting;

    /** Written by the thread that closes. */
    private volatile boolean closed;

    WatchReader(DirectoryWatcher watcher, NanoClock clock) {
        this.watcher = watcher;
        this.clock = clock;
    }

    /** Runs a task on the reader thread. */
    void execute(Runnable task) {
        synchronized (lock) {
            tasks.add(task);
            wakeUp();
        }
    }

    /** Serves a watch from now on; {@code abandoned} is run when nobody takes its events any more. */
    void add(WatchedTree tree, Runnable abandoned) {
        trees.put(tree, abandoned);
    }

    void remove(WatchedTree tree) {
        trees.remove(tree);
        tree.dispose();
    }

    /** Ends the thread, which frees the watches of the kernel. */
    void close() {
        closed = true;
        synchronized (lock) {
            wakeUp();
        }
    }

    @Override
    public void run() {
        try (watcher) {
            while (!closed) {
                step(Long.MAX_VALUE);
            }
        } catch (ClosedWatchServiceException e) {
            LOG.debug("file watching ended: {}", e.toString());
        } catch (IOException e) {
            LOG.warn("file watching ended, but its descriptor may be left over: {}", e.toString());
        }
    }

    /** Waits for changes or the next thing to do, and does it. */
    void step(long maxWaitNanos) {
        runTasks();
        Changes changes = waitForChanges(waitNanos(maxWaitNanos));
        long now = clock.nanoTime();
        for (int i = 0; changes != null && i < BATCHES_PER_STEP; i++) {
            take(changes, now);
            changes = waitForChanges(0);
        }
        if (changes != null) {
            take(changes, now);
        }
        trees.forEach((tree, abandoned) -> {
            if (tree.isAbandoned()) {
                abandoned.run();
            } else {
                guarded(tree, () -> tree.run(now));
            }
        });
    }

    @Override
    public Object register(WatchedDirectory directory) throws IOException {
        Object token = watcher.register(directory.path);
        watched.computeIfAbsent(token, unused -> new LinkedHashSet<>()).add(directory);
        return token;
    }

    @Override
    public void release(WatchedDirectory directory, Object token) {
        Set<WatchedDirectory> users = watched.get(token);
        if (users != null && users.remove(directory) && users.isEmpty()) {
            watched.remove(token);
            watcher.cancel(token);
        }
    }

    private void take(Changes changes, long now) {
        Set<WatchedDirectory> users = watched.get(changes.token());
        if (users == null) {
            return; // of a directory that was given up meanwhile
        }
        if (!changes.valid()) {
            watched.remove(changes.token());
        }
        for (WatchedDirectory directory : List.copyOf(users)) {
            WatchedTree tree = directory.tree();
            guarded(tree, () -> tree.changed(directory, changes, now));
        }
    }

    private static void guarded(WatchedTree tree, Action action) {
        try {
            action.run();
        } catch (IOException e) {
            tree.failed(e);
        } catch (ClosedWatchServiceException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error(
                    "watch '{}' failed and looks at everything again",
                    tree.options().name(),
                    e);
            tree.startOver();
        }
    }

    private long waitNanos(long maxWaitNanos) {
        long now = clock.nanoTime();
        long wait = maxWaitNanos;
        for (WatchedTree tree : trees.keySet()) {
            wait = Math.min(wait, Math.max(0, tree.nextRunNanos(now) - now));
        }
        return wait;
    }

    private @Nullable Changes waitForChanges(long nanos) {
        synchronized (lock) {
            waiting = closed || !tasks.isEmpty() ? null : Thread.currentThread();
        }
        try {
            boolean mayWait;
            synchronized (lock) {
                mayWait = waiting != null;
            }
            return watcher.poll(mayWait ? nanos : 0);
        } catch (InterruptedException woken) {
            return null;
        } finally {
            synchronized (lock) {
                waiting = null;
                // Ours: nobody else knows this thread.
                Thread.interrupted();
            }
        }
    }

    private void runTasks() {
        while (true) {
            Runnable task;
            synchronized (lock) {
                task = tasks.poll();
            }
            if (task == null) {
                return;
            }
            task.run();
        }
    }

    @GuardedBy("lock")
    private void wakeUp() {
        if (waiting != null) {
            waiting.interrupt();
        }
    }

    private interface Action {
        void run() throws IOException;
    }
}
