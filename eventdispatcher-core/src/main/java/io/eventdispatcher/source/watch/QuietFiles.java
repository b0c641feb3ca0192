package io.eventdispatcher.source.watch;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files that changed and have to be left alone for a while before they count as updated. All wait equally long, so they
 * become due in the order in which they changed last.
 *
 * <p>Threading: reader thread only.
 */
final class QuietFiles {
    /** A file that waits. */
    record Waiting(WatchedDirectory directory, Path name, long dueNanos) {}

    private final long periodNanos;
    private final Map<Path, Waiting> files = new LinkedHashMap<>();

    QuietFiles(long periodNanos) {
        this.periodNanos = periodNanos;
    }

    /** The file has changed: it waits from the start again. */
    void changed(WatchedDirectory directory, Path name, Path path, long nowNanos) {
        files.remove(path);
        files.put(path, new Waiting(directory, name, nowNanos + periodNanos));
    }

    void forget(Path path) {
        files.remove(path);
    }

    /** The file whose turn it is, null if none is due. It goes on waiting until it is forgotten or changes again. */
    @Nullable
    Waiting due(long nowNanos) {
        Waiting first = first();
        return first != null && first.dueNanos() - nowNanos <= 0 ? first : null;
    }

    /** When {@link #due} has to be asked again, {@code otherwise} if nobody waits. */
    long nextDueNanos(long otherwise) {
        Waiting first = first();
        return first == null || otherwise - first.dueNanos() < 0 ? otherwise : first.dueNanos();
    }

    int size() {
        return files.size();
    }

    void clear() {
        files.clear();
    }

    private @Nullable Waiting first() {
        Iterator<Waiting> waiting = files.values().iterator();
        return waiting.hasNext() ? waiting.next() : null;
    }
}
