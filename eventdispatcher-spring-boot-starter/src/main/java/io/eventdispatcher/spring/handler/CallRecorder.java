package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.spring.handler.HandlerObserver.Outcome;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the calls of one handler and tells the observers about them. Without observers, and with one, nothing is allocated
 * for a call here.
 *
 * <p>Threading: any thread.
 */
final class CallRecorder {

    private static final Logger log = LoggerFactory.getLogger(CallRecorder.class);

    private final HandlerDescriptor handler;
    private final HandlerObserver[] observers;
    private final NanoClock clock;
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder invalid = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder timedOut = new LongAdder();
    private final LongAdder late = new LongAdder();
    private volatile boolean failureReported; // written by any caller; a second warning in a race does no harm

    CallRecorder(HandlerDescriptor handler, List<HandlerObserver> observers, NanoClock clock) {
        this.handler = handler;
        this.observers = observers.toArray(HandlerObserver[]::new);
        this.clock = clock;
    }

    /** Begins a call; returns null when nobody watches it. */
    @Nullable
    HandlerCall begin(Exchange exchange) {
        HandlerCall all = null;
        for (HandlerObserver observer : observers) {
            HandlerCall one = begin(observer, exchange);
            if (one != null) {
                all = all == null ? one : new BothCalls(all, one, this);
            }
        }
        return all;
    }

    private @Nullable HandlerCall begin(HandlerObserver observer, Exchange exchange) {
        try {
            return observer.started(handler, exchange);
        } catch (RuntimeException e) {
            report(observer, e);
            return null;
        }
    }

    /** Returns the time for {@link #finished}; 0 when nobody wants to know. */
    long now(@Nullable HandlerCall call) {
        return call == null ? 0 : clock.nanoTime();
    }

    void enter(@Nullable HandlerCall call) {
        if (call != null) {
            try {
                call.enter();
            } catch (RuntimeException e) {
                report(call, e);
            }
        }
    }

    void leave(@Nullable HandlerCall call) {
        if (call != null) {
            try {
                call.leave();
            } catch (RuntimeException e) {
                report(call, e);
            }
        }
    }

    void finished(@Nullable HandlerCall call, long startedNanos, Outcome outcome, @Nullable Throwable failure) {
        switch (outcome) {
            case SUCCESS -> succeeded.increment();
            case INVALID -> invalid.increment();
            case ERROR -> failed.increment();
            case TIMEOUT -> timedOut.increment();
        }
        if (call != null) {
            tell(call, outcome, failure, Math.max(0, clock.nanoTime() - startedNanos));
        }
    }

    /** Counts a handler that went on after its time, when it ended. */
    void late() {
        late.increment();
    }

    void tell(HandlerCall call, Outcome outcome, @Nullable Throwable failure, long nanos) {
        try {
            call.finished(outcome, failure, nanos);
        } catch (RuntimeException e) {
            report(call, e);
        }
    }

    HandlerStatistics statistics() {
        return new HandlerStatistics(succeeded.sum(), invalid.sum(), failed.sum(), timedOut.sum(), late.sum());
    }

    private void report(Object observer, RuntimeException failure) {
        String text = "handler observer failed, ignored: handler={} observer={}";
        if (failureReported) {
            log.debug(text, handler.id(), observer, failure);
        } else {
            failureReported = true;
            log.warn(text + " (further failures: debug)", handler.id(), observer, failure);
        }
    }
}
