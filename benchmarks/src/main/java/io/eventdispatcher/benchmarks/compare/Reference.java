package io.eventdispatcher.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The reference server in C.
 *
 * <p>Threading: immutable.
 *
 * @param program the compiled program, if there is one
 * @param note why not, or how
 */
record Reference(Optional<Path> program, String note) {

    /** Compiles it if source and compiler are there. */
    static Reference compile() throws InterruptedException {
        // target/benchmarks.jar, beside which there is src
        Path target =
                Path.of(System.getProperty("java.class.path")).toAbsolutePath().getParent();
        Path source = target == null ? Path.of("cepoll.c") : target.resolveSibling("src/main/c/cepoll.c");
        if (!Files.isReadable(source)) {
            return without("there is no " + source.getFileName());
        }
        Optional<Path> compiler = Programs.find("cc");
        if (compiler.isEmpty()) {
            return without("there is no cc");
        }
        Path program = source.resolveSibling("../../../target/cepoll").normalize();
        try {
            String version =
                    Programs.run(List.of("cc", "--version")).lines().findFirst().orElse("cc");
            Programs.run(List.of("cc", "-O2", "-o", program.toString(), source.toString()));
            return new Reference(Optional.of(program), "The C reference is compiled with -O2 by " + version + ".");
        } catch (IOException e) {
            return without(String.valueOf(e.getMessage()));
        }
    }

    private static Reference without(String reason) {
        return new Reference(Optional.empty(), "The C reference is left out: " + reason + ".");
    }
}
