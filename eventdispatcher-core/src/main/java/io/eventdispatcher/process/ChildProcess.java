package io.eventdispatcher.process;

import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionGroup;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.connection.ConnectionObserver;
import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.connection.Role;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.KeepAlive;
import io.eventdispatcher.loop.TimerHandle;
import io.eventdispatcher.timer.Schedule;
import io.eventdispatcher.transport.PumpThreads;
import io.eventdispatcher.transport.PumpedEnds;
import io.eventdispatcher.transport.PumpedStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child process that is talked to over its standard input and output, as over any connection. Its standard error
 * arrives as lines, its end as an event.
 *
 * <p>The stages of a life: frames, end of its output, {@code onClosed} of the connection, {@link ChildObserver#onExit}. A
 * child whose connection is closed while it runs is stopped with a grace of 10 seconds. Takes the place of the one-way
 * pipes of the C++ library, where a program forks by itself.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class ChildProcess {

    private static final Logger log = LoggerFactory.getLogger(ChildProcess.class);

    /** For a child that nobody talks to any more. */
    private static final Duration UNWANTED_GRACE = Duration.ofSeconds(10);

    /** A child that ends closes its output a moment before its exit is known. */
    private static final Duration UNWANTED_AFTER = Duration.ofMillis(100);

    /** How long the end of a child waits for the end of its output, which its own children may keep open. */
    private static final Duration OUTPUT_GRACE = Duration.ofSeconds(2);

    /** How long written bytes may wait for a child that does not read, after its connection was closed. */
    private static final Duration LINGER = Duration.ofSeconds(10);

    /** How often it is looked whether all is written, before the input is closed. */
    private static final Duration FLUSH_LOOK = Duration.ofMillis(10);

    private final String name;
    private final EventLoop loop;
    private final Process process;
    private final ConnectionGroup group;
    private final PumpedStream stream;
    private final ChildObserver observer;
    private final KeepAlive keepAlive;
    private final ErrorLog errorLog = new ErrorLog();
    private final List<TimerHandle> timers = new ArrayList<>();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

    // written by the loop thread only
    private volatile @Nullable Connection connection;
    private volatile State state = State.RUNNING;
    private volatile boolean killed;
    private boolean connectionClosed;
    private boolean errorsEnded;
    private boolean stopping;

    private ChildProcess(
            EventLoop loop, String name, Process process, ConnectionOptions options, ChildObserver observer) {
        this.loop = loop;
        this.name = name;
        this.process = process;
        this.observer = observer;
        this.group = new ConnectionGroup(loop, name, Role.CLIENT, options, ConnectionObserver.NONE);
        String remote = "pid " + process.pid();
        PumpedEnds ends = new PumpedEnds("pipe", "pipe of " + name, remote, new ProcessAddress(remote), null, true, 0);
        this.stream = new PumpedStream(
                loop, ends, process.getInputStream(), new ChildInput(process.getOutputStream()), LINGER);
        this.keepAlive = loop.keepAlive("child " + name);
    }

    /**
     * Starts a child. Takes some milliseconds, so a loop with other work should not be the one to call it; the
     * connection is opened on the loop, soon.
     *
     * @param loop where the connection and all callbacks live
     * @param name for logs, threads and the name of the connection
     * @param command what to run; its input and output must be pipes, which is the default
     * @param options of the connection, such as its framing
     * @param handler of the connection; a {@code Messenger} makes one
     * @param observer hears error lines and the exit
     * @return the running child
     * @throws IOException if it cannot be started, naming the command and the reason
     * @throws IllegalArgumentException if input or output are redirected
     * @throws RejectedExecutionException if the loop is closed or takes no tasks; the child was killed then
     * @since 0.1
     */
    public static ChildProcess start(
            EventLoop loop,
            String name,
            ProcessBuilder command,
            ConnectionOptions options,
            ConnectionHandler handler,
            ChildObserver observer)
            throws IOException {
        if (command.redirectInput() != Redirect.PIPE || command.redirectOutput() != Redirect.PIPE) {
            throw new IllegalArgumentException("input and output of child '" + name + "' must be pipes: redirectInput="
                    + command.redirectInput() + " redirectOutput=" + command.redirectOutput());
        }
        ChildProcess child = new ChildProcess(loop, name, launch(name, command), options, observer);
        try {
            loop.execute(() -> child.open(handler));
        } catch (RejectedExecutionException e) {
            child.kill();
            child.stream.close();
            throw e;
        }
        return child;
    }

    private static Process launch(String name, ProcessBuilder command) throws IOException {
        try {
            return command.start();
        } catch (IOException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(
                    "cannot start child '" + name + "': command=" + command.command() + " directory="
                            + command.directory() + " cause='" + cause.getMessage() + "'",
                    e);
        }
    }

    private void open(ConnectionHandler handler) {
        PumpThreads.start(
                name + " err",
                new ErrorLines(
                        name,
                        loop,
                        process.getErrorStream(),
                        line -> observer.onErrorLine(this, line),
                        this::errorsEnded));
        connection = group.open(stream, new ChildConnection(handler, this::connectionClosed));
        var unused = process.onExit().thenAccept(gone -> onLoop(this::exited));
    }

    private void onLoop(Runnable action) {
        try {
            loop.execute(action);
        } catch (RejectedExecutionException e) {
            log.debug("{}: not done, {}", name, e.getMessage());
            keepAlive.close();
            ended.complete(!killed);
        }
    }

    private void errorsEnded() {
        errorsEnded = true;
        endIfDone();
    }

    private void connectionClosed() {
        connectionClosed = true;
        if (state == State.RUNNING && !stopping) {
            later("unwanted", UNWANTED_AFTER, this::stopUnwanted);
        }
        endIfDone();
    }

    private void stopUnwanted() {
        if (state == State.RUNNING && !stopping) {
            log.debug("{}: its connection is closed, so it is stopped: grace={}", name, UNWANTED_GRACE);
            startStopping(UNWANTED_GRACE);
        }
    }

    private void exited() {
        state = State.EXITED;
        timers.forEach(TimerHandle::cancel);
        timers.clear();
        endIfDone();
        if (state == State.EXITED) {
            later("output", OUTPUT_GRACE, this::endOutput);
        }
    }

    private void endOutput() {
        Connection open = connection;
        if (state == State.EXITED) {
            log.debug("{}: its output is still open after its exit, somebody else has it: wait={}", name, OUTPUT_GRACE);
            errorsEnded = true;
            if (open != null) {
                open.close(CloseReason.PEER);
            }
            endIfDone();
        }
    }

    private void endIfDone() {
        if (state != State.EXITED || !connectionClosed || !errorsEnded) {
            return;
        }
        state = State.ENDED;
        timers.forEach(TimerHandle::cancel);
        errorLog.tellDropped(name);
        int exitCode = process.exitValue();
        log.debug("{}: child ended: pid={} exitCode={}", name, process.pid(), exitCode);
        keepAlive.close();
        try {
            observer.onExit(this, exitCode);
        } finally {
            ended.complete(!killed);
        }
    }

    /**
     * Ends the child: its input is closed when all is written; after half of the grace period it gets TERM, after the
     * whole KILL, and its own children too. A second call waits for the same end.
     *
     * @param grace how long it may take to end by itself; 0 kills at once
     * @return completed after {@link ChildObserver#onExit}, with true unless it was killed
     * @throws IllegalArgumentException if the grace period is negative
     * @since 0.1
     */
    public CompletableFuture<Boolean> stop(Duration grace) {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("the grace period must be 0 or positive: grace=" + grace);
        }
        if (loop.isClosed()) {
            kill();
            ended.complete(false);
        } else {
            onLoop(() -> startStopping(grace));
        }
        return ended.copy();
    }

    private void startStopping(Duration grace) {
        if (state != State.RUNNING) {
            return;
        }
        stopping = true;
        if (grace.isZero()) {
            kill();
            return;
        }
        finishInput();
        later("terminate", grace.dividedBy(2), () -> {
            log.debug("{}: still running, asked to end: grace={}", name, grace);
            process.toHandle()
                    .destroy(); // destroy() of the process would close its streams, with the last words in them
        });
        later("kill", grace, this::kill);
    }

    private void later(String what, Duration delay, Runnable action) {
        timers.add(loop.schedule(name + " " + what, Schedule.after(delay), action));
    }

    private void finishInput() {
        Connection open = connection;
        if (open == null || state != State.RUNNING || !stream.isOpen()) {
            return;
        }
        if (open.queuedBytes() > 0) {
            later("flush", FLUSH_LOOK, this::finishInput);
            return;
        }
        try {
            stream.shutdownOutput();
        } catch (IOException e) {
            log.debug("{}: input closed already: {}", name, e.toString());
        }
    }

    private void kill() {
        if (process.isAlive()) {
            killed = true;
            List<ProcessHandle> descendants = process.descendants().toList();
            process.toHandle().destroyForcibly();
            descendants.forEach(ProcessHandle::destroyForcibly);
        }
    }

    void log(String line) {
        errorLog.line(name, loop.turnNanoTime(), line);
    }

    /**
     * Returns the name.
     *
     * @return as given to {@link #start}
     * @since 0.1
     */
    public String name() {
        return name;
    }

    /**
     * Returns the number of the process.
     *
     * @return also after its end
     * @since 0.1
     */
    public long pid() {
        return process.pid();
    }

    /**
     * Returns the connection.
     *
     * @return null for a moment, until the loop has opened it
     * @since 0.1
     */
    public @Nullable Connection connection() {
        return connection;
    }

    /**
     * Returns the group of the connection, to be registered where connections are counted and listed.
     *
     * @return holds one connection at most
     * @since 0.1
     */
    public ConnectionGroup connections() {
        return group;
    }

    /**
     * Returns the exit code.
     *
     * @return empty while it runs; on Unix 128 + number if a signal ended it
     * @since 0.1
     */
    public OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    @Override
    public String toString() {
        return "child '" + name + "' pid=" + process.pid() + " " + state;
    }

    /** RUNNING to EXITED when the system says so, to ENDED when its output has ended too and its observer was told. */
    private enum State {
        RUNNING,
        EXITED,
        ENDED
    }
}
