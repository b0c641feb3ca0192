package io.eventdispatcher.source.watch;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One watched directory and the names known in it.
 *
 * <p>Threading: reader thread only.
 */
final class WatchedDirectory {
    /** A known name; {@code directory} is set when what is below it is watched too. */
    static final class Known {
        FileState state;

        @Nullable
        WatchedDirectory directory;

        Known(FileState state) {
            this.state = state;
        }
    }

    final WatchedRoot root;
    final Path path;
    final @Nullable WatchedDirectory parent;
    final Map<Path, Known> names = new HashMap<>();

    /** Which directory it was when it was found; another one may take its place. */
    final FileState identity;

    /** Whether what the first look finds was there when watching began. */
    final boolean initial;

    /** Stands for the kernel's watch; null before there is one, and when there is none any more. */
    @Nullable
    Object token;

    /** Whether it waits to be looked at as a whole. */
    boolean dirty;

    /** Whether it was looked at as a whole once. */
    boolean looked;

    /** Whether it is not part of the watch any more. */
    boolean dropped;

    boolean unreadableReported;

    WatchedDirectory(
            WatchedRoot root, Path path, @Nullable WatchedDirectory parent, FileState identity, boolean initial) {
        this.root = root;
        this.path = path;
        this.parent = parent;
        this.identity = identity;
        this.initial = initial;
    }

    WatchedTree tree() {
        return root.tree();
    }

    FileEventKind kindOfNewNames() {
        return initial && !looked ? FileEventKind.EXISTS : FileEventKind.CREATED;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
