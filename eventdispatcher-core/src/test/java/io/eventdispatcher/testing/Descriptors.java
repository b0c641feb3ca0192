package io.eventdispatcher.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The descriptors this process has open on files below a directory.
 *
 * <p>Threading: any thread.
 */
public final class Descriptors {

    private static final Path OPEN = Path.of("/proc/self/fd");

    private Descriptors() {}

    /** Returns the targets of all descriptors below the directory, removed files included. */
    public static List<String> below(Path directory) {
        return all().filter(target -> target.startsWith(directory.toString())).toList();
    }

    /** Returns how many pipes without a name are open, both ends counted. */
    public static long pipes() {
        return all().filter(target -> target.startsWith("pipe:")).count();
    }

    private static Stream<String> all() {
        Assumptions.assumeTrue(Files.isDirectory(OPEN), "needs /proc/self/fd");
        try (Stream<Path> links = Files.list(OPEN)) {
            return links.map(Descriptors::target).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }
}
