package io.eventdispatcher.source.watch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.loop.NanoClock;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.util.HashMap;
import java.util.Map;

/**
 * One reader thread and one WatchService for all watches of a file system: the kernel gives a user no more than 128
 * instances by default. They end with the last watch.
 *
 * <p>Threading: any thread.
 */
final class SharedReaders {
    static final String THREAD_NAME = "ed-watch";

    private static final Object LOCK = new Object();

    @GuardedBy("LOCK")
    private static final Map<FileSystem, Shared> READERS = new HashMap<>();

    private SharedReaders() {}

    /**
     * Gets the reader of a file system; give it back with {@link #release}.
     *
     * @throws IOException if the system gives no WatchService
     */
    static WatchReader acquire(FileSystem fileSystem) throws IOException {
        synchronized (LOCK) {
            Shared shared = READERS.get(fileSystem);
            if (shared == null) {
                shared = new Shared(new WatchReader(open(fileSystem), NanoClock.system()));
                start(shared.reader);
                READERS.put(fileSystem, shared);
            }
            shared.users++;
            return shared.reader;
        }
    }

    private static void start(WatchReader reader) {
        Thread thread = new Thread(reader, THREAD_NAME);
        thread.setDaemon(true);
        boolean started = false;
        try {
            thread.start();
            started = true;
        } finally {
            if (!started) {
                reader.close();
                reader.run(); // ends at once and frees the watch service
            }
        }
    }

    static void release(FileSystem fileSystem) {
        synchronized (LOCK) {
            Shared shared = READERS.get(fileSystem);
            if (shared != null && --shared.users == 0) {
                READERS.remove(fileSystem);
                shared.reader.close();
            }
        }
    }

    private static DirectoryWatcher open(FileSystem fileSystem) throws IOException {
        try {
            return new JdkDirectoryWatcher(fileSystem);
        } catch (UnsupportedOperationException e) {
            throw new IOException("files of this file system cannot be watched: fileSystem=" + fileSystem, e);
        } catch (IOException e) {
            throw new IOException(
                    "no watch service: " + e.getMessage() + WatchProblems.kernelLimit("max_user_instances"), e);
        }
    }

    private static final class Shared {
        final WatchReader reader;
        int users;

        Shared(WatchReader reader) {
            this.reader = reader;
        }
    }
}
