package io.eventdispatcher.source.process;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.KeepAlive;
import io.eventdispatcher.source.Handover;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the end of a process: one that this JVM started, or any other that it may see. Keeps {@link
 * EventLoop#run()} from returning meanwhile.
 *
 * <p>Only the processes asked for are waited for (differs from the C++ library, which reaps every child, also those of
 * other libraries). The JDK starts one small thread for each process that is waited for.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class ProcessExit implements AutoCloseable {
    private final long pid;
    private final KeepAlive keepAlive;
    private final Handover handover;
    private final Consumer<? super ProcessExitEvent> handler;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private ProcessExit(long pid, EventLoop loop, Consumer<? super ProcessExitEvent> handler) {
        this.pid = pid;
        this.handler = Objects.requireNonNull(handler, "handler");
        this.handover = new Handover(loop, this::close);
        this.keepAlive = loop.keepAlive("process " + pid);
    }

    /**
     * Waits for a process that this JVM started.
     *
     * @param loop where the handler is called
     * @param process may have ended already
     * @param handler called once on the loop thread, with the exit code; must not block
     * @return the watch; close it to stop waiting
     */
    public static ProcessExit watch(EventLoop loop, Process process, Consumer<? super ProcessExitEvent> handler) {
        ProcessExit watch = new ProcessExit(process.pid(), loop, handler);
        watch.await(process.onExit(), process::exitValue);
        return watch;
    }

    /**
     * Waits for any process.
     *
     * @param loop where the handler is called
     * @param process may have ended already; not this JVM
     * @param handler called once on the loop thread, without exit code, which the system tells only the parent; must not
     *     block
     * @return the watch; close it to stop waiting
     * @throws IllegalArgumentException if it is the process of this JVM
     */
    public static ProcessExit watch(EventLoop loop, ProcessHandle process, Consumer<? super ProcessExitEvent> handler) {
        if (process.pid() == ProcessHandle.current().pid()) {
            throw new IllegalArgumentException("a process cannot see its own end: pid=" + process.pid());
        }
        ProcessExit watch = new ProcessExit(process.pid(), loop, handler);
        watch.await(process.onExit(), null);
        return watch;
    }

    /**
     * Returns the number of the process.
     *
     * @return its pid
     */
    public long pid() {
        return pid;
    }

    /**
     * Tells whether the end has not been reported yet.
     *
     * @return false once the handler was called or this was closed
     */
    public boolean isWaiting() {
        return open.get();
    }

    /**
     * Stops waiting; the process goes on. Called on the loop thread, the handler is not called any more; called on
     * another thread, it may be just about to. A second call does nothing.
     */
    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            keepAlive.close();
        }
    }

    @Override
    public String toString() {
        return "exit of process " + pid;
    }

    private void await(CompletableFuture<?> exit, @Nullable IntSupplier exitCode) {
        var unused = exit.whenComplete((ended, failure) -> handover.run(() -> {
            if (open.get()) {
                close();
                handler.accept(new ProcessExitEvent(
                        pid, exitCode == null ? OptionalInt.empty() : OptionalInt.of(exitCode.getAsInt())));
            }
        }));
    }
}
