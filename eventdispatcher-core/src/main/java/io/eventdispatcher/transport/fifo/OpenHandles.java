package io.eventdispatcher.transport.fifo;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files this process has open, as {@code /proc/self/fd} tells. A path there leads to the open file itself, whatever
 * has become of its name.
 *
 * <p>Threading: any thread.
 */
final class OpenHandles {

    private static final Path HANDLES = Path.of("/proc/self/fd");
    private static final Path DETAILS = Path.of("/proc/self/fdinfo");

    private OpenHandles() {}

    /** How a file is open, as the low bits of its flags. */
    enum Access {
        READ,
        WRITE,
        READ_WRITE
    }

    /** Whether the system has such a directory (Linux). */
    static boolean areVisible() {
        return Files.isDirectory(HANDLES);
    }

    /** Finds a handle of the file, opened for that; null if there is none. */
    static @Nullable Path find(FifoIdentity wanted, Access access) throws IOException {
        try (DirectoryStream<Path> handles = Files.newDirectoryStream(HANDLES)) {
            for (Path handle : handles) {
                if (isOpenOn(handle, wanted) && access == accessOf(handle)) {
                    return handle;
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return null;
    }

    private static boolean isOpenOn(Path handle, FifoIdentity wanted) {
        try {
            return FifoIdentity.ofHandle(handle).isSameFile(wanted);
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    private static @Nullable Access accessOf(Path handle) {
        Path name = handle.getFileName();
        if (name == null) {
            return null;
        }
        try {
            for (String line : Files.readAllLines(DETAILS.resolve(name))) {
                if (line.startsWith("flags:")) {
                    int flags =
                            Integer.parseInt(line.substring("flags:".length()).trim(), 8);
                    return Access.values()[flags & 3];
                }
            }
        } catch (IOException e) {
            return null; // closed meanwhile
        }
        return null;
    }
}
