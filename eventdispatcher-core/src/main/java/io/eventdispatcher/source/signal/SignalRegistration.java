package io.eventdispatcher.source.signal;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.KeepAlive;
import io.eventdispatcher.source.Handover;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One listener of one signal, made by {@link Signals#on}. It keeps {@link EventLoop#run()} from returning until it is
 * closed.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class SignalRegistration implements AutoCloseable {
    private final SignalTable table;
    private final String name;
    private final int number;
    private final EventLoop loop;
    private final KeepAlive keepAlive;
    private final Consumer<? super SignalEvent> handler;
    private final Handover handover;
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong events = new AtomicLong();

    /** Signals that came since the last event was made; while it is not 0, a delivery is under way. */
    private final AtomicLong waiting = new AtomicLong();

    private final AtomicBoolean open = new AtomicBoolean(true);

    SignalRegistration(
            SignalTable table, String name, int number, EventLoop loop, Consumer<? super SignalEvent> handler) {
        this.table = table;
        this.name = name;
        this.number = number;
        this.loop = loop;
        this.handler = handler;
        this.handover = new Handover(loop, this::loopClosed);
        this.keepAlive = loop.keepAlive("signal " + name);
    }

    /**
     * Returns the name of the signal.
     *
     * @return without {@code SIG}, upper case: {@code "HUP"}
     */
    public String name() {
        return name;
    }

    /**
     * Returns the number of the signal on this system.
     *
     * @return 1 or more
     */
    public int number() {
        return number;
    }

    /**
     * Returns how many signals the JVM has told of.
     *
     * @return 0 or more
     */
    public long received() {
        return received.get();
    }

    /**
     * Returns how many events the handler was called with; the difference to {@link #received} was merged.
     *
     * @return 0 or more
     */
    public long events() {
        return events.get();
    }

    /**
     * Tells whether signals are still delivered.
     *
     * @return false after {@link #close()}, and when a signal found the loop closed
     */
    public boolean isOpen() {
        return open.get();
    }

    /**
     * Stops listening. Called on the loop thread, the handler is not called any more; called on another thread, it may
     * be just about to. The last listener of a signal restores what the JVM did on it before. A second call does
     * nothing.
     */
    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            table.remove(this);
            keepAlive.close();
        }
    }

    @Override
    public String toString() {
        return "signal " + name + " on " + loop;
    }

    /** On the thread that the JVM starts for each signal: counts, and hands over when nothing is under way. */
    void signalled() {
        received.incrementAndGet();
        // With the loop, an event on its way is gone too, and would keep back all that follow.
        if (waiting.getAndIncrement() == 0 || loop.isClosed()) {
            handover.run(this::deliver);
        }
    }

    private void deliver() {
        long count = waiting.getAndSet(0);
        if (open.get() && count > 0) {
            events.incrementAndGet();
            handler.accept(new SignalEvent(name, number, count));
        }
    }

    /** A process whose loop is gone must still end on TERM: what the signal did before is done again. */
    private void loopClosed() {
        close();
        table.raiseIfUnhandled(this);
    }
}
