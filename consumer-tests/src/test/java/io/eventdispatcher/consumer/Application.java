package io.eventdispatcher.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A process that runs a jar, and what it has printed. */
final class Application implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Path CONSUMERS = Path.of(System.getProperty("consumers", "target/it/consumers"));

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private Application(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "output of process " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts the jar of a project, with options of Java before and arguments behind it. */
    static Application start(Path javaHome, List<String> options, String project, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin/java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(options);
        command.addAll(List.of("-jar", jar(project).toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new Application(process);
    }

    static Path jar(String project) {
        return CONSUMERS.resolve(project).resolve("target").resolve(project + ".jar");
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("(output lost: " + e + ")");
        }
    }

    /** Waits for a line with this in it; returns what the first group of the expression found. */
    String await(String expression) {
        Pattern pattern = Pattern.compile(expression);
        Awaitility.await().atMost(LIMIT).until(() -> printed(pattern) || !reader.isAlive());
        assertThat(lines).as("printed").anyMatch(line -> pattern.matcher(line).find());
        for (String line : lines) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                return matcher.groupCount() == 0 ? line : matcher.group(1);
            }
        }
        throw new AssertionError(expression);
    }

    private boolean printed(Pattern pattern) {
        return lines.stream().anyMatch(line -> pattern.matcher(line).find());
    }

    /** Asks it to end, as Ctrl-C and {@code kill} do. */
    void terminate() {
        boolean unusedRequested = process.toHandle().destroy(); // that of the process would close its output, too
    }

    /** Waits for its end; returns everything it has printed. */
    String output() {
        exitCode();
        try {
            reader.join(LIMIT.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return String.join("\n", lines);
    }

    int exitCode() {
        try {
            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("ended within %s: %s", LIMIT, lines)
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
