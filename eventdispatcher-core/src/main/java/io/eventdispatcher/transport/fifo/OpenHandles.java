package io.eventdispatcher.transport.fifo;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files this process has open, as {@code /proc/self/fd} tells, and those of others as far as they may be seen. A
 * path there leads to the open file itself, whatever has become of its name.
 *
 * <p>Threading: any thread.
 */
final class OpenHandles {

    private static final Path PROCESSES = Path.of("/proc");
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

    /** Finds a handle of the file, opened for that, which is none of the others; null if there is none. */
    static @Nullable Path find(FifoIdentity wanted, Access access, Set<Path> others) throws IOException {
        return all(wanted, access).stream()
                .filter(handle -> !others.contains(handle))
                .findFirst()
                .orElse(null);
    }

    /** Finds all handles of the file, opened for that. */
    static Set<Path> all(FifoIdentity wanted, Access access) throws IOException {
        Set<Path> found = new LinkedHashSet<>();
        try (DirectoryStream<Path> handles = Files.newDirectoryStream(HANDLES)) {
            for (Path handle : handles) {
                if (isOpenOn(handle, wanted) && access == accessOf(DETAILS, handle)) {
                    found.add(handle);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }

    /**
     * Finds another process that can read the file; null if there is none that is ours to see, or the system does not
     * tell.
     */
    static @Nullable String otherReader(FifoIdentity wanted) {
        String own = Long.toString(ProcessHandle.current().pid());
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                String pid = String.valueOf(process.getFileName());
                if (!pid.equals(own) && count(process, wanted, Access.READ) > 0) {
                    return pid;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return null; // the system has no such directory
        }
        return null;
    }

    private static int count(Path process, FifoIdentity wanted, Access access) {
        int count = 0;
        try (DirectoryStream<Path> handles = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path handle : handles) {
                if (isOpenOn(handle, wanted)) {
                    Access found = accessOf(process.resolve("fdinfo"), handle);
                    if (found == access || found == Access.READ_WRITE) {
                        count++;
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return count; // ended meanwhile, or somebody else's
        }
        return count;
    }

    private static boolean isOpenOn(Path handle, FifoIdentity wanted) {
        try {
            return FifoIdentity.ofHandle(handle).isSameFile(wanted);
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    private static @Nullable Access accessOf(Path details, Path handle) {
        Path name = handle.getFileName();
        if (name == null) {
            return null;
        }
        try {
            for (String line : Files.readAllLines(details.resolve(name))) {
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
