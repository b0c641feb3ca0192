package io.eventdispatcher.transport.fifo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What other programs do with FIFOs, by the shell. */
final class FifoPeer {

    private FifoPeer() {}

    /** Starts a script; its $1, $2.. are the paths. */
    static Process start(String script, Path... paths) {
        try {
            String[] command = new String[4 + paths.length];
            command[0] = "sh";
            command[1] = "-c";
            command[2] = script;
            command[3] = "sh";
            for (int i = 0; i < paths.length; i++) {
                command[4 + i] = paths[i].toString();
            }
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a script to its end and returns what it printed. */
    static String run(String script, Path... paths) throws IOException, InterruptedException {
        Process process = start(script, paths);
        String output = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("script does not end: " + script);
        }
        return output;
    }

    /** kill -9. */
    static void kill(Process process) throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }
}
