package io.eventdispatcher.source.watch;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Something happened to a file or directory.
 *
 * <p>Threading: immutable.
 *
 * @param watch the name of the watch
 * @param kind what happened
 * @param path the file or directory: the watched path and what is below it; for {@link FileEventKind#GONE} and {@link
 *     FileEventKind#LOST_SYNC} the watched path
 * @param directory whether it is, or was, a directory; a symbolic link that is not followed is none
 * @param detail for people, with {@link FileEventKind#ERROR}: what failed and how to fix it; else empty
 * @since 0.1
 */
public record FileEvent(String watch, FileEventKind kind, Path path, boolean directory, String detail) {

    /** Checks that nothing is null. */
    public FileEvent {
        Objects.requireNonNull(watch, "watch");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(detail, "detail");
    }
}
