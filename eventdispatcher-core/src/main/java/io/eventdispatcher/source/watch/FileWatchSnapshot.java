package io.eventdispatcher.source.watch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a watch looks like now.
 *
 * <p>Threading: immutable.
 *
 * @param name the name of the watch
 * @param paths what is watched
 * @param present how many of the paths are there
 * @param directories watched directories
 * @param entries names known in them
 * @param pendingEvents events that wait for the loop
 * @param quietFiles files that wait for their quiet period to pass
 * @param events events handed to the handler so far, by kind; kinds that never came are missing
 * @since 0.1
 */
public record FileWatchSnapshot(
        String name,
        List<Path> paths,
        int present,
        int directories,
        int entries,
        int pendingEvents,
        int quietFiles,
        Map<FileEventKind, Long> events) {

    /** Copies the collections. */
    public FileWatchSnapshot {
        paths = List.copyOf(paths);
        events = Map.copyOf(events);
    }
}
