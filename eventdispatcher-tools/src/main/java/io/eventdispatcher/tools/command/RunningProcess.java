package io.eventdispatcher.tools.command;

import io.eventdispatcher.tools.cli.ExitCode;
import io.eventdispatcher.tools.cli.TerminalText;
import io.eventdispatcher.tools.cli.ToolException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process to stop. Knows when it was started, so that another one that gets its number later is left alone.
 *
 * <p>Threading: any thread.
 */
final class RunningProcess {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(5);

    private final ProcessHandle handle;

    private RunningProcess(ProcessHandle handle) {
        this.handle = handle;
    }

    static RunningProcess of(String number) throws ToolException {
        long pid = number.length() > 10 ? Long.MAX_VALUE : Long.parseLong(number);
        if (pid == 0 || pid > Integer.MAX_VALUE) {
            throw failed("not a number of a process: '" + number + "'");
        }
        if (pid == ProcessHandle.current().pid()) {
            throw failed("process " + pid + " is ed-stop itself");
        }
        RunningProcess process = ProcessHandle.of(pid).map(RunningProcess::new).orElse(null);
        if (process == null || process.isGone()) {
            throw failed("process " + pid + " does not run");
        }
        return process;
    }

    /** All processes whose program has this base name, without this one. */
    static List<RunningProcess> named(String name) {
        return ProcessHandle.allProcesses()
                .filter(handle -> handle.pid() != ProcessHandle.current().pid())
                .filter(handle -> handle.info()
                        .command()
                        .map(program -> program.substring(program.lastIndexOf('/') + 1))
                        .filter(name::equals)
                        .isPresent())
                .map(RunningProcess::new)
                .filter(process -> !process.isGone())
                .toList();
    }

    long pid() {
        return handle.pid();
    }

    /** Sends INT by the program {@code kill}; Java can send TERM and KILL only. */
    void interrupt(PrintStream err) throws ToolException {
        Process kill;
        try {
            kill = new ProcessBuilder("kill", "-INT", Long.toString(pid()))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            err.println("ed-stop: INT cannot be sent, TERM is sent at once: " + e.getMessage());
            terminate();
            return;
        }
        try {
            String words = new String(kill.getInputStream().readNBytes(1024), StandardCharsets.UTF_8);
            if (!kill.waitFor(KILL_PATIENCE.toSeconds(), TimeUnit.SECONDS) || kill.exitValue() != 0 && !isGone()) {
                throw failed("process " + pid() + " cannot be sent INT: " + TerminalText.safe(words.strip()));
            }
        } catch (IOException e) {
            throw failed("process " + pid() + " cannot be sent INT: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted");
        } finally {
            kill.destroy();
        }
    }

    void terminate() throws ToolException {
        if (!handle.destroy() && !isGone()) {
            throw failed("process " + pid() + " cannot be sent TERM: not permitted");
        }
    }

    boolean isGoneWithin(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        while (!isGone()) {
            if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    /** Whether it has ended; if so, perhaps its parent has not asked for its exit code yet (a zombie). */
    boolean isGone() {
        return !handle.isAlive() || isZombie();
    }

    private boolean isZombie() {
        try {
            // pid (name) state …; the name may hold anything
            String status =
                    Files.readString(Path.of("/proc", Long.toString(pid()), "stat"), StandardCharsets.ISO_8859_1);
            int state = status.lastIndexOf(')') + 2;
            return state < status.length() && "ZX".indexOf(status.charAt(state)) >= 0;
        } catch (IOException e) {
            return false; // no such system, or it has just ended, which isAlive tells
        }
    }

    private static ToolException failed(String why) {
        return new ToolException(ExitCode.FAILED, why);
    }
}
