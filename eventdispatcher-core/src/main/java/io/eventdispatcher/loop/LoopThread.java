package io.eventdispatcher.loop;

import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives one loop on a platform thread of its own, with a watchdog that reports turns longer than {@link
 * LoopOptions#blockedThreshold}. The thread runs until it is stopped, also while the loop has nothing to do.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class LoopThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoopThread.class);
    private static final Duration CLOSE_GRACE = Duration.ofSeconds(5);

    private final EventLoop loop;
    private final KeepAlive keepAlive;
    private final Thread thread;
    private final Consumer<? super Throwable> onError;

    private LoopThread(EventLoop loop, boolean daemon, Consumer<? super Throwable> onError) {
        this.loop = loop;
        this.onError = onError;
        this.thread = new Thread(this::drive, loop.name());
        this.thread.setDaemon(daemon);
        this.keepAlive = loop.keepAlive("thread " + loop.name());
    }

    /**
     * Starts a thread that keeps the process alive until it is stopped.
     *
     * @param loop the loop, not run by anybody else; its name becomes that of the thread
     * @return the running thread
     */
    public static LoopThread start(EventLoop loop) {
        return start(loop, false);
    }

    /**
     * Starts a thread.
     *
     * @param loop the loop, not run by anybody else; its name becomes that of the thread
     * @param daemon whether the process may end while the thread runs
     * @return the running thread
     */
    public static LoopThread start(EventLoop loop, boolean daemon) {
        return start(loop, daemon, error -> {});
    }

    /**
     * Starts a thread whose end by an error is told. Such an error, for example {@link OutOfMemoryError}, closes the loop
     * and goes to the thread's uncaught-exception handler in any case: a loop that serves nobody must not look alive.
     *
     * @param loop the loop, not run by anybody else; its name becomes that of the thread
     * @param daemon whether the process may end while the thread runs
     * @param onError called on the ending thread, after the loop was closed
     * @return the running thread
     */
    public static LoopThread start(EventLoop loop, boolean daemon, Consumer<? super Throwable> onError) {
        LoopThread started = new LoopThread(loop, daemon, onError);
        started.thread.start();
        return started;
    }

    /**
     * Returns the loop.
     *
     * @return the loop given to {@code start}
     */
    public EventLoop loop() {
        return loop;
    }

    /**
     * Tells whether the thread has not ended yet.
     *
     * @return {@code false} after a completed {@link #stop}, and after an error has ended the thread
     */
    public boolean isRunning() {
        return thread.isAlive();
    }

    /**
     * Ends the thread after its current turn. The loop stays open, what is registered or pending stays where it is. If
     * the thread has not ended in time, because a callback blocks, it is interrupted and left to itself. A second call
     * waits again.
     *
     * @param grace the longest wait; zero or negative to ask only
     * @return whether the thread has ended; always {@code false} on the loop thread itself, which does not wait
     */
    public boolean stop(Duration grace) {
        askToEnd();
        if (thread == Thread.currentThread()) {
            return false;
        }
        if (!hasEndedWithin(grace)) {
            LOG.warn(
                    "loop '{}': thread not ended, still running {}: grace={}",
                    loop.name(),
                    loop.turn().activity().source(),
                    grace);
            thread.interrupt();
            return false;
        }
        return true;
    }

    /** Stops the thread with a grace of 5 seconds, then closes the loop. A second call does nothing. */
    @Override
    public void close() {
        boolean graceful = stop(CLOSE_GRACE);
        LOG.debug("loop '{}': thread closed, graceful={}", loop.name(), graceful);
        loop.close();
    }

    /** Asks once, and before the token is given up: the wish must not outlive this thread and end the next one. */
    private void askToEnd() {
        synchronized (keepAlive) {
            if (keepAlive.isHeld()) {
                loop.stop();
                keepAlive.close();
            }
        }
    }

    private boolean hasEndedWithin(Duration grace) {
        try {
            if (!grace.isNegative() && !grace.isZero()) {
                thread.join(Math.max(1, grace.toMillis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private void drive() {
        TurnWatchdog watchdog = new TurnWatchdog(loop, thread);
        try {
            if (!loop.options().blockedThreshold().isZero()) {
                watchdog.start();
            }
            loop.run();
        } catch (Throwable error) {
            // Closed, the loop refuses work instead of collecting it for nobody.
            loop.close();
            onError.accept(error);
            throw error;
        } finally {
            watchdog.stop();
            synchronized (keepAlive) {
                keepAlive.close();
            }
        }
    }
}
