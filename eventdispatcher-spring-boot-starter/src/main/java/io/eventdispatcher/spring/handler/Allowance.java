package io.eventdispatcher.spring.handler;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.timer.Schedule;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/**
 * How many more messages one connection may send now: a bucket of tokens that may be overdrawn. While it is, the connection is not
 * read.
 *
 * <p>Threading: any thread.
 */
final class Allowance {

    private final Connection connection;
    private final long nanosPerMessage;
    private final long burstNanos;

    /** When all tokens are back, if nothing is spent until then. */
    @GuardedBy("this")
    private long fullAtNanos;

    @GuardedBy("this")
    private boolean pausing;

    Allowance(Connection connection, long nanosPerMessage, int burst) {
        this.connection = connection;
        this.nanosPerMessage = nanosPerMessage;
        this.burstNanos = nanosPerMessage * burst;
        this.fullAtNanos = connection.loop().nanoTime();
    }

    /** Takes one token; stops reading when there is none left for the next message. */
    void spend() {
        long nanos = take();
        if (nanos > 0) {
            connection.suspend();
            goOnAfter(nanos);
        }
    }

    /** Returns for how long to stop reading; 0 when there is a token left, or reading has stopped already. */
    private synchronized long take() {
        long now = connection.loop().nanoTime();
        if (fullAtNanos - now < 0) {
            fullAtNanos = now;
        }
        fullAtNanos += nanosPerMessage;
        long nanos = untilNextNanos(now);
        if (pausing || nanos <= 0) {
            return 0;
        }
        pausing = true;
        return nanos;
    }

    /** How long it takes until there is a token for one more message; not positive when there is one. */
    @GuardedBy("this")
    private long untilNextNanos(long now) {
        return fullAtNanos + nanosPerMessage - burstNanos - now;
    }

    private void goOnAfter(long nanos) {
        try {
            var unused = connection.loop().schedule("rate limit", Schedule.after(Duration.ofNanos(nanos)), this::goOn);
        } catch (RejectedExecutionException noMoreTimers) {
            end();
        }
    }

    /** What was read before the pause may have been handled, and counted, meanwhile. */
    private void goOn() {
        long nanos = left();
        if (nanos > 0 && connection.state().canSend()) {
            goOnAfter(nanos);
        } else {
            end();
        }
    }

    private synchronized long left() {
        return untilNextNanos(connection.loop().nanoTime());
    }

    private void end() {
        synchronized (this) {
            pausing = false;
        }
        connection.resume();
    }
}
