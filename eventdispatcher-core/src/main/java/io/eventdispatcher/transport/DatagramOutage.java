package io.eventdispatcher.transport;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.TimerHandle;
import io.eventdispatcher.timer.Schedule;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The times in which a datagram socket cannot receive: it stays readable then, and trying on would only burn the
 * processor.
 *
 * <p>Threading: loop thread only; the counters any thread.
 */
final class DatagramOutage {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private @Nullable TimerHandle retry;
    private boolean out;

    // written by the loop thread only
    private volatile long failures;
    private volatile long outages;

    /** A receive failed; tries again in a second. */
    void began(EventLoop loop, String name, Runnable again) {
        failures++;
        if (!out) {
            out = true;
            outages++;
        }
        retry = loop.schedule(name, Schedule.after(PAUSE), again);
    }

    /** A receive worked. */
    void over() {
        out = false;
    }

    void cancel() {
        TimerHandle pending = retry;
        if (pending != null) {
            pending.cancel();
            retry = null;
        }
    }

    long failures() {
        return failures;
    }

    long outages() {
        return outages;
    }
}
