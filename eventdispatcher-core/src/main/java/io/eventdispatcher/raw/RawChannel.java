package io.eventdispatcher.raw;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.IoHandler;
import io.eventdispatcher.loop.IoRegistration;
import io.eventdispatcher.loop.TimerHandle;
import io.eventdispatcher.timer.Schedule;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel that a loop watches for a {@link RawHandler}.
 *
 * <p>It is suspended while it waits for nothing, because the handler returned {@link Interest#NONE} or somebody called
 * {@link #suspend()}; what the peer sends meanwhile stays in the kernel, which slows the peer down in the end. A time set
 * by {@link #timeout} goes on.
 *
 * <p>Closing a loop does not close its channels: whoever closes the loop first closes them.
 *
 * <p>Threading: any thread, except {@link #open} and {@link #timeout}, which are for the loop thread. What other threads
 * ask for happens on the loop thread, in their order, never while the handler is being called: so a resume that comes
 * before the handler has returned {@code NONE} is not lost.
 *
 * @since 0.1
 */
public final class RawChannel {

    private static final Logger log = LoggerFactory.getLogger(RawChannel.class);

    private final EventLoop loop;
    private final String name;
    private final SelectableChannel channel;
    private final RawHandler handler;
    private final Runnable afterClose;
    private volatile State state = State.OPEN;

    // loop thread only
    private @Nullable IoRegistration registration;
    private @Nullable TimerHandle timer;
    private int lastInterest;
    private boolean inCallback;

    private RawChannel(
            EventLoop loop, String name, SelectableChannel channel, RawHandler handler, Runnable afterClose) {
        this.loop = loop;
        this.name = Objects.requireNonNull(name, "name");
        this.channel = channel;
        this.handler = Objects.requireNonNull(handler, "handler");
        this.afterClose = afterClose;
    }

    /**
     * Starts to watch a channel, which becomes non-blocking. Threading: loop thread only.
     *
     * @param loop the loop
     * @param name for logs; not unique
     * @param channel an open channel; closed by this object from now on
     * @param interest what to wait for first: bits of {@link Interest}, {@link Interest#NONE} to begin suspended
     * @param handler called when it happens
     * @return the channel watched
     * @throws IOException if the channel is closed or cannot be made non-blocking
     * @throws IllegalArgumentException if the channel does not support the interest
     * @throws IllegalStateException if the loop is closed, or the channel is registered with it already
     */
    public static RawChannel open(
            EventLoop loop, String name, SelectableChannel channel, int interest, RawHandler handler)
            throws IOException {
        return open(loop, name, channel, interest, handler, () -> {});
    }

    static RawChannel open(
            EventLoop loop,
            String name,
            SelectableChannel channel,
            int interest,
            RawHandler handler,
            Runnable afterClose)
            throws IOException {
        RawChannel raw = new RawChannel(loop, name, channel, handler, afterClose);
        IoHandler entry = (registration, ready) -> raw.call(ready);
        raw.registration = loop.register(channel, name, IoRegistration.DEFAULT_PRIORITY, interest, entry);
        raw.lastInterest = interest;
        return raw;
    }

    /**
     * Returns the name given when it was opened.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns the loop.
     *
     * @return the loop
     */
    public EventLoop loop() {
        return loop;
    }

    /**
     * Tells whether the handler may still be called.
     *
     * @return {@code false} once it is closed
     */
    public boolean isOpen() {
        return state == State.OPEN;
    }

    /**
     * Waits for nothing any more until it is resumed: as if the handler had returned {@link Interest#NONE}. Inside the
     * handler return that instead. Does nothing if it is closed.
     *
     * @throws RejectedExecutionException if the loop is closed or, on another thread, has too many pending tasks
     */
    public void suspend() {
        onLoop(() -> interest(Interest.NONE));
    }

    /**
     * Waits again for what it waited for before it was suspended. Does nothing if it waits already, or is closed.
     *
     * @throws RejectedExecutionException as {@link #suspend()}
     */
    public void resume() {
        onLoop(() -> interest(current() == Interest.NONE ? lastInterest : current()));
    }

    /**
     * Waits for something, besides what it waits for already.
     *
     * @param interest bits of {@link Interest}; {@link Interest#CLOSE} closes it
     * @throws IllegalArgumentException if it is {@link Interest#NONE}, or no interest at all
     * @throws RejectedExecutionException as {@link #suspend()}
     */
    public void resume(int interest) {
        if (interest == Interest.NONE || (interest & ~(channel.validOps() | Interest.CLOSE)) != 0) {
            throw new IllegalArgumentException("cannot be resumed with: interest=" + interest + " supported="
                    + channel.validOps() + " channel='" + name + "'; see the constants of Interest");
        }
        onLoop(() -> apply(current() | interest));
    }

    /**
     * Has the handler called with {@link Interest#TIMEOUT} after some time, once. A further call starts anew, so a handler
     * that calls it each time limits the silence of its peer. Threading: loop thread only.
     *
     * @param time from now; zero switches it off
     * @throws IllegalArgumentException if the time is negative
     */
    public void timeout(Duration time) {
        loop.checkInLoop(this);
        TimerHandle existing = timer;
        if (existing == null && !time.isZero() && isOpen()) {
            timer = loop.schedule(name + " timeout", Schedule.after(time), () -> call(Interest.TIMEOUT));
        } else if (existing != null && !time.isZero() && isOpen()) {
            existing.rearm(Schedule.after(time));
        } else if (existing != null) {
            existing.cancel();
        }
    }

    /**
     * Closes the channel and tells the handler: on the loop thread at once, or behind the callback that is running; on
     * other threads soon. A second call does nothing. If the loop is closed, only the channel is closed, nobody is told.
     */
    public void close() {
        try {
            onLoop(() -> end(null));
        } catch (RejectedExecutionException e) {
            log.debug("raw '{}': closed without its loop: {}", name, e.getMessage());
            closeChannel();
        }
    }

    @Override
    public String toString() {
        return "raw '" + name + "'";
    }

    private void onLoop(Runnable action) {
        if (loop.inLoop() && !inCallback) {
            action.run();
        } else {
            loop.execute(action);
        }
    }

    private void call(int ready) {
        if (state == State.CLOSED) {
            return;
        }
        inCallback = true;
        Throwable failure = null;
        int next = Interest.CLOSE;
        try {
            next = handler.onReady(this, ready);
        } catch (IOException e) {
            log.debug("raw '{}': {}", name, e.toString());
            failure = e;
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            inCallback = false;
            if (failure != null) {
                end(failure);
            }
        }
        apply(next);
    }

    private int current() {
        return registration == null ? Interest.NONE : registration.interest();
    }

    private void apply(int next) {
        if ((next & Interest.CLOSE) != 0 || !channel.isOpen()) {
            end(null);
        } else {
            interest(next);
        }
    }

    private void interest(int next) {
        IoRegistration watched = registration;
        if (state == State.CLOSED || watched == null) {
            return;
        }
        try {
            watched.interest(next);
        } catch (IllegalArgumentException e) {
            IllegalArgumentException unsupported = new IllegalArgumentException(
                    "channel does not support: interest=" + next + " supported=" + channel.validOps() + " " + this, e);
            end(unsupported);
            throw unsupported;
        }
        if (next != Interest.NONE) {
            lastInterest = next;
        }
    }

    private void end(@Nullable Throwable cause) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        timeout(Duration.ZERO);
        if (registration != null) {
            registration.cancel();
        }
        closeChannel();
        try {
            handler.onClosed(this, cause);
        } catch (RuntimeException e) {
            log.warn("raw '{}': its handler failed when told that it is closed", name, e);
        } finally {
            afterClose.run();
        }
    }

    private void closeChannel() {
        state = State.CLOSED;
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("raw '{}': close failed: {}", name, e.toString());
        }
    }

    /** OPEN to CLOSED, for good. */
    private enum State {
        OPEN,
        CLOSED
    }
}
