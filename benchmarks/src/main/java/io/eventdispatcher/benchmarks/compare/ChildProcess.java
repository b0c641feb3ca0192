package io.eventdispatcher.benchmarks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process that is talked to by lines. Every wait has an end; the process ends with this one.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class ChildProcess implements AutoCloseable {

    private static final long CLOSE_SECONDS = 5;
    private static final String END = "\0end";

    private final Process process;
    private final Path errors;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Thread atExit;

    private ChildProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
        Thread reader = new Thread(this::readLines, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    static ChildProcess start(List<String> command) throws IOException {
        Path errors = Files.createTempFile("compare", ".err");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        return new ChildProcess(process, errors);
    }

    private void readLines() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines::add);
        } catch (IOException | java.io.UncheckedIOException e) {
            // the process is gone, which is told by the end below
        }
        lines.add(END);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Waits for a line that begins with some text; earlier lines are skipped.
     *
     * @return the rest of the line
     * @throws TrialFailedException if it does not come in time, or the process ends before
     */
    String await(String beginning, Duration limit) throws TrialFailedException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            String line = lines.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new TrialFailedException(
                        "no " + beginning.trim() + " within " + limit.toSeconds() + " s" + lastError());
            }
            if (line.equals(END)) {
                lines.add(END);
                throw new TrialFailedException("ended before it printed " + beginning.trim() + lastError());
            }
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length()).trim();
            }
        }
    }

    /** Writes a line to its standard input. */
    void send(String line) throws TrialFailedException {
        try {
            Writer input = process.outputWriter(StandardCharsets.UTF_8);
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            throw new TrialFailedException("takes no commands" + lastError());
        }
    }

    /** Waits for a moment, or the end of the process. */
    boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private String lastError() {
        String exit = process.isAlive() ? "" : ", exit code " + process.exitValue();
        try {
            List<String> said = Files.readAllLines(errors, StandardCharsets.UTF_8).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("\tat "))
                    .toList();
            return exit
                    + (said.isEmpty() ? "" : ": " + said.get(said.size() - 1).trim());
        } catch (IOException e) {
            return exit;
        }
    }

    /** Ends the process: politely, then not. */
    @Override
    public void close() throws IOException {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // its end of the pipe is closed already
        }
        try {
            if (!process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(CLOSE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
        Files.deleteIfExists(errors);
    }

    /** Ends the process at once; {@link #close} is still needed. */
    void destroy() {
        process.destroy();
    }
}
