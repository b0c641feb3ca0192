package io.eventdispatcher.source.watch;

import java.nio.file.Path;

/**
 * One path of a watch.
 *
 * <p>Threading: immutable.
 *
 * @param named as the user gave it
 * @param directory absolute; the one to watch
 * @param filter which names in it are reported
 */
record WatchedPath(Path named, Path directory, NameFilter filter) {}
