package io.eventdispatcher.source;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.JdkDelays;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes calls to the thread of a loop that may have too many tasks at the moment: a refused call is offered again every
 * {@value #RETRY_MILLIS} ms until the loop takes it or is closed. For events that happen once and must not get lost;
 * the caller sees to it that few are under way at a time.
 *
 * <p>Threading: any thread; never blocks.
 *
 * @since 0.1
 */
public final class Handover {
    static final int RETRY_MILLIS = 50;

    private static final Executor LATER = JdkDelays.executor(RETRY_MILLIS);

    private final EventLoop loop;
    private final Runnable onLoopClosed;
    private final Executor later;
    private final AtomicLong retries = new AtomicLong();

    /**
     * Creates a way to a loop.
     *
     * @param loop where the calls are to run
     * @param onLoopClosed called instead of the call when the loop is closed, on any thread; must not block
     */
    public Handover(EventLoop loop, Runnable onLoopClosed) {
        this(loop, onLoopClosed, LATER);
    }

    Handover(EventLoop loop, Runnable onLoopClosed, Executor later) {
        this.loop = Objects.requireNonNull(loop, "loop");
        this.onLoopClosed = Objects.requireNonNull(onLoopClosed, "onLoopClosed");
        this.later = later;
    }

    /**
     * Runs a task on the loop thread, in its next turn if the loop takes it at once.
     *
     * @param task run once, unless the loop is closed first
     * @return false if the loop is closed already: the task will never run
     */
    @CanIgnoreReturnValue
    public boolean run(Runnable task) {
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            if (loop.isClosed()) {
                onLoopClosed.run();
                return false;
            }
            retries.incrementAndGet();
            later.execute(() -> run(task));
            return true;
        }
    }

    /** Whether nothing runs any more, what was taken before included. */
    boolean isLoopClosed() {
        return loop.isClosed();
    }

    /**
     * Returns how often a full loop refused.
     *
     * @return 0 or more
     */
    public long retries() {
        return retries.get();
    }
}
