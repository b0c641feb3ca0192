package io.eventdispatcher.loop;

import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One channel that a loop listens to, made by {@link EventLoop#register}.
 *
 * <p>Whoever closes the channel cancels the registration first: a channel that is closed while registered gives its
 * descriptor back only at the next turn. A registration that is no longer valid accepts every call and does nothing.
 *
 * <p>Threading: loop thread only, except {@link #name()}.
 *
 * @since 0.1
 */
public final class IoRegistration {
    /** The priority of everything that has not been given another one: 100, as in the C++ library. */
    public static final int DEFAULT_PRIORITY = 100;

    private static final byte ENABLED = 1;
    private static final byte CANCELLED = 2;

    private final IoPoller poller;
    /** Written by the loop thread. */
    private volatile Supplier<String> name;

    private final IoHandler handler;
    private @Nullable SelectionKey key;

    // Four bytes, because there is a registration for each idle connection, and the fifth would cost eight.
    private byte interest;
    private byte readyOps;
    private byte priority; // unsigned
    private byte state = ENABLED;

    IoRegistration(IoPoller poller, String name, int priority, int interest, IoHandler handler) {
        this(poller, () -> name, priority, interest, handler);
    }

    IoRegistration(IoPoller poller, Supplier<String> name, int priority, int interest, IoHandler handler) {
        this.poller = poller;
        this.name = name;
        this.handler = handler;
        this.interest = (byte) interest;
        this.priority = checkedPriority(priority);
    }

    /**
     * Returns the name given at registration, or the later one.
     *
     * <p>Threading: any thread.
     *
     * @return the name, for logs; not unique
     */
    public String name() {
        return name.get();
    }

    /**
     * Changes the name, for a channel whose use is known only after it was registered.
     *
     * @param value for logs; not unique
     */
    public void name(String value) {
        poller.checkInLoop(this);
        Objects.requireNonNull(value, "name");
        name = () -> value;
    }

    /**
     * Returns the operations that the handler wants to hear of.
     *
     * @return {@link SelectionKey} bits; also while disabled
     */
    public int interest() {
        return interest;
    }

    /**
     * Changes the operations that the handler wants to hear of; takes effect at once, also for readiness that was
     * already found in this turn. Costs nothing if the interest is the same.
     *
     * @param ops {@link SelectionKey} bits; 0 for none
     * @throws IllegalArgumentException if the channel does not support one of them
     */
    public void interest(int ops) {
        poller.checkInLoop(this);
        if (ops != interest) {
            if (isEnabled()) {
                apply(ops);
            }
            interest = (byte) ops;
        }
    }

    /**
     * Tells whether the channel is being listened to.
     *
     * @return {@code false} after {@link #disable()}
     */
    public boolean isEnabled() {
        return (state & ENABLED) != 0;
    }

    /** Listens to the channel again, with the interest of before. Does nothing if it is enabled. */
    public void enable() {
        poller.checkInLoop(this);
        if (!isEnabled()) {
            apply(interest);
            state |= ENABLED;
        }
    }

    /**
     * Stops listening to the channel, takes effect at once; what arrives meanwhile stays in the kernel. Does nothing if
     * it is disabled.
     */
    public void disable() {
        poller.checkInLoop(this);
        if (isEnabled()) {
            apply(0);
            state &= ~ENABLED;
        }
    }

    /**
     * Returns the priority.
     *
     * @return 0..255; smaller ones are called first in a turn
     */
    public int priority() {
        return priority & 0xff;
    }

    /**
     * Changes the priority from the next turn on.
     *
     * @param value 0..255; smaller ones are called first in a turn, equal ones in the order of the selector
     * @throws IllegalArgumentException if the value is out of range
     */
    public void priority(int value) {
        poller.checkInLoop(this);
        priority = checkedPriority(value);
    }

    /**
     * Stops listening for good; the handler is not called again. The channel stays open. A second call does nothing.
     */
    public void cancel() {
        poller.checkInLoop(this);
        if (!isCancelled()) {
            state |= CANCELLED;
            poller.cancelled(this);
        }
    }

    /**
     * Tells whether the handler can still be called.
     *
     * @return {@code false} after {@link #cancel()}, and after the channel or the loop was closed
     */
    public boolean isValid() {
        return !isCancelled() && key != null && key.isValid();
    }

    /**
     * Learns that the owner has closed the channel without cancelling first; without it, the loop would be kept alive
     * for good.
     */
    void cancelIfClosed() {
        if (!isCancelled() && !isValid()) {
            cancel();
        }
    }

    void attach(SelectionKey registered) {
        key = registered;
    }

    @Nullable
    SelectionKey key() {
        return key;
    }

    IoHandler handler() {
        return handler;
    }

    /** Notes what a selection has found; 0 for nothing. */
    void ready(int ops) {
        readyOps = (byte) ops;
    }

    /** Returns what is still to be delivered of the readiness found in this turn; 0 for nothing. */
    int deliverableOps() {
        return isEnabled() && isValid() ? readyOps & interest : 0;
    }

    @Override
    public String toString() {
        return "io '" + name() + "'";
    }

    private boolean isCancelled() {
        return (state & CANCELLED) != 0;
    }

    private void apply(int ops) {
        SelectionKey registered = key;
        if (isCancelled() || registered == null) {
            return;
        }
        try {
            registered.interestOps(ops);
        } catch (CancelledKeyException e) {
            // The channel was closed by its owner or by another thread: the registration just learns of it here.
            cancel();
        }
    }

    private byte checkedPriority(int value) {
        if (value < 0 || value > 255) {
            throw new IllegalArgumentException(
                    "priority out of range: priority=" + value + " min=0 max=255 io='" + name() + "'");
        }
        return (byte) value;
    }
}
