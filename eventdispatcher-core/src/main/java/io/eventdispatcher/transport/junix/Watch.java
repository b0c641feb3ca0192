package io.eventdispatcher.transport.junix;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.KeepAlive;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One channel of junixsocket on a loop: readiness found by the {@link PollThread} is delivered by a task on the loop, once
 * per wait. Priorities are not used: tasks have none. The loop is kept alive until the channel is closed.
 *
 * <p>Threading: loop thread only; {@link #close} any thread; {@link #apply} and {@link #ready} the poll thread.
 */
final class Watch implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Watch.class);

    /** Stands for every operation: the peer has hung up. */
    static final int HUNG_UP = 1 << 16;

    private static final long MAX_CLOSE_WAIT_SECONDS = 1;

    private final SelectableChannel channel;
    private final EventLoop loop;
    private final String name;
    private final ReadyHandler handler;
    private final KeepAlive keepAlive;
    private final PollThread poll;

    /** Loop thread only. */
    private int interest;

    /** What the poll thread is asked for or waits for already. */
    @GuardedBy("this")
    private int armed;

    /** Found, not delivered yet. */
    @GuardedBy("this")
    private int found;

    @GuardedBy("this")
    private boolean registered;

    @GuardedBy("this")
    private boolean submitted;

    @GuardedBy("this")
    private boolean posted;

    @GuardedBy("this")
    private boolean closed;

    private final CountDownLatch released = new CountDownLatch(1);

    private Watch(SelectableChannel channel, EventLoop loop, String name, ReadyHandler handler, PollThread poll) {
        this.channel = channel;
        this.loop = loop;
        this.name = name;
        this.handler = handler;
        this.poll = poll;
        this.keepAlive = loop.keepAlive(name);
    }

    /** What is called on the loop. */
    @FunctionalInterface
    interface ReadyHandler {

        /**
         * The channel is ready.
         *
         * @param ops what for; everything when the peer has hung up
         * @param hungUp whether it has
         */
        void onReady(int ops, boolean hungUp);
    }

    static Watch start(SelectableChannel channel, EventLoop loop, String name, ReadyHandler handler)
            throws IOException {
        return new Watch(channel, loop, name, handler, PollThread.acquire());
    }

    SelectableChannel channel() {
        return channel;
    }

    int interest() {
        return interest;
    }

    /**
     * Sets what to hear of. A wait that is not wanted any more is not taken back; should it end, nothing is called.
     */
    void interest(int ops) {
        interest = ops;
        arm();
    }

    private void arm() {
        synchronized (this) {
            int missing = interest & ~(armed | found);
            if (missing == 0 || closed) {
                return;
            }
            armed |= interest;
            if (submitted) {
                return;
            }
            submitted = true;
        }
        poll.submit(this);
    }

    /** Does what was asked for. */
    void apply(PollThread by) {
        boolean close;
        int ops;
        synchronized (this) {
            submitted = false;
            close = closed;
            ops = armed;
            registered = !close && ops != 0;
        }
        if (close) {
            by.forget(this);
            closeChannel();
        } else if (ops != 0) {
            by.register(this, ops);
        }
    }

    /** Takes note of readiness; returns false when the loop is too busy to be told now. */
    boolean ready(int ops) {
        synchronized (this) {
            registered = false;
            if (closed) {
                return true;
            }
            found |= ops == HUNG_UP ? armed | HUNG_UP : ops & armed;
            armed = 0;
            if (posted || found == 0) {
                return true;
            }
            posted = true;
        }
        try {
            loop.execute(this);
            return true;
        } catch (RejectedExecutionException e) {
            return refused(e);
        }
    }

    private boolean refused(RejectedExecutionException cause) {
        synchronized (this) {
            posted = false;
        }
        log.debug("{} takes no task now: {}", loop, cause.getMessage());
        return loop.isClosed();
    }

    /** Delivers readiness; the task on the loop. */
    @Override
    public void run() {
        int ops;
        synchronized (this) {
            ops = found;
            found = 0;
            posted = false;
            if (closed) {
                return;
            }
        }
        try {
            int wanted = ops & interest;
            if (wanted != 0) {
                handler.onReady(wanted, (ops & HUNG_UP) != 0);
            }
        } finally {
            arm();
        }
    }

    /** Stops for good and closes the channel: at once, or on the poll thread when that one waits for it. */
    void close() {
        boolean submit;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            submit = !submitted && registered;
            if (!registered) {
                closeChannel();
            }
            submitted |= submit;
        }
        if (submit) {
            poll.submit(this);
        }
        keepAlive.close();
    }

    /** Waits until the kernel has let go of the channel's name. */
    void awaitClosed() {
        try {
            if (!released.await(MAX_CLOSE_WAIT_SECONDS, TimeUnit.SECONDS)) {
                log.warn("socket still open after {} s: {}", MAX_CLOSE_WAIT_SECONDS, channel);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeChannel() {
        if (released.getCount() == 0) {
            return;
        }
        closeQuietly(channel);
        released.countDown();
        poll.release();
    }

    static void closeQuietly(AutoCloseable unwanted) {
        try {
            unwanted.close();
        } catch (Exception e) {
            log.debug("close failed: {}: {}", unwanted, e.toString());
        }
    }

    /** junixsocket closes a channel that failed, and says so instead of what went wrong. */
    static IOException readable(IOException failure) {
        Throwable cause = failure instanceof AsynchronousCloseException ? failure.getCause() : null;
        return cause == null ? failure : new IOException(cause.getMessage(), failure);
    }

    @Override
    public String toString() {
        return "io '" + name + "'";
    }
}
