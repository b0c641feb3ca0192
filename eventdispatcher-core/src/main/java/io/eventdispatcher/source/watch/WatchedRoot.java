package io.eventdispatcher.source.watch;

import io.eventdispatcher.source.watch.DirectoryWatcher.Change;
import io.eventdispatcher.source.watch.WatchedDirectory.Known;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One watched path: what is known below it, compared with what is there. Methods that make events return false when
 * there is no room for them; nothing is forgotten then, and calling again goes on where it stopped.
 *
 * <p>Threading: reader thread only.
 */
final class WatchedRoot {
    /** Events that one look at a name can cause. */
    private static final int EVENTS_PER_NAME = 4;

    private final WatchedTree tree;
    private final Path path;
    private final NameFilter filter;

    /** Directories below a link that is followed are watched once. */
    private final Set<Object> followed = new HashSet<>();

    /** Whether the path itself may be a link: it was one when watching began. */
    private boolean mayBeLink;

    private @Nullable WatchedDirectory top;
    private boolean checked;
    private boolean lost;

    WatchedRoot(WatchedTree tree, Path path, NameFilter filter) {
        this.tree = tree;
        this.path = path;
        this.filter = filter;
    }

    boolean isPresent() {
        return top != null;
    }

    /** Looks whether the path is still, or again, what is watched. */
    boolean check() throws IOException {
        FileState now = tree.files().look(path, tree.options().followLinks() || mayBeLink || !checked);
        if (!checked) {
            FileState itself = tree.files().look(path, false);
            mayBeLink = now != null && itself != null && now.directory() && !itself.directory();
        }
        boolean initial = !checked;
        checked = true;
        WatchedDirectory known = top;
        if (known != null && (lost || now == null || !known.identity.isSameFile(now))) {
            lost = true;
            if (!forget(known)) {
                return false;
            }
            lost = false;
        }
        if (top == null && now != null && now.directory()) {
            if (!tree.sink().hasRoom(EVENTS_PER_NAME)) {
                checked = !initial;
                return false;
            }
            appear(now, initial);
        }
        return true;
    }

    /** Looks at everything in a directory. */
    boolean look(WatchedDirectory directory) throws IOException {
        if (!isStillThere(directory)) {
            tree.soon(directory.parent);
            return true;
        }
        if (directory.token == null && !register(directory)) {
            tree.soon(directory.parent);
            return true;
        }
        Path only = filter.only();
        boolean done = only == null ? lookAtAll(directory) : lookAt(directory, only, null);
        directory.looked |= done;
        return done;
    }

    /** Looks at one name of which the kernel said something, null when nothing was said. */
    boolean lookAt(WatchedDirectory directory, Path name, @Nullable Change change) throws IOException {
        Known known = directory.names.get(name);
        Path file = directory.path.resolve(name);
        boolean wanted = filter.matches(relative(file));
        if (known == null && !wanted && (!tree.options().recursive() || change == Change.DELETE)) {
            return true;
        }
        if (!tree.sink().hasRoom(EVENTS_PER_NAME)) {
            return false;
        }
        FileState now = tree.files().look(file, tree.options().followLinks());
        if (now == null) {
            return known == null || remove(directory, name, known);
        }
        if (known == null) {
            add(directory, name, file, now, wanted);
            return true;
        }
        if (!now.isSameFile(known.state)) {
            if (change == Change.CREATE && !now.directory() && !known.state.directory()) {
                known.state = now;
                tree.emit(FileEventKind.CREATED, file, false);
                tree.changed(directory, name, file);
                return true;
            }
            if (!remove(directory, name, known) || !tree.sink().hasRoom(EVENTS_PER_NAME)) {
                return false;
            }
            add(directory, name, file, now, wanted);
            return true;
        }
        compare(directory, name, file, known, now, change, wanted);
        return true;
    }

    void reportLoss() {
        tree.emit(FileEventKind.LOST_SYNC, reported(), filter.only() == null);
    }

    /** The watch it belongs to. */
    WatchedTree tree() {
        return tree;
    }

    /** Forgets everything without a word, when watching ends. */
    void dispose() {
        if (top != null) {
            release(top);
            top = null;
        }
    }

    /** Puts every directory on the list of those to look at. */
    void lookAgainAtAll() {
        if (top != null) {
            lookAgain(top);
        }
    }

    private void lookAgain(WatchedDirectory directory) {
        tree.soon(directory);
        for (Known known : directory.names.values()) {
            if (known.directory != null) {
                lookAgain(known.directory);
            }
        }
    }

    private void appear(FileState now, boolean initial) {
        if (!initial && filter.only() == null) {
            tree.emit(FileEventKind.CREATED, path, true);
        }
        WatchedDirectory directory = new WatchedDirectory(this, path, null, now, initial);
        top = directory;
        tree.directoryAdded();
        tree.soon(directory);
    }

    private boolean forget(WatchedDirectory directory) {
        release(directory);
        for (Map.Entry<Path, Known> entry : List.copyOf(directory.names.entrySet())) {
            if (!remove(directory, entry.getKey(), entry.getValue())) {
                return false;
            }
        }
        if (!tree.sink().hasRoom(1)) {
            return false;
        }
        tree.emit(FileEventKind.GONE, reported(), filter.only() == null);
        directory.dropped = true;
        tree.directoryRemoved();
        top = null;
        return true;
    }

    /** Another directory or a link may have taken the place of the watched one. */
    private boolean isStillThere(WatchedDirectory directory) throws IOException {
        boolean follow = tree.options().followLinks() || (directory.parent == null && mayBeLink);
        FileState now = tree.files().look(directory.path, follow);
        return now != null && directory.identity.isSameFile(now);
    }

    /** Returns false when the directory is not what it was. */
    private boolean register(WatchedDirectory directory) throws IOException {
        try {
            directory.token = tree.register(directory);
            directory.unreadableReported = false;
        } catch (NoSuchFileException | NotDirectoryException e) {
            return false;
        } catch (IOException e) {
            if (!isStillThere(directory)) {
                return false;
            }
            tree.notWatched(directory, e);
            return true;
        }
        // The name may have been replaced by a link just before the kernel looked at it.
        if (!isStillThere(directory)) {
            tree.release(directory);
            return false;
        }
        return true;
    }

    private boolean lookAtAll(WatchedDirectory directory) throws IOException {
        Set<Path> seen = new HashSet<>();
        IOException[] failure = new IOException[1];
        try {
            boolean complete = tree.files().list(directory.path, name -> {
                seen.add(name);
                try {
                    return lookAt(directory, name, null);
                } catch (IOException e) {
                    failure[0] = e;
                    return true;
                }
            });
            if (!complete) {
                return false;
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            tree.soon(directory.parent);
            return true;
        } catch (IOException e) {
            tree.problems().notListed(directory, e);
            return true;
        }
        if (failure[0] != null) {
            tree.problems().notListed(directory, failure[0]);
        }
        for (Path name : new ArrayList<>(directory.names.keySet())) {
            // A listing may miss a file that is renamed meanwhile: what is missing is looked at by name.
            if (!seen.contains(name) && !lookAt(directory, name, null)) {
                return false;
            }
        }
        return true;
    }

    private void add(WatchedDirectory directory, Path name, Path file, FileState now, boolean wanted) {
        boolean descend = now.directory() && tree.options().recursive();
        if (!wanted && !descend) {
            return;
        }
        if (!tree.hasRoomForEntry(file)) {
            return;
        }
        Known known = new Known(now);
        directory.names.put(name, known);
        tree.entryAdded();
        FileEventKind kind = directory.kindOfNewNames();
        if (wanted) {
            tree.emit(kind, file, now.directory());
        }
        if (descend) {
            descend(directory, file, known);
        } else if (wanted && !now.directory() && kind == FileEventKind.CREATED) {
            tree.changed(directory, name, file);
        }
    }

    private void descend(WatchedDirectory parent, Path file, Known known) {
        Object id = known.state.id();
        if (tree.options().followLinks() && id != null && (isTop(id) || !followed.add(id))) {
            return; // a link to what is watched already, perhaps to a directory above
        }
        if (!tree.hasRoomForDirectory(file)) {
            return;
        }
        boolean initial = parent.initial && !parent.looked;
        WatchedDirectory directory = new WatchedDirectory(this, file, parent, known.state, initial);
        known.directory = directory;
        tree.directoryAdded();
        tree.soon(directory);
    }

    private boolean isTop(Object id) {
        return top != null && id.equals(top.identity.id());
    }

    private void compare(
            WatchedDirectory directory,
            Path name,
            Path file,
            Known known,
            FileState now,
            @Nullable Change change,
            boolean wanted) {
        FileState before = known.state;
        known.state = now;
        boolean written = now.hasOtherContent(before);
        boolean attributes = now.hasOtherAttributes(before);
        if (change == Change.MODIFY && !written && !attributes) {
            written = before.mayHideWrites();
        }
        if (wanted && written) {
            tree.emit(FileEventKind.WRITE, file, false);
            tree.changed(directory, name, file);
        }
        if (wanted && attributes) {
            tree.emit(FileEventKind.ATTRIBUTES, file, now.directory());
        }
        WatchedDirectory below = known.directory;
        if (below == null && now.directory() && tree.options().recursive() && change != Change.DELETE) {
            descend(directory, file, known); // there was no room for it
        } else if (below != null && (below.token == null || attributes)) {
            tree.soon(below);
        }
    }

    private boolean remove(WatchedDirectory directory, Path name, Known known) {
        WatchedDirectory below = known.directory;
        if (below != null) {
            release(below);
            for (Map.Entry<Path, Known> entry : List.copyOf(below.names.entrySet())) {
                if (!remove(below, entry.getKey(), entry.getValue())) {
                    return false;
                }
            }
        }
        if (!tree.sink().hasRoom(1)) {
            return false;
        }
        Path file = directory.path.resolve(name);
        if (below != null) {
            known.directory = null;
            below.dropped = true;
            tree.directoryRemoved();
            if (followed.remove(Objects.requireNonNullElse(below.identity.id(), below))) {
                lookAgainAtAll(); // another way may lead to it, or it was moved and is known under its new name
            }
        }
        directory.names.remove(name);
        tree.entryRemoved(file);
        if (filter.matches(relative(file))) {
            tree.emit(FileEventKind.DELETED, file, known.state.directory());
        }
        return true;
    }

    /** Gives the kernel's watches back, below the directory too. */
    private void release(WatchedDirectory directory) {
        tree.release(directory);
        for (Known known : directory.names.values()) {
            if (known.directory != null) {
                release(known.directory);
            }
        }
    }

    /** What the user named. */
    Path reported() {
        Path only = filter.only();
        return only == null ? path : path.resolve(only);
    }

    private Path relative(Path file) {
        return path.relativize(file);
    }
}
