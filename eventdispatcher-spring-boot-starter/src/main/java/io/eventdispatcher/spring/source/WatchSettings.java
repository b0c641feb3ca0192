package io.eventdispatcher.spring.source;

import io.eventdispatcher.source.watch.FileEventKind;
import io.eventdispatcher.source.watch.FileWatchLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is configured for a watch.
 *
 * <p>Threading: immutable.
 *
 * @param name unique among watches
 * @param path a file or a directory, which need not be there yet
 * @param glob names in the directory that are reported; null = all
 * @param events what is reported
 * @param recursive whether everything below the directory is watched
 * @param followLinks whether symbolic links below the path are followed
 * @param quietPeriod how long a file must be left alone before it counts as updated
 * @param limits limits
 * @since 0.1
 */
public record WatchSettings(
        String name,
        Path path,
        @Nullable String glob,
        Set<FileEventKind> events,
        boolean recursive,
        boolean followLinks,
        Duration quietPeriod,
        FileWatchLimits limits) {}
