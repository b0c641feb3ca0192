package io.eventdispatcher.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A measured server in a process of its own, asked through its console.
 *
 * <p>Threading: one thread at a time.
 */
final class ServerProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;
    private static final String LISTENING = "LISTENING ";

    private final Process process;
    private final BufferedReader answers;

    /** Starts the main class; what it says on standard error is shown with the test's own. */
    ServerProcess(Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Waits until it listens, and tells where. */
    URI listening() {
        String line = answer();
        if (line == null || !line.startsWith(LISTENING)) {
            throw new IllegalStateException("the server does not listen: line='" + line + "'");
        }
        return URI.create(line.substring(LISTENING.length()));
    }

    /** Gives a command and returns the answer. */
    String ask(String command) {
        try {
            process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answer();
    }

    private String answer() {
        try {
            return answers.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the standard input of the server. */
    void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has ended. */
    int exitCode() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server did not end: pid=" + process.pid());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while waiting for pid=" + process.pid(), e);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
