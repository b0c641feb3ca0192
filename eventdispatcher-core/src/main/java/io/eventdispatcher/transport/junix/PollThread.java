package io.eventdispatcher.transport.junix;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.spi.AbstractSelector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that waits for all channels of junixsocket, whose selector is not the JDK's. There is at most one that takes
 * new channels; it is a daemon, starts with the first channel and ends after the last.
 *
 * <p>Each wait is for one event: a channel found ready leaves the selector before its loop is told, and comes back when
 * the loop has called the handler and still wants to hear. So nothing spins, whatever the handler leaves undone, and a
 * loop may close a channel that is not in the selector at once. Only this thread touches keys: junixsocket looks at
 * changes from elsewhere only when it waits anew.
 *
 * <p>Threading: any thread, except {@link #run}.
 */
final class PollThread implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(PollThread.class);

    static final String NAME = "ed-junix-poll";

    private static final int RETRY_MILLIS = 10;
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(100);

    private static final Object LOCK = new Object();

    @GuardedBy("LOCK")
    private static @Nullable PollThread current;

    @GuardedBy("LOCK")
    private int users;

    private final AbstractSelector selector;
    private final Queue<Watch> changed = new ConcurrentLinkedQueue<>();

    /** This thread only: watches whose loop took no task. */
    private final Queue<Watch> refused = new ArrayDeque<>();

    private volatile boolean unused;
    private volatile boolean sleeping;
    private boolean failing;

    private PollThread(AbstractSelector selector) {
        this.selector = selector;
    }

    /** Returns the thread, started when it was not there; each call needs one of {@link #release}. */
    static PollThread acquire() throws IOException {
        synchronized (LOCK) {
            PollThread poll = current;
            if (poll == null) {
                poll = new PollThread(Junix.provider().openSelector());
                Thread thread = new Thread(poll, NAME);
                thread.setDaemon(true);
                thread.start();
                current = poll;
            }
            poll.users++;
            return poll;
        }
    }

    void release() {
        synchronized (LOCK) {
            users--;
            if (users > 0) {
                return;
            }
            current = null;
        }
        unused = true;
        selector.wakeup();
    }

    /** Has this thread look at a watch. */
    void submit(Watch watch) {
        changed.add(watch);
        if (sleeping) {
            selector.wakeup();
        }
    }

    @Override
    public void run() {
        try {
            while (!unused || !changed.isEmpty()) {
                turn();
            }
        } finally {
            close();
        }
    }

    private void turn() {
        try {
            applyChanges();
            sleeping = true;
            select(changed.isEmpty() && !unused);
            sleeping = false;
            report();
            failing = false;
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    /** Not {@code select(0)}: other than the JDK's, junixsocket's selector does not wait then. */
    private void select(boolean mayWait) throws IOException {
        if (!mayWait) {
            selector.selectNow();
        } else if (refused.isEmpty()) {
            selector.select();
        } else {
            selector.select(RETRY_MILLIS);
        }
    }

    private void applyChanges() {
        for (Watch watch = changed.poll(); watch != null; watch = changed.poll()) {
            watch.apply(this);
        }
    }

    /** Waits for a channel; an error is told as readiness, the next read or write meets it again. */
    void register(Watch watch, int ops) {
        SelectionKey key = watch.channel().keyFor(selector);
        try {
            if (key != null && key.isValid()) {
                key.interestOps(ops);
            } else {
                watch.channel().register(selector, ops, watch);
            }
        } catch (CancelledKeyException e) {
            // The key found ready before is not out of the selector yet.
            flush();
            try {
                watch.channel().register(selector, ops, watch);
            } catch (ClosedChannelException | CancelledKeyException closed) {
                tell(watch, ops);
            }
        } catch (ClosedChannelException e) {
            tell(watch, ops);
        }
    }

    void forget(Watch watch) {
        SelectionKey key = watch.channel().keyFor(selector);
        if (key != null) {
            key.cancel();
            flush();
        }
    }

    private void flush() {
        try {
            selector.selectNow();
            report();
        } catch (IOException e) {
            log.debug("junixsocket's selector failed: {}", e.toString());
        }
    }

    /** A key that junixsocket has made invalid stands for a peer that hung up; there may still be something to read. */
    private void report() {
        if (!selector.selectedKeys().isEmpty()) {
            for (SelectionKey key : selector.selectedKeys().toArray(new SelectionKey[0])) {
                Watch watch = (Watch) key.attachment();
                int ops = key.isValid() ? key.readyOps() : Watch.HUNG_UP;
                key.cancel();
                tell(watch, ops);
            }
            selector.selectedKeys().clear();
        }
        for (int i = refused.size(); i > 0; i--) {
            Watch again = refused.remove();
            tell(again, 0);
        }
    }

    private void tell(Watch watch, int ops) {
        if (!watch.ready(ops)) {
            refused.add(watch);
        }
    }

    private void failed(Exception failure) {
        if (!failing) {
            failing = true;
            log.warn("waiting for Unix sockets failed, tried again every {}", PAUSE_AFTER_FAILURE, failure);
        }
        LockSupport.parkNanos(this, PAUSE_AFTER_FAILURE.toNanos());
    }

    private void close() {
        try {
            selector.close();
        } catch (IOException e) {
            log.debug("close failed: {}", e.toString());
        }
    }

    @Override
    public String toString() {
        return "poll thread of junixsocket";
    }
}
