package io.eventdispatcher.spring.source;

import io.eventdispatcher.source.watch.FileEvent;
import io.eventdispatcher.source.watch.FileEventKind;
import java.nio.file.Path;

/**
 * Published when something happened to a file that {@code eventdispatcher.watch} names.
 *
 * <pre>{@code
 * @EventListener(condition = "event.watch == 'rules'")
 * void reload(FileChangedEvent event) { ... }
 * }</pre>
 *
 * <p>Threading: immutable. Published on the loop thread: do not block.
 *
 * @param change what happened
 * @since 0.1
 */
public record FileChangedEvent(FileEvent change) {

    /**
     * Returns the name of the watch.
     *
     * @return as configured
     */
    public String watch() {
        return change.watch();
    }

    /**
     * Returns what happened.
     *
     * @return the kind
     */
    public FileEventKind kind() {
        return change.kind();
    }

    /**
     * Returns what it happened to.
     *
     * @return the watched path, or something below it
     */
    public Path path() {
        return change.path();
    }
}
