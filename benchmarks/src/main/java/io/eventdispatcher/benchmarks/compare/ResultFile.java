package io.eventdispatcher.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes in a file, one a line, so that a long comparison can be made in parts.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class ResultFile {

    private final @Nullable Path file;

    /** @param file null to keep nothing */
    ResultFile(@Nullable Path file) {
        this.file = file;
    }

    /** Reads what is there. */
    Outcomes read() throws IOException {
        Outcomes outcomes = new Outcomes();
        if (file != null && Files.exists(file)) {
            Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .map(Outcome::parse)
                    .forEach(outcomes::add);
        }
        return outcomes;
    }

    void append(Outcome outcome) throws IOException {
        if (file != null) {
            Files.writeString(file, outcome.toLine() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }
}
