package io.eventdispatcher.tools.command;

import io.eventdispatcher.tools.cli.ExitCode;
import io.eventdispatcher.tools.cli.TerminalText;
import io.eventdispatcher.tools.cli.ToolException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Asks systemd for the process of a service. The name is an argument of the program, no shell reads it.
 *
 * <p>Threading: immutable.
 */
final class Systemctl {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MAX_ANSWER_BYTES = 4096;

    private final List<String> command;

    /** @param command the program with its first arguments */
    Systemctl(List<String> command) {
        this.command = List.copyOf(command);
    }

    static Systemctl standard() {
        return new Systemctl(List.of("systemctl"));
    }

    /** Returns a number, "0" when the service does not run. */
    String mainPid(String service) throws ToolException {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of("show", "--property", "MainPID", "--value", "--", service));
        String answer = answer(all, service).strip();
        if (!answer.matches("[0-9]{1,10}")) {
            throw failed(service, "systemctl answered '" + TerminalText.safe(answer) + "' in place of a number");
        }
        return answer;
    }

    private static String answer(List<String> all, String service) throws ToolException {
        try {
            Process process = new ProcessBuilder(all)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectErrorStream(true)
                    .start();
            try {
                // a short answer fits into the pipe, so the process ends without being read
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    throw failed(service, "no answer of systemctl within " + PATIENCE.toSeconds() + " s");
                }
                byte[] bytes = process.getInputStream().readNBytes(MAX_ANSWER_BYTES);
                return new String(bytes, StandardCharsets.UTF_8);
            } finally {
                process.destroyForcibly();
                process.getInputStream().close();
            }
        } catch (IOException e) {
            throw failed(service, "systemctl cannot be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(service, "interrupted");
        }
    }

    private static ToolException failed(String service, String why) {
        return new ToolException(ExitCode.FAILED, "service '" + TerminalText.safe(service) + "': " + why);
    }
}
