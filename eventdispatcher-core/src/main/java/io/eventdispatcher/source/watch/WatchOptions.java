package io.eventdispatcher.source.watch;

import java.time.Duration;
import java.util.Set;

/**
 * The settings of one watch.
 *
 * <p>Threading: immutable.
 */
record WatchOptions(
        String name,
        Set<FileEventKind> kinds,
        boolean recursive,
        boolean followLinks,
        Duration quietPeriod,
        Duration checkPeriod,
        FileWatchLimits limits) {}
