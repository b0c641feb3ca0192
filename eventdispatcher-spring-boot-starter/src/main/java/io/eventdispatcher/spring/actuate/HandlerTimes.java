package io.eventdispatcher.spring.actuate;

import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.spring.handler.HandlerCall;
import io.eventdispatcher.spring.handler.HandlerDescriptor;
import io.eventdispatcher.spring.handler.HandlerObserver;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Adds up how long the calls of each handler take, for those who have no meters to look at.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class HandlerTimes implements HandlerObserver {

    /** An application that registers handlers of new patterns for ever must not fill the memory with them. */
    private static final int MAX_HANDLERS = 10_000;

    /** By id; handlers of the same id share one. */
    private final Map<String, Times> times = new ConcurrentHashMap<>();

    /** Knows no calls yet. */
    public HandlerTimes() {}

    @Override
    public @Nullable HandlerCall started(HandlerDescriptor handler, Exchange exchange) {
        Times known = times.get(handler.id());
        if (known != null) {
            return known;
        }
        return times.size() < MAX_HANDLERS ? times.computeIfAbsent(handler.id(), id -> new Times()) : null;
    }

    /** Returns the mean over all calls; null before the first one has ended. */
    @Nullable
    Duration mean(HandlerDescriptor handler) {
        Times known = times.get(handler.id());
        long calls = known == null ? 0 : known.calls.sum();
        return known == null || calls == 0 ? null : Duration.ofNanos(known.totalNanos.sum() / calls);
    }

    /** Returns the longest of all calls; null before the first one has ended. */
    @Nullable
    Duration max(HandlerDescriptor handler) {
        Times known = times.get(handler.id());
        return known == null || known.calls.sum() == 0 ? null : Duration.ofNanos(known.maxNanos.get());
    }

    /** One for all calls of a handler, so that a call costs no memory. */
    private static final class Times implements HandlerCall {

        private final LongAdder calls = new LongAdder();
        private final LongAdder totalNanos = new LongAdder();
        private final LongAccumulator maxNanos = new LongAccumulator(Math::max, 0);

        @Override
        public void finished(Outcome outcome, @Nullable Throwable failure, long nanos) {
            totalNanos.add(nanos);
            maxNanos.accumulate(nanos);
            calls.increment();
        }
    }
}
