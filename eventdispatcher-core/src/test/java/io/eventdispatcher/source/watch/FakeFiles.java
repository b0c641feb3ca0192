package io.eventdispatcher.source.watch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Files and a kernel that a test makes up; nothing is told to the watcher but by {@link #hint}. */
final class FakeFiles implements FileTree, DirectoryWatcher {
    static final long OLD = 1_000_000_000_000_000L;
    static final long NOW = 2_000_000_000_000_000L;

    private final Map<Path, FileState> files = new TreeMap<>();
    private final Map<Path, Object> watched = new TreeMap<>();
    private final ArrayDeque<Changes> changes = new ArrayDeque<>();
    final Set<Path> unreadable = new HashSet<>();
    final Set<Path> failing = new HashSet<>();
    int kernelWatches = Integer.MAX_VALUE;
    int lists;
    boolean closed;
    private long nextId;

    void directory(String path) {
        put(path, true, 0, OLD, 0);
    }

    void file(String path) {
        put(path, false, 0, OLD, 0);
    }

    private void put(String path, boolean directory, long size, long modified, long access) {
        files.put(Path.of(path), new FileState(++nextId, directory, size, modified, modified, access, NOW));
    }

    void write(String path, long size, long modified) {
        FileState before = files.get(Path.of(path));
        files.put(Path.of(path), new FileState(before.id(), false, size, modified, modified, before.access(), NOW));
    }

    void chmod(String path, long access) {
        FileState before = files.get(Path.of(path));
        files.put(
                Path.of(path),
                new FileState(
                        before.id(),
                        before.directory(),
                        before.size(),
                        before.modifiedNanos(),
                        before.changedNanos() + 1,
                        access,
                        NOW));
    }

    void delete(String path) {
        files.keySet().removeIf(file -> file.startsWith(path));
        watched.keySet().removeIf(file -> file.startsWith(path));
    }

    void move(String from, String to) {
        Map<Path, FileState> moved = new TreeMap<>();
        files.forEach((path, state) -> {
            if (path.startsWith(from)) {
                moved.put(Path.of(to).resolve(Path.of(from).relativize(path)), state);
            }
        });
        files.keySet().removeIf(path -> path.startsWith(from));
        files.putAll(moved);
    }

    void hint(String directory, Change change, String name) {
        changes.add(new Changes(token(directory), List.of(new Hint(change, Path.of(name))), false, true));
    }

    void overflow(String directory) {
        changes.add(new Changes(token(directory), List.of(), true, true));
    }

    void invalid(String directory) {
        changes.add(new Changes(token(directory), List.of(), false, false));
        watched.remove(Path.of(directory));
    }

    Set<Path> watched() {
        return watched.keySet();
    }

    @Override
    public @Nullable FileState look(Path path, boolean followLinks) throws IOException {
        if (failing.contains(path)) {
            throw new IOException("Input/output error");
        }
        return files.get(path);
    }

    @Override
    public boolean list(Path directory, Predicate<Path> names) throws IOException {
        lists++;
        if (!files.containsKey(directory)) {
            throw new NoSuchFileException(directory.toString());
        }
        if (unreadable.contains(directory)) {
            throw new AccessDeniedException(directory.toString());
        }
        for (Path file : new ArrayList<>(files.keySet())) {
            if (directory.equals(file.getParent()) && !names.test(file.getFileName())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Object register(Path directory) throws IOException {
        FileState state = files.get(directory);
        if (state == null) {
            throw new NoSuchFileException(directory.toString());
        }
        if (unreadable.contains(directory)) {
            throw new AccessDeniedException(directory.toString());
        }
        if (!watched.containsValue(state.id()) && watched.size() >= kernelWatches) {
            throw new IOException("User limit of inotify watches reached");
        }
        watched.put(directory, state.id());
        return state.id();
    }

    @Override
    public void cancel(Object token) {
        watched.values().removeIf(token::equals);
    }

    @Override
    public @Nullable Changes poll(long maxWaitNanos) {
        return changes.poll();
    }

    @Override
    public void close() {
        closed = true;
    }

    private Object token(String directory) {
        Object token = watched.get(Path.of(directory));
        if (token == null) {
            throw new IllegalStateException("not watched: " + directory + " watched=" + watched.keySet());
        }
        return token;
    }
}
