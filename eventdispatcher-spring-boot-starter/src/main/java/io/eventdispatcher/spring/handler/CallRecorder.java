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
 * Counts the calls of one handler and tells the observers about them.
 *
 * <p>Threading: any thread.
 */
final class CallRecorder {

    private static final Logger log = LoggerFactory.getLogger(CallRecorder.class);

    private final HandlerDescriptor handler;
    private final List<HandlerObserver> observers;
    private final NanoClock clock;
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder invalid = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile boolean failureReported; // written by any caller; a second warning in a race does no harm

    CallRecorder(HandlerDescriptor handler, List<HandlerObserver> observers, NanoClock clock) {
        this.handler = handler;
        this.observers = List.copyOf(observers);
        this.clock = clock;
    }

    /** Returns the time of the start, 0 when nobody wants to know. */
    long started(Exchange exchange) {
        if (observers.isEmpty()) {
            return 0;
        }
        for (HandlerObserver observer : observers) {
            try {
                observer.started(handler, exchange);
            } catch (RuntimeException e) {
                report(observer, e);
            }
        }
        return clock.nanoTime();
    }

    void finished(Exchange exchange, long startedNanos, Outcome outcome, @Nullable Throwable failure) {
        switch (outcome) {
            case SUCCESS -> succeeded.increment();
            case INVALID -> invalid.increment();
            case ERROR -> failed.increment();
        }
        if (observers.isEmpty()) {
            return;
        }
        long nanos = Math.max(0, clock.nanoTime() - startedNanos);
        for (HandlerObserver observer : observers) {
            try {
                observer.finished(handler, exchange, outcome, failure, nanos);
            } catch (RuntimeException e) {
                report(observer, e);
            }
        }
    }

    HandlerStatistics statistics() {
        return new HandlerStatistics(succeeded.sum(), invalid.sum(), failed.sum());
    }

    private void report(HandlerObserver observer, RuntimeException failure) {
        String text = "handler observer failed, ignored: handler={} observer={}";
        if (failureReported) {
            log.debug(text, handler.id(), observer, failure);
        } else {
            failureReported = true;
            log.warn(text + " (further failures: debug)", handler.id(), observer, failure);
        }
    }
}
