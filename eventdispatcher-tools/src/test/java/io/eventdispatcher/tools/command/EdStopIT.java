package io.eventdispatcher.tools.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.eventdispatcher.tools.Interruptible;
import io.eventdispatcher.tools.ToolRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EdStopIT {

    /** For a process that does not end. */
    private static final Duration SHORT = Duration.ofMillis(300);

    /** For one that does, on a machine that is slow. */
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final List<Process> children = new ArrayList<>();

    @AfterEach
    void endChildren() throws InterruptedException {
        for (Process child : children) {
            child.destroyForcibly();
            assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private ToolRun stop(String... args) {
        return stop(new Systemctl(List.of(folder.resolve("none").toString())), args);
    }

    private static ToolRun stop(Systemctl systemctl, String... args) {
        return ToolRun.of(new EdStop(Map.of(), new StopPlan(systemctl, LONG, LONG)), args);
    }

    private ToolRun stop(Duration intWait, Duration termWait, Process child) {
        Systemctl none = new Systemctl(List.of(folder.resolve("none").toString()));
        return ToolRun.of(new EdStop(Map.of(), new StopPlan(none, intWait, termWait)), "--service", pid(child));
    }

    /** A shell that ignores signals, or says which one it got; ready when it has said so. */
    private Process child(String traps) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no /bin/sh");
        Process child = Interruptible.start(
                "/bin/sh", "-c", traps + "; echo ready; while :; do read line || exec sleep 60; done");
        children.add(child);
        BufferedReader out = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        assertThat(out.readLine()).isEqualTo("ready");
        return child;
    }

    private static String pid(Process process) {
        return Long.toString(process.pid());
    }

    @Test
    void failsWithoutAService() {
        ToolRun run = stop();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("--service PID or --service NAME is needed");
    }

    @Test
    void hasNothingToDoForAnEmptyService() {
        assertThat(stop("--service", "")).satisfies(run -> {
            assertThat(run.code()).isZero();
            assertThat(run.err()).isEmpty();
        });
    }

    @Test
    void refusesNumbersOfNoProcess() {
        assertThat(stop("--service", "0").code()).isEqualTo(1);
        assertThat(stop("--service", "0").err()).contains("not a number of a process: '0'");
        assertThat(stop("--service", "99999999999999999999").code()).isEqualTo(1);
        assertThat(stop("--service", "2147483647").err()).contains("process 2147483647 does not run");
        assertThat(stop("--service", Long.toString(ProcessHandle.current().pid()))
                        .err())
                .contains("is ed-stop itself");
    }

    @Test
    void refusesAWrongTimeout() {
        assertThat(stop("--timeout", "x", "--service", "1").code()).isEqualTo(64);
        assertThat(EdStop.clamped(1)).hasSeconds(10);
        assertThat(EdStop.clamped(60)).hasSeconds(60);
        assertThat(EdStop.clamped(999_999)).hasSeconds(3600);
    }

    @Test
    void tellsThatSystemdCannotBeAsked() {
        ToolRun run = stop("--service", "nobody");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("service 'nobody': systemctl cannot be run");
    }

    @Test
    void tellsThatAProcessStillRuns() throws IOException, InterruptedException {
        Process child = child("trap '' INT TERM");
        ToolRun run = stop(SHORT, SHORT, child);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("ed-stop: process " + pid(child) + " still runs 300 ms after INT and 300 ms after TERM;"
                        + " 'kill -KILL " + pid(child) + "' would end it without giving it a chance to clean up\n");
        assertThat(child.isAlive()).isTrue();
    }

    @Test
    void stopsWithInt() throws IOException, InterruptedException {
        Process child = child("trap 'exit 7' INT; trap 'exit 8' TERM");
        assertThat(stop("-s", pid(child)).code()).isZero();
        assertThat(child.waitFor()).isEqualTo(7);
    }

    @Test
    void stopsWithTermWhatIgnoresInt() throws IOException, InterruptedException {
        Process child = child("trap '' INT; trap 'exit 8' TERM");
        ToolRun run = stop(SHORT, LONG, child);
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(child.waitFor()).isEqualTo(8);
    }

    @Test
    void takesOptionsFromTheEnvironment() throws IOException, InterruptedException {
        Process child = child("trap 'exit 7' INT");
        StopPlan plan = new StopPlan(new Systemctl(List.of("none")), LONG, LONG);
        assertThat(ToolRun.of(new EdStop(Map.of("ED_STOP", "--service " + pid(child)), plan))
                        .code())
                .isZero();
        assertThat(child.waitFor()).isEqualTo(7);
        assertThat(ToolRun.of(new EdStop(Map.of("ED_STOP", "--service 0"), plan), "--service", "")
                        .code())
                .isZero();
        assertThat(ToolRun.of(new EdStop(Map.of("ED_STOP", "--service '"), plan))
                        .code())
                .isEqualTo(64);
    }

    @Test
    void countsAProcessThatNobodyCollectsAsGone() throws IOException, InterruptedException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "no /proc");
        // the inner shell, which ignores INT as background jobs do, ends on TERM; sleep, which the outer one becomes,
        // never asks for its exit code
        Process parent = new ProcessBuilder(
                        "/bin/sh", "-c", "(echo ready; while :; do sleep 0.05; done) & echo $!; exec sleep 60")
                .start();
        children.add(parent);
        BufferedReader out = new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8));
        String first = out.readLine();
        String second = out.readLine();
        String pid = first.equals("ready") ? second : first;
        await().until(() -> ProcessHandle.of(parent.pid())
                .flatMap(handle -> handle.info().command())
                .filter(program -> program.endsWith("sleep") || program.endsWith("coreutils"))
                .isPresent());
        StopPlan patient = new StopPlan(new Systemctl(List.of("none")), SHORT, LONG);
        assertThat(ToolRun.of(new EdStop(Map.of(), patient), "--service", pid).code())
                .isZero();
        assertThat(Files.readString(Path.of("/proc", pid, "stat"))).contains(") Z ");
    }

    private Systemctl systemctl(String script) throws IOException {
        Path program = folder.resolve("systemctl");
        Files.writeString(program, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new Systemctl(List.of(program.toString()));
    }

    @Test
    void asksSystemdForTheProcessOfAServiceWithoutAShell() throws IOException, InterruptedException {
        Process child = child("trap 'exit 7' INT");
        Path asked = folder.resolve("asked");
        Systemctl systemctl = systemctl("printf '%s\\n' \"$@\" > '" + asked + "'; echo " + pid(child));
        String name = "my service; touch " + folder.resolve("injected");
        assertThat(stop(systemctl, "--service", name).code()).isZero();
        assertThat(child.waitFor()).isEqualTo(7);
        assertThat(Files.readAllLines(asked)).containsExactly("show", "--property", "MainPID", "--value", "--", name);
        assertThat(folder.resolve("injected")).doesNotExist();
    }

    @Test
    void tellsWhatSystemdAnsweredWhenItIsNoNumber() throws IOException, InterruptedException {
        ToolRun run = stop(systemctl("echo 'Unit \u001b[2J not found' >&2; exit 4"), "--service", "x");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("systemctl answered 'Unit \\u001b[2J not found' in place of a number");
        assertThat(stop(systemctl(""), "--service", "x").code()).isEqualTo(1);
        assertThat(stop(systemctl("echo -5"), "--service", "x").code()).isEqualTo(1);
    }

    @Test
    void hasNothingToDoWhenTheServiceDoesNotRun() throws IOException, InterruptedException {
        ToolRun run = stop(systemctl("echo 0"), "--service", "idle");
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEqualTo("ed-stop: service 'idle' does not run\n");
        assertThat(stop(systemctl("echo 0"), "--service", "ed-stop-it-nobody", "--process-name")
                        .code())
                .isZero();
    }

    private Process named(String name) throws IOException, InterruptedException {
        Path program = folder.resolve(name);
        if (!Files.exists(program)) {
            Files.copy(Path.of("/bin/sleep").toRealPath(), program);
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        }
        Process child = Interruptible.start(program.toString(), "60");
        children.add(child);
        await().until(() ->
                child.info().command().filter(command -> command.endsWith(name)).isPresent() || !child.isAlive());
        assumeTrue(child.isAlive(), "a copy of sleep does not run");
        return child;
    }

    @Test
    void findsAProcessByItsNameAndDoesNotGuessBetweenTwo() throws IOException, InterruptedException {
        Process one = named("ed-stop-it-x");
        assertThat(stop(systemctl("echo 0"), "--service", "ed-stop-it-x").code())
                .isZero();
        assertThat(one.isAlive()).isTrue();
        Process two = named("ed-stop-it-x");
        ToolRun run = stop(systemctl("echo 0"), "--service", "ed-stop-it-x", "--process-name");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains(pid(one)).contains(pid(two));
        assertThat(one.isAlive()).isTrue();
        two.destroyForcibly().waitFor();
        assertThat(stop(systemctl("echo 0"), "--service", "ed-stop-it-x", "-p").code())
                .isZero();
        assertThat(one.waitFor()).isEqualTo(128 + 2);
    }

    @Test
    void tellsThatItIsNotPermitted() {
        assumeTrue(!System.getProperty("user.name").equals("root"), "root may send signals to everybody");
        ToolRun run = stop("--service", "1");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("cannot be sent INT");
    }
}
