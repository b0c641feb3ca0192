package io.eventdispatcher.consumer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The JDKs of this machine. */
final class JavaHomes {

    static final Path CURRENT = Path.of(System.getProperty("java.home"));

    private static final int VIRTUAL_THREADS = 21;

    private JavaHomes() {}

    /** Returns a JDK with virtual threads: this one, that of JAVA_HOME_25_X64, or one below /usr/lib/jvm; null if none is. */
    static @Nullable Path withVirtualThreads() throws IOException {
        if (Runtime.version().feature() >= VIRTUAL_THREADS) {
            return CURRENT;
        }
        List<Path> candidates = new ArrayList<>();
        String named = System.getenv("JAVA_HOME_25_X64");
        if (named != null) {
            candidates.add(Path.of(named));
        }
        Path installed = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(installed)) {
            try (Stream<Path> all = Files.list(installed)) {
                all.sorted().forEach(candidates::add);
            }
        }
        for (Path candidate : candidates) {
            if (Files.isExecutable(candidate.resolve("bin/java")) && feature(candidate) >= VIRTUAL_THREADS) {
                return candidate;
            }
        }
        return null;
    }

    private static int feature(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isReadable(release)) {
            return 0;
        }
        Properties properties = new Properties();
        try (var in = Files.newBufferedReader(release)) {
            properties.load(in);
        }
        String version = properties.getProperty("JAVA_VERSION", "\"0\"").replace("\"", "");
        return Runtime.Version.parse(version).feature();
    }
}
