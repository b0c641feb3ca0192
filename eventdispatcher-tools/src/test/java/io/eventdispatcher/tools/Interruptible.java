package io.eventdispatcher.tools;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts processes that SIGINT ends, whoever started the tests: a shell script lets its jobs in the background ignore that signal,
 * and what they start inherits this.
 */
public final class Interruptible {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String IGNORED = "SigIgn:";
    private static final long SIGINT = 1L << 1;

    private Interruptible() {}

    /** Starts a process. The test is skipped where the signal is ignored and {@code env} cannot change that. */
    public static Process start(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        if (isIgnored()) {
            List<String> reset = List.of("env", "--default-signal=INT");
            List<String> trial = new ArrayList<>(reset);
            trial.add("true");
            assumeTrue(
                    new ProcessBuilder(trial).start().waitFor() == 0, "SIGINT is ignored, and env cannot change that");
            all.addAll(reset);
        }
        all.addAll(List.of(command));
        return new ProcessBuilder(all).start();
    }

    private static boolean isIgnored() throws IOException {
        if (!Files.isReadable(STATUS)) {
            return false;
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(IGNORED))
                .anyMatch(line ->
                        (Long.parseUnsignedLong(line.substring(IGNORED.length()).strip(), 16) & SIGINT) != 0);
    }
}
