package io.eventdispatcher.source.watch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The seam to the JDK's WatchService; replaced in tests. */
interface DirectoryWatcher extends Closeable {
    /**
     * Starts watching a directory.
     *
     * @return stands for the directory; the same object when the directory is watched already, also under another path
     * @throws IOException if it is none, cannot be read, or the system has no more watches
     */
    Object register(Path directory) throws IOException;

    /** Stops watching. */
    void cancel(Object token);

    /** Waits for changes of one directory; null when there are none in time. */
    @Nullable
    Changes poll(long maxWaitNanos) throws InterruptedException;

    /** Frees everything, the watches too. */
    @Override
    void close() throws IOException;

    /** What the kernel says about a name; what is true is found out by looking. */
    enum Change {
        CREATE,
        DELETE,
        MODIFY
    }

    /** A name in the directory and what is said to have happened to it. */
    record Hint(Change change, Path name) {}

    /**
     * Changes of one directory.
     *
     * @param token of the directory
     * @param hints in the order in which they came
     * @param overflow whether some were lost
     * @param valid whether the directory is still watched
     */
    record Changes(Object token, List<Hint> hints, boolean overflow, boolean valid) {}
}
