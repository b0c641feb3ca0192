package io.eventdispatcher.spring.metrics;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.spring.handler.HandlerCall;
import io.eventdispatcher.spring.handler.HandlerObserver.Outcome;
import io.eventdispatcher.spring.observation.FailureNames;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one place, which is also the call of all handlers there that run on the loop: those that end before they
 * leave the loop thread count as its time for handlers. A handler elsewhere gets a call of its own, to be seen while it is
 * under way.
 *
 * <p>Threading: any thread; {@code state} belongs to the loop thread.
 */
final class PlaceMeters implements HandlerCall {

    /** Of the last call on the loop thread. Moves: any to STARTED, STARTED to LEFT, else to OTHER. */
    private enum State {
        STARTED,
        LEFT,
        OTHER
    }

    private final MeterRegistry registry;
    private final HandlerPlace place;
    private final @Nullable EventLoop loop;
    private final FailureNames failures;
    private final Map<End, Timer> timers = new ConcurrentHashMap<>();
    private final @Nullable LongTaskTimer active;
    private volatile @Nullable Timer successes; // written by any caller; all write the same
    private State state = State.OTHER;

    private record End(Outcome outcome, String error) {}

    /**
     * A call off the loop.
     *
     * @param meters of its place
     * @param sample runs while the call does
     */
    private record Call(PlaceMeters meters, LongTaskTimer.Sample sample) implements HandlerCall {

        @Override
        public void finished(Outcome outcome, @Nullable Throwable failure, long nanos) {
            sample.stop();
            meters.record(outcome, failure, nanos);
        }
    }

    PlaceMeters(MeterRegistry registry, HandlerPlace place, FailureNames failures) {
        this.registry = registry;
        this.place = place;
        this.loop = place.loop();
        this.failures = failures;
        this.active = place.onLoop()
                ? null
                : LongTaskTimer.builder(EventDispatcherMeter.MESSAGE_PROCESS_ACTIVE.getName())
                        .description(EventDispatcherMeter.MESSAGE_PROCESS_ACTIVE.description())
                        .tag(MeterTag.OPERATION.asString(), place.operation())
                        .tags(EventDispatcherMeters.tags(place.endpoint(), place.transport()))
                        .register(registry);
    }

    HandlerCall begin() {
        if (active != null) {
            return new Call(this, active.start());
        }
        moveTo(State.STARTED);
        return this;
    }

    @Override
    public void enter() {
        moveTo(State.OTHER);
    }

    @Override
    public void leave() {
        moveTo(state == State.STARTED ? State.LEFT : State.OTHER);
    }

    @Override
    public void finished(Outcome outcome, @Nullable Throwable failure, long nanos) {
        EventLoop own = loop;
        if (own != null && own.inLoop()) {
            if (state == State.LEFT) {
                own.handlerRan(nanos);
            }
            state = State.OTHER;
        }
        record(outcome, failure, nanos);
    }

    private void moveTo(State next) {
        EventLoop own = loop;
        if (own != null && own.inLoop()) {
            state = next;
        }
    }

    private void record(Outcome outcome, @Nullable Throwable failure, long nanos) {
        timer(outcome, failure).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Outcome outcome, @Nullable Throwable failure) {
        Timer known = successes;
        if (known != null && outcome == Outcome.SUCCESS) {
            return known;
        }
        End end = new End(outcome, failure == null ? "none" : ErrorName.of(failures.bounded(failure)));
        Timer present = timers.get(end); // which takes no lock, other than computeIfAbsent
        Timer timer = present == null ? timers.computeIfAbsent(end, this::timer) : present;
        if (outcome == Outcome.SUCCESS) {
            successes = timer;
        }
        return timer;
    }

    private Timer timer(End end) {
        return Timer.builder(EventDispatcherMeter.MESSAGE_PROCESS.getName())
                .description(EventDispatcherMeter.MESSAGE_PROCESS.description())
                .tag(MeterTag.OPERATION.asString(), place.operation())
                .tags(EventDispatcherMeters.tags(place.endpoint(), place.transport()))
                .tag(MeterTag.OUTCOME.asString(), end.outcome().name().toLowerCase(Locale.ROOT))
                .tag(MeterTag.ERROR.asString(), end.error())
                .register(registry);
    }
}
