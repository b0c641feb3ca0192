package io.eventdispatcher.source.watch;

import io.eventdispatcher.source.watch.DirectoryWatcher.Changes;
import io.eventdispatcher.source.watch.DirectoryWatcher.Hint;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of one watch: its paths, which directories have to be looked at, which files are waiting to be quiet.
 *
 * <p>Threading: reader thread only, except the counts, any thread.
 */
final class WatchedTree {
    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
    private static final int LOOKS_PER_STEP = 64;
    private static final int QUIET_PER_STEP = 1_024;
    private static final int RETRIES_PER_CHECK = 64;

    /** Where the watches of the kernel come from. */
    interface Registry {
        Object register(WatchedDirectory directory) throws IOException;

        void release(WatchedDirectory directory, Object token);
    }

    private final WatchOptions options;
    private final EventSink sink;
    private final FileTree files;
    private final Registry registry;
    private final WatchProblems problems;
    private final QuietFiles quiet;
    private final List<WatchedRoot> roots = new ArrayList<>();
    private final ArrayDeque<WatchedDirectory> dirty = new ArrayDeque<>();
    private final Set<WatchedDirectory> unwatched = new LinkedHashSet<>();
    private final Set<WatchedDirectory> failed = new LinkedHashSet<>();
    private final Runnable onReady;
    private boolean ready;
    private boolean checked;
    private boolean checkNow;
    private boolean startOver;
    private boolean failing;
    private long nextCheckNanos;
    private long nowNanos;

    /** No room for events: nothing is looked at until the loop has caught up. */
    private boolean blocked;

    /** Something was lost and not reported yet. */
    private boolean lossToReport;

    /** A loss was reported, and not everything has been looked at again since. */
    private boolean recovering;

    /** Written by the reader thread. */
    private volatile int directories;

    private volatile int entries;
    private volatile int quietFiles;
    private volatile int present;

    WatchedTree(WatchOptions options, EventSink sink, FileTree files, Registry registry, Runnable onReady) {
        this.options = options;
        this.sink = sink;
        this.files = files;
        this.registry = registry;
        this.onReady = onReady;
        this.problems = new WatchProblems(options, sink);
        this.quiet = new QuietFiles(options.quietPeriod().toNanos());
    }

    void addRoot(Path path, NameFilter filter) {
        roots.add(new WatchedRoot(this, path, filter));
    }

    /** What the kernel says about a directory. */
    void changed(WatchedDirectory directory, Changes changes, long now) {
        nowNanos = now;
        if (!changes.valid()) {
            directory.token = null;
            soon(directory.parent);
            checkNow |= directory.parent == null;
        }
        if (changes.overflow()) {
            lost(directory);
        }
        if (!directory.looked && directory.dirty) {
            return; // everything in it is looked at anyway
        }
        for (Hint hint : changes.hints()) {
            try {
                if (blocked || !directory.root.lookAt(directory, hint.name(), hint.change())) {
                    blocked = true;
                    lost(directory);
                    return;
                }
            } catch (IOException e) {
                failed(directory, e);
            }
        }
    }

    /** Does what is due. */
    void run(long now) throws IOException {
        nowNanos = now;
        if (!blocked && lossToReport) {
            reportLoss();
        }
        if (checkNow || !checked || now - nextCheckNanos >= 0) {
            check();
        }
        lookAtDirty();
        reportQuiet();
        if (dirty.isEmpty() && !checkNow && !blocked) {
            recovering = false;
            if (!failing) {
                problems.gone(WatchProblems.Reason.FAILED);
            }
            tellReady();
        }
        quietFiles = quiet.size();
    }

    private void reportLoss() {
        if (!sink.hasRoom(Math.min(roots.size(), options.limits().maxPendingEvents()))) {
            blocked = true;
            return;
        }
        lossToReport = false;
        recovering = true;
        roots.forEach(WatchedRoot::reportLoss);
    }

    /** When {@link #run} has to be called again: now if there is work, at a time otherwise. */
    long nextRunNanos(long now) {
        if (!checked || (!blocked && (checkNow || lossToReport || !dirty.isEmpty()))) {
            return now;
        }
        return blocked ? nextCheckNanos : quiet.nextDueNanos(nextCheckNanos);
    }

    /** There is room for events again. */
    void wake() {
        blocked = false;
    }

    void dispose() {
        roots.forEach(WatchedRoot::dispose);
        dirty.clear();
        unwatched.clear();
        failed.clear();
        quiet.clear();
        tellReady();
    }

    /** Looks at everything again after a failure that should not have happened, but not at once: it may last. */
    void startOver() {
        lossToReport = true;
        startOver = true;
        dirty.forEach(directory -> directory.dirty = false);
        dirty.clear();
        quiet.clear();
    }

    /** The file system failed with something that is done again anyway. */
    void failed(IOException failure) {
        failing = true;
        problems.failed(roots.get(0).reported(), failure);
    }

    /** The directory is looked at again with the next check, for what was missed. */
    private void failed(WatchedDirectory directory, IOException failure) {
        failing = true;
        failed.add(directory);
        problems.failed(directory.path, failure);
    }

    boolean isAbandoned() {
        return sink.isAbandoned();
    }

    // ---- for the roots ----

    WatchOptions options() {
        return options;
    }

    EventSink sink() {
        return sink;
    }

    FileTree files() {
        return files;
    }

    WatchProblems problems() {
        return problems;
    }

    void soon(@Nullable WatchedDirectory directory) {
        if (directory == null) {
            checkNow = true;
        } else if (!directory.dirty && !directory.dropped) {
            directory.dirty = true;
            dirty.add(directory);
        }
    }

    void emit(FileEventKind kind, Path path, boolean directory) {
        sink.emit(kind, path, directory, "");
    }

    /** A file was created or written. */
    void changed(WatchedDirectory directory, Path name, Path file) {
        if (sink.wants(FileEventKind.UPDATED)) {
            quiet.changed(directory, name, file, nowNanos);
        }
    }

    Object register(WatchedDirectory directory) throws IOException {
        Object token = registry.register(directory);
        unwatched.remove(directory);
        return token;
    }

    void notWatched(WatchedDirectory directory, IOException failure) {
        unwatched.add(directory);
        problems.notWatched(directory, failure);
    }

    void release(WatchedDirectory directory) {
        unwatched.remove(directory);
        Object token = directory.token;
        if (token != null) {
            directory.token = null;
            registry.release(directory, token);
        }
    }

    boolean hasRoomForEntry(Path file) {
        if (entries < options.limits().maxEntries()) {
            return true;
        }
        problems.tooManyEntries(file);
        return false;
    }

    boolean hasRoomForDirectory(Path file) {
        if (directories < options.limits().maxDirectories()) {
            return true;
        }
        problems.tooManyDirectories(file);
        return false;
    }

    void directoryAdded() {
        directories = directories + 1;
    }

    void directoryRemoved() {
        directories = directories - 1;
        roomAgain(
                WatchProblems.Reason.DIRECTORIES, directories, options.limits().maxDirectories());
    }

    void entryAdded() {
        entries = entries + 1;
    }

    void entryRemoved(Path file) {
        entries = entries - 1;
        quiet.forget(file);
        roomAgain(WatchProblems.Reason.ENTRIES, entries, options.limits().maxEntries());
    }

    // ---- counts, any thread ----

    int directories() {
        return directories;
    }

    int entries() {
        return entries;
    }

    int quietFiles() {
        return quietFiles;
    }

    int present() {
        return present;
    }

    private void roomAgain(WatchProblems.Reason reason, int count, int max) {
        if (problems.has(reason) && count <= max - Math.max(1, max / 10)) {
            problems.gone(reason);
            roots.forEach(WatchedRoot::lookAgainAtAll);
        }
    }

    private void lost(WatchedDirectory directory) {
        soon(directory);
        if (!recovering) {
            lossToReport = true;
        }
    }

    private void check() throws IOException {
        checked = true;
        checkNow = false;
        nextCheckNanos = nowNanos + options.checkPeriod().toNanos();
        failing = false;
        failed.forEach(this::soon);
        failed.clear();
        if (startOver) {
            startOver = false;
            roots.forEach(WatchedRoot::lookAgainAtAll);
        }
        int found = 0;
        for (WatchedRoot root : roots) {
            if (!root.check()) {
                blocked = true;
                checkNow = true;
            }
            found += root.isPresent() ? 1 : 0;
        }
        present = found;
        retryUnwatched();
    }

    private void tellReady() {
        if (!ready) {
            ready = true;
            onReady.run();
        }
    }

    /**
     * Tries one; when the kernel has a watch for it, all are tried. What is wrong with one directory says nothing about
     * the others: it goes to the end.
     */
    private void retryUnwatched() {
        int tries = 0;
        for (WatchedDirectory directory : List.copyOf(unwatched)) {
            try {
                directory.token = register(directory);
                soon(directory);
            } catch (AccessDeniedException | NoSuchFileException | NotDirectoryException e) {
                unwatched.remove(directory);
                unwatched.add(directory);
                if (++tries == RETRIES_PER_CHECK) {
                    break;
                }
            } catch (IOException e) {
                LOG.debug(
                        "watch '{}': still not watched: path={} {}",
                        options.name(),
                        WatchProblems.printable(directory.toString()),
                        WatchProblems.printable(e.toString()));
                return;
            }
        }
        if (unwatched.stream().allMatch(directory -> directory.unreadableReported)) {
            problems.gone(WatchProblems.Reason.KERNEL);
        }
    }

    private void lookAtDirty() {
        for (int i = 0; i < LOOKS_PER_STEP && !blocked; i++) {
            WatchedDirectory directory = dirty.poll();
            if (directory == null) {
                return;
            }
            directory.dirty = false;
            try {
                if (!directory.dropped && !directory.root.look(directory)) {
                    directory.dirty = true;
                    dirty.addFirst(directory);
                    blocked = true;
                }
            } catch (IOException e) {
                failed(directory, e);
            }
        }
    }

    private void reportQuiet() throws IOException {
        QuietFiles.Waiting file = quiet.due(nowNanos);
        for (int i = 0; i < QUIET_PER_STEP && file != null && !blocked; i++) {
            WatchedDirectory directory = file.directory();
            Path path = directory.path.resolve(file.name());
            try {
                if (!directory.root.lookAt(directory, file.name(), null) || !sink.hasRoom(1)) {
                    blocked = true;
                    return;
                }
            } catch (IOException e) {
                quiet.forget(path);
                throw e;
            }
            // Looking may have found that it has changed again, or has gone.
            if (file.equals(quiet.due(nowNanos))) {
                quiet.forget(path);
                emit(FileEventKind.UPDATED, path, false);
            }
            file = quiet.due(nowNanos);
        }
    }
}
