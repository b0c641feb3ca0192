package io.eventdispatcher.benchmarks.compare;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Other programs of this machine.
 *
 * <p>Threading: any thread.
 */
final class Programs {

    private static final long LIMIT_SECONDS = 60;

    private Programs() {}

    /** Looks for a program as a shell would. */
    static Optional<Path> find(String name) {
        String path = System.getenv("PATH");
        return Arrays.stream(path == null ? new String[0] : path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Runs a program to its end.
     *
     * @return what it printed on both outputs
     * @throws IOException if it cannot be started, takes more than a minute or fails; the text holds what it printed
     */
    static String run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("compare", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            String printed = Files.readString(output, StandardCharsets.UTF_8).trim();
            if (!ended || process.exitValue() != 0) {
                throw new IOException(command.get(0) + " failed: " + printed);
            }
            return printed;
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
