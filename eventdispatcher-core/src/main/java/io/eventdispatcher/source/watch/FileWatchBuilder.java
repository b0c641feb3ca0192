package io.eventdispatcher.source.watch;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.eventdispatcher.loop.EventLoop;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link FileWatch}: at least one path, the rest has defaults.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 *
 * @since 0.1
 */
public final class FileWatchBuilder {
    private static final Duration MAX_PERIOD = Duration.ofHours(1);

    private final String name;
    private final EventLoop loop;
    private final List<Path> directories = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();
    private @Nullable String glob;
    private Set<FileEventKind> kinds = EnumSet.of(FileEventKind.CREATED, FileEventKind.UPDATED, FileEventKind.DELETED);
    private boolean recursive;
    private boolean followLinks;
    private Duration quietPeriod = Duration.ofMillis(200);
    private Duration checkPeriod = Duration.ofSeconds(1);
    private FileWatchLimits limits = FileWatchLimits.defaults();

    FileWatchBuilder(String name, EventLoop loop) {
        this.name = Objects.requireNonNull(name, "name");
        this.loop = Objects.requireNonNull(loop, "loop");
    }

    /**
     * Watches what is in a directory. It need not be there yet.
     *
     * @param directory may lead over links
     * @return this
     */
    @CanIgnoreReturnValue
    public FileWatchBuilder directory(Path directory) {
        directories.add(Objects.requireNonNull(directory, "directory"));
        return this;
    }

    /**
     * Watches one file by its name, which may come, go and be replaced; its directory is watched for that. Neither need
     * be there yet.
     *
     * @param file not a root directory
     * @return this
     */
    @CanIgnoreReturnValue
    public FileWatchBuilder file(Path file) {
        files.add(Objects.requireNonNull(file, "file"));
        return this;
    }

    /**
     * Watches a path: what is in it if it is a directory now, else the file of that name.
     *
     * @param path a file or directory
     * @return this
     */
    @CanIgnoreReturnValue
    public FileWatchBuilder path(Path path) {
        return Files.isDirectory(path) ? directory(path) : file(path);
    }

    /**
     * Reports only names that match, in all directories given. Directories are descended into in any case.
     *
     * @param glob a glob of the JDK: {@code *.conf}, <code>{a,b}*</code>; with a slash it is matched with the path below
     *     the watched directory, else with the file name; <code>**&#47;</code> at its beginning stands for any number of
     *     directories, none included. As in a shell, a leading dot must be written out
     * @return this
     */
    @CanIgnoreReturnValue
    public FileWatchBuilder glob(String glob) {
        this.glob = Objects.requireNonNull(glob, "glob");
        return this;
    }

    /**
     * Chooses what is reported; the default is CREATED, UPDATED and DELETED. LOST_SYNC, ERROR and GONE always are.
     *
     * @param kinds at least one
     * @return this
     * @throws IllegalArgumentException if none is given, or one cannot be had; the message says why
     */
    @CanIgnoreReturnValue
    public FileWatchBuilder events(Collection<FileEventKind> kinds) {
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException(
                    "watch '" + name + "' would report nothing: give at least one event kind");
        }
        for (FileEventKind kind : kinds) {
            if (kind.refusal() != null) {
                throw new IllegalArgumentException(
                        "watch '" + name + "' cannot report " + kind + ": " + kind.refusal());
            }
        }
        this.kinds = EnumSet.copyOf(kinds);
        return this;
    }

    /**
     * Chooses what is reported.
     *
     * @param kinds as {@link #events(Collection)}
     * @return this
     * @throws IllegalArgumentException as {@link #events(Collection)}
     */
    @CanIgnoreReturnValue
    public FileWatchBuilder events(FileEventKind... kinds) {
        return events(List.of(kinds));
    }

    /**
     * Watches everything below the directories, also below those that come later.
     *
     * @param recursive false unless set
     * @return this
     */
    @CanIgnoreReturnValue
    public FileWatchBuilder recursive(boolean recursive) {
        this.recursive = recursive;
        return this;
    }

    /**
     * Takes symbolic links below the directories for what they lead to. A directory that is reached in several ways is
     * watched in one place; loops end there.
     *
     * @param followLinks false unless set
     * @return this
     */
    @CanIgnoreReturnValue
    public FileWatchBuilder followLinks(boolean followLinks) {
        this.followLinks = followLinks;
        return this;
    }

    /**
     * Sets how long a file must be left alone before it is {@link FileEventKind#UPDATED}.
     *
     * @param quietPeriod zero for at once, at most an hour; 200 ms unless set
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    @CanIgnoreReturnValue
    public FileWatchBuilder quietPeriod(Duration quietPeriod) {
        this.quietPeriod = checked("quiet period", quietPeriod, Duration.ZERO);
        return this;
    }

    /**
     * Sets how often the watched paths themselves are looked at: whether they are still, or again, there.
     *
     * @param checkPeriod 10 ms to an hour; 1 s unless set
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    @CanIgnoreReturnValue
    public FileWatchBuilder checkPeriod(Duration checkPeriod) {
        this.checkPeriod = checked("check period", checkPeriod, Duration.ofMillis(10));
        return this;
    }

    /**
     * Sets the limits.
     *
     * @param limits for this watch
     * @return this
     */
    @CanIgnoreReturnValue
    public FileWatchBuilder limits(FileWatchLimits limits) {
        this.limits = Objects.requireNonNull(limits, "limits");
        return this;
    }

    /**
     * Starts watching. Does not wait until everything has been looked at, see {@link FileWatch#ready()}.
     *
     * @param handler called on the loop thread; must not block; what it throws is logged by the loop, which goes on
     *     with the next event
     * @return the watch; close it to stop
     * @throws IOException if a directory is none or cannot be read, or the system has no watch service left
     * @throws IllegalArgumentException if no path is given, paths are of different file systems, or the glob or the
     *     event kinds do not suit them
     */
    public FileWatch start(Consumer<? super FileEvent> handler) throws IOException {
        Objects.requireNonNull(handler, "handler");
        List<WatchedPath> watched = watchedPaths();
        FileSystem fileSystem = watched.get(0).directory().getFileSystem();
        for (WatchedPath path : watched) {
            if (path.directory().getFileSystem() != fileSystem) {
                throw new IllegalArgumentException("watch '" + name + "' has paths of different file systems: path="
                        + path.named() + "; use one watch for each");
            }
            checkDirectory(path);
        }
        if (kinds.contains(FileEventKind.ATTRIBUTES) && !JdkFileTree.hasUnixAttributes(fileSystem)) {
            throw new IllegalArgumentException("watch '" + name + "' cannot report ATTRIBUTES: the file system has no"
                    + " Unix attributes, by which they are told apart from writes");
        }
        WatchOptions options =
                new WatchOptions(name, Set.copyOf(kinds), recursive, followLinks, quietPeriod, checkPeriod, limits);
        return new FileWatch(loop, options, watched, handler);
    }

    private List<WatchedPath> watchedPaths() {
        List<WatchedPath> watched = new ArrayList<>();
        for (Path directory : directories) {
            NameFilter filter = glob == null ? NameFilter.all() : NameFilter.glob(directory.getFileSystem(), glob);
            watched.add(new WatchedPath(directory, directory.toAbsolutePath().normalize(), filter));
        }
        for (Path file : files) {
            Path absolute = file.toAbsolutePath().normalize();
            Path parent = absolute.getParent();
            Path fileName = absolute.getFileName();
            if (parent == null || fileName == null) {
                throw new IllegalArgumentException("watch '" + name + "': not a file: path=" + file);
            }
            watched.add(new WatchedPath(file, parent, NameFilter.only(fileName)));
        }
        if (watched.isEmpty()) {
            throw new IllegalArgumentException(
                    "watch '" + name + "' has no path: call directory(...), file(...) or path(...)");
        }
        if (glob != null && directories.isEmpty()) {
            throw new IllegalArgumentException("watch '" + name + "' has a glob but no directory: glob='" + glob
                    + "' paths=" + files + "; a glob chooses names in a directory, which need not hold any yet");
        }
        return watched;
    }

    private void checkDirectory(WatchedPath path) throws IOException {
        Path directory = path.directory();
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new NotDirectoryException("watch '" + name + "': not a directory: path=" + directory);
        }
        if (Files.isDirectory(directory) && !Files.isReadable(directory)) {
            throw new AccessDeniedException(
                    "watch '" + name + "': directory cannot be read by this process: path=" + directory);
        }
    }

    private Duration checked(String what, Duration value, Duration min) {
        if (value.compareTo(min) < 0 || value.compareTo(MAX_PERIOD) > 0) {
            throw new IllegalArgumentException("watch '" + name + "': " + what + " out of range: value=" + value
                    + " min=" + min + " max=" + MAX_PERIOD);
        }
        return value;
    }
}
