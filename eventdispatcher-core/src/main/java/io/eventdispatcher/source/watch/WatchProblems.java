package io.eventdispatcher.source.watch;

import io.eventdispatcher.message.LogText;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps a watch from watching everything: each reason is logged and reported once until it has gone.
 *
 * <p>Threading: reader thread only.
 */
final class WatchProblems {
    /** Reasons that concern a whole watch. */
    enum Reason {
        DIRECTORIES,
        ENTRIES,
        KERNEL,
        FAILED
    }

    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
    private static final int MAX_CHARS = 1_024;
    private static final Path INOTIFY = Path.of("/proc/sys/fs/inotify");

    private final WatchOptions options;
    private final EventSink sink;
    private final Set<Reason> current = EnumSet.noneOf(Reason.class);
    private boolean unreadableWarned;

    WatchProblems(WatchOptions options, EventSink sink) {
        this.options = options;
        this.sink = sink;
    }

    void tooManyDirectories(Path path) {
        report(
                Reason.DIRECTORIES,
                path,
                true,
                "too many directories: max=" + options.limits().maxDirectories()
                        + "; nothing below this one is watched; watch less, or raise FileWatchLimits.maxDirectories");
    }

    void tooManyEntries(Path path) {
        report(
                Reason.ENTRIES,
                path,
                false,
                "too many files: max=" + options.limits().maxEntries()
                        + "; further ones are not watched; watch less, or raise FileWatchLimits.maxEntries");
    }

    /** The kernel gives no watch, or the directory cannot be read. */
    void notWatched(WatchedDirectory directory, IOException failure) {
        if (failure instanceof AccessDeniedException) {
            unreadable(directory, "directory cannot be read by this process; changes in it are not seen");
        } else {
            report(
                    Reason.KERNEL,
                    directory.path,
                    true,
                    "no watch for a directory, changes in it are not seen: " + failure.getMessage()
                            + kernelLimit("max_user_watches"));
        }
    }

    void notListed(WatchedDirectory directory, IOException failure) {
        unreadable(
                directory,
                failure instanceof AccessDeniedException
                        ? "directory cannot be read by this process"
                        : "directory cannot be listed: " + failure);
    }

    /** A file could not be looked at, for example on a network that has gone away. */
    void failed(Path path, IOException failure) {
        report(Reason.FAILED, path, true, "file system failed, changes may be missing until it is back: " + failure);
    }

    void gone(Reason reason) {
        if (current.remove(reason)) {
            LOG.info("watch '{}': problem is over, looking at everything again: problem={}", options.name(), reason);
        }
    }

    boolean has(Reason reason) {
        return current.contains(reason);
    }

    /** The kernel's setting and how to raise it; empty where there is none. */
    static String kernelLimit(String setting) {
        try {
            String value = Files.readString(INOTIFY.resolve(setting)).trim();
            return "; the kernel's limit is fs.inotify." + setting + "=" + value
                    + " for all processes of this user: raise it with sysctl fs.inotify." + setting + "=<number>";
        } catch (IOException | RuntimeException notLinux) {
            return "";
        }
    }

    private void unreadable(WatchedDirectory directory, String what) {
        if (directory.unreadableReported) {
            return;
        }
        directory.unreadableReported = true;
        String text = printable(what);
        String path = printable(directory.toString());
        if (unreadableWarned) {
            LOG.debug("watch '{}': {}: path={}", options.name(), text, path);
        } else {
            unreadableWarned = true;
            LOG.warn("watch '{}': {}: path={}; more of them at debug level", options.name(), text, path);
        }
        sink.emit(FileEventKind.ERROR, directory.path, true, text);
    }

    private void report(Reason reason, Path path, boolean directory, String what) {
        if (current.add(reason)) {
            String text = printable(what);
            LOG.warn("watch '{}': {}: path={}", options.name(), text, printable(path.toString()));
            sink.emit(FileEventKind.ERROR, path, directory, text);
        }
    }

    /** Whoever makes a directory chooses its name, which may hold anything. */
    static String printable(String text) {
        return LogText.clip(text, MAX_CHARS);
    }
}
