package io.eventdispatcher.tools.command;

import io.eventdispatcher.tools.cli.ExitCode;
import io.eventdispatcher.tools.cli.TerminalText;
import io.eventdispatcher.tools.cli.ToolException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The steps of {@code ed-stop}: find the process, INT, wait, TERM, wait.
 *
 * <p>Threading: immutable.
 */
final class StopPlan {

    /** How long to wait after TERM. */
    static final Duration TERM_WAIT = Duration.ofSeconds(10);

    private final Systemctl systemctl;
    private final @Nullable Duration intWait;
    private final Duration termWait;

    /** @param intWait zero for what the user says */
    StopPlan(Systemctl systemctl, Duration intWait, Duration termWait) {
        this.systemctl = systemctl;
        this.intWait = intWait.isZero() ? null : intWait;
        this.termWait = termWait;
    }

    int stop(String service, boolean byProcessName, Duration wanted, PrintStream err) throws ToolException {
        RunningProcess process = find(service, byProcessName);
        if (process == null) {
            err.println("ed-stop: service '" + TerminalText.safe(service) + "' does not run");
            return ExitCode.OK;
        }
        Duration patience = Objects.requireNonNullElse(intWait, wanted);
        process.interrupt(err);
        if (process.isGoneWithin(patience)) {
            return ExitCode.OK;
        }
        process.terminate();
        if (process.isGoneWithin(termWait)) {
            return ExitCode.OK;
        }
        throw new ToolException(
                ExitCode.TIMED_OUT,
                "process " + process.pid() + " still runs " + SignalExchange.words(patience) + " after INT and "
                        + SignalExchange.words(termWait) + " after TERM; 'kill -KILL " + process.pid()
                        + "' would end it without giving it a chance to clean up");
    }

    private @Nullable RunningProcess find(String service, boolean byProcessName) throws ToolException {
        if (service.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return RunningProcess.of(service);
        }
        String pid = systemctl.mainPid(service);
        if (!pid.equals("0")) {
            return RunningProcess.of(pid);
        }
        if (!byProcessName) {
            return null;
        }
        List<RunningProcess> found = RunningProcess.named(service);
        if (found.size() > 1) {
            throw new ToolException(
                    ExitCode.FAILED,
                    "several processes have the name '" + TerminalText.safe(service) + "': "
                            + found.stream().map(RunningProcess::pid).sorted().toList()
                            + "; --service with one of these numbers stops it");
        }
        return found.isEmpty() ? null : found.get(0);
    }
}
