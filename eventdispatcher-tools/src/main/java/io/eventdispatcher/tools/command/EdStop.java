package io.eventdispatcher.tools.command;

import io.eventdispatcher.tools.cli.Arguments;
import io.eventdispatcher.tools.cli.CommandRun;
import io.eventdispatcher.tools.cli.ExitCode;
import io.eventdispatcher.tools.cli.Tool;
import io.eventdispatcher.tools.cli.ToolException;
import io.eventdispatcher.tools.cli.Version;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * {@code ed-stop}: stops a process with signals, first INT, then TERM.
 *
 * <p>Options, defaults and steps are the original's (section 7.2 of its description). Differs from it in that no shell
 * is involved, a process that still runs is told by the exit code, a process that ended but was not yet collected by
 * its parent counts as gone, and several processes of one name are not guessed between.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 *
 * @since 0.1
 */
public final class EdStop implements Tool {

    static final String VARIABLE = "ED_STOP";
    static final int DEFAULT_SECONDS = 60;
    static final int LEAST_SECONDS = 10;
    static final int MOST_SECONDS = 3600;

    private final Map<String, String> environment;
    private final StopPlan plan;

    /** With the environment of this process, and the waits of the original. */
    public EdStop() {
        this(System.getenv(), new StopPlan(Systemctl.standard(), Duration.ZERO, StopPlan.TERM_WAIT));
    }

    EdStop(Map<String, String> environment, StopPlan plan) {
        this.environment = environment;
        this.plan = plan;
    }

    @Override
    public String name() {
        return "ed-stop";
    }

    @Override
    public String purpose() {
        return "Stops a process with signals.";
    }

    @Override
    public CommandLine model() {
        return CommandRun.model(new Command(System.err));
    }

    @Override
    public int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
        List<String> all = new ArrayList<>();
        try {
            all.addAll(Arguments.split(VARIABLE, environment.getOrDefault(VARIABLE, "")));
        } catch (ToolException e) {
            err.println("ed-stop: " + e.getMessage());
            return e.exitCode();
        }
        all.addAll(List.of(args));
        CommandLine line = CommandRun.model(new Command(err));
        line.setOverwrittenOptionsAllowed(true);
        return CommandRun.execute(line, all.toArray(String[]::new), out, err);
    }

    static Duration clamped(int seconds) {
        return Duration.ofSeconds(Math.max(LEAST_SECONDS, Math.min(MOST_SECONDS, seconds)));
    }

    @CommandLine.Command(
            name = "ed-stop",
            description = "Stops a process: sends INT, waits, sends TERM, waits 10 s more.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            sortOptions = false,
            footerHeading = "%nEnvironment:%n",
            footer = {
                "Options may also stand in the environment variable ED_STOP, written as on the command line, which"
                        + " wins.",
                "",
                "Example: ed-stop --service communicatord --timeout 30"
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                " 0:stopped, or there was nothing to stop",
                " 1:not done: no such process, not permitted, several processes of the name, no answer of systemd",
                " 2:it still runs",
                "64:command line not understood",
                "70:defect of the tool"
            })
    private final class Command implements Callable<Integer> {

        @Option(
                names = {"-s", "--service"},
                paramLabel = "PID|NAME",
                description = "Number of a process, or name of a systemd service. Empty: there is nothing to do.")
        private @Nullable String service;

        @Option(
                names = {"-t", "--timeout"},
                paramLabel = "SECONDS",
                description = "How long to wait after INT, 10 to 3600, default 60.")
        private int timeout = DEFAULT_SECONDS;

        @Option(
                names = {"-p", "--process-name"},
                description = "If systemd knows no process, look for one whose program has the name of the service.")
        private boolean processName;

        private final PrintStream err;

        Command(PrintStream err) {
            this.err = err;
        }

        @Override
        public Integer call() throws ToolException {
            String name = service;
            if (name == null) {
                throw new ToolException(ExitCode.FAILED, "--service PID or --service NAME is needed");
            }
            return name.isEmpty() ? ExitCode.OK : plan.stop(name, processName, clamped(timeout), err);
        }
    }
}
