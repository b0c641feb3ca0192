package io.eventdispatcher.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The selector of a loop: registers channels, waits, collects what is ready, and is woken up.
 *
 * <p>Threading: loop thread only, except the two {@code wake} methods and {@link #addSources}.
 */
final class IoPoller {
    private static final Logger LOG = LoggerFactory.getLogger(IoPoller.class);
    private static final int AWAKE = 0;
    private static final int SLEEPING = 1;
    private static final VarHandle SLEEP;

    static {
        try {
            SLEEP = MethodHandles.lookup().findVarHandle(IoPoller.class, "sleep", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final EventLoop loop;
    private final Selector selector;

    /** The selector's own view; any thread may read it, also after the selector was closed. */
    private final Set<SelectionKey> keys;

    private final ReadyList ready = new ReadyList();
    private final Consumer<SelectionKey> collector = this::collect;
    private final AtomicLong wakeups = new AtomicLong();

    /** Set by the loop thread before it waits; reset by the loop thread, or by the one producer that wakes it. */
    private volatile int sleep = AWAKE;

    private int registrations;
    private boolean interrupted;

    IoPoller(EventLoop loop) {
        this.loop = loop;
        try {
            this.selector = Selector.open();
            this.keys = selector.keys();
        } catch (IOException e) {
            throw new UncheckedIOException("selector not opened: loop='" + loop.name() + "': " + e.getMessage(), e);
        }
    }

    void checkInLoop(Object owner) {
        loop.checkInLoop(owner);
    }

    IoRegistration register(
            SelectableChannel channel, Supplier<String> name, int priority, int interest, IoHandler handler)
            throws IOException {
        SelectionKey existing = channel.keyFor(selector);
        if (existing != null && existing.isValid()) {
            throw new IllegalStateException("channel is registered already: loop='" + loop.name() + "' name='"
                    + name.get()
                    + "' registered as " + existing.attachment() + "; cancel that registration first");
        }
        if (existing != null) {
            forgetCancelledKeys();
        }
        IoRegistration registration = new IoRegistration(this, name, priority, interest, handler);
        channel.configureBlocking(false);
        registration.attach(channel.register(selector, interest, registration));
        registrations++;
        return registration;
    }

    void cancelled(IoRegistration registration) {
        SelectionKey key = registration.key();
        if (key != null) {
            key.cancel();
        }
        registrations--;
        if (LOG.isTraceEnabled()) {
            LOG.trace("loop '{}': {} removed, remaining={}", loop.name(), registration, loop.sources());
        }
    }

    /**
     * Returns the number of registrations; those whose channel was closed without cancelling count until the next turn.
     */
    int registrations() {
        return Math.min(registrations, keys.size());
    }

    long wakeups() {
        return wakeups.get();
    }

    /**
     * Waits until a channel is ready, the time is over, a task has arrived or somebody wakes the loop.
     *
     * @param waitNanos the longest wait; 0 to look only, {@link Long#MAX_VALUE} for no limit
     * @param tasks what is not to be slept over
     * @return the registrations found ready, in the order in which they are to be called; valid until the next call
     */
    ReadyList select(long waitNanos, TaskQueue tasks) {
        ready.clear();
        try {
            if (waitNanos <= 0) {
                selector.selectNow(collector);
            } else {
                sleepUnlessPending(waitNanos, tasks);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("select failed: loop='" + loop.name() + "': " + e.getMessage(), e);
        }
        // An interrupt ends every wait at once for as long as the flag is set: without this the loop would spin.
        if (Thread.interrupted()) {
            interrupted = true;
        }
        ready.sort();
        return ready;
    }

    /** Tells whether the loop thread was interrupted since the last call. */
    boolean takeInterrupt() {
        boolean taken = interrupted;
        interrupted = false;
        return taken;
    }

    /** Wakes the loop if it waits; for tasks, which it looks for before it waits. Any thread. */
    void wakeIfSleeping() {
        // Of all the producers of a batch only the one that flips the state pays for the system call.
        if (sleep == SLEEPING && SLEEP.compareAndSet(this, SLEEPING, AWAKE)) {
            wakeups.incrementAndGet();
            selector.wakeup();
        }
    }

    /** Ends the current wait or, if the loop does not wait now, the next one. Any thread. */
    void wake() {
        selector.wakeup();
    }

    void addSources(List<SourceSnapshot> sources, int limit) {
        for (SelectionKey key : keys) {
            if (sources.size() >= limit) {
                return;
            }
            if (key.attachment() instanceof IoRegistration registration && registration.isValid()) {
                sources.add(new SourceSnapshot(
                        registration.name(),
                        SourceSnapshot.Kind.IO,
                        registration.priority(),
                        registration.isEnabled(),
                        "interest=" + interestText(registration.interest())));
            }
        }
    }

    void close() {
        registrations = 0;
        ready.clear();
        try {
            selector.close();
        } catch (IOException e) {
            LOG.warn("loop '{}': selector not closed cleanly: {}", loop.name(), e.toString());
        }
    }

    private void sleepUnlessPending(long waitNanos, TaskQueue tasks) throws IOException {
        // Both sides write first and read then (volatile): either the producer sees SLEEPING, or the loop sees the
        // task.
        sleep = SLEEPING;
        if (tasks.pending() > 0) {
            sleep = AWAKE;
            selector.selectNow(collector);
            return;
        }
        // Rounded up: rounded down, a wait of less than a millisecond would spin until the deadline.
        long millis = waitNanos > Long.MAX_VALUE - 999_999 ? 0 : (waitNanos + 999_999) / 1_000_000;
        selector.select(collector, millis);
        SLEEP.setRelease(this, AWAKE);
    }

    private void collect(SelectionKey key) {
        IoRegistration registration = (IoRegistration) Objects.requireNonNull(key.attachment());
        try {
            registration.ready(key.readyOps());
            ready.add(registration);
        } catch (CancelledKeyException e) {
            // Another thread closed the channel between the selection and this line: there is nobody to call any more.
            registration.ready(0);
        }
    }

    private void forgetCancelledKeys() throws IOException {
        // A key is taken out of its channel by a selection, until then the channel cannot be registered again. What is
        // found
        // ready here is found again by the next selection (level-triggered); but a wake-up may be lost, so it is
        // renewed.
        selector.selectNow(key -> {});
        selector.wakeup();
    }

    private static String interestText(int ops) {
        StringBuilder text = new StringBuilder();
        append(text, ops, SelectionKey.OP_READ, "read");
        append(text, ops, SelectionKey.OP_WRITE, "write");
        append(text, ops, SelectionKey.OP_CONNECT, "connect");
        append(text, ops, SelectionKey.OP_ACCEPT, "accept");
        return text.length() == 0 ? "none" : text.toString();
    }

    private static void append(StringBuilder text, int ops, int bit, String word) {
        if ((ops & bit) != 0) {
            text.append(text.length() == 0 ? "" : "|").append(word);
        }
    }
}
