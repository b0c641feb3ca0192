package io.eventdispatcher.spring.observation;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.spring.annotation.Execution;
import io.eventdispatcher.spring.handler.HandlerCall;
import io.eventdispatcher.spring.handler.HandlerObserver.Outcome;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * One call that is observed. Scopes are found by their thread, not kept: a handler that is not done in time is finished by one
 * thread while its scope is still open on another.
 *
 * <p>Threading: as {@link HandlerCall}.
 */
final class ObservedCall implements HandlerCall {

    private final ObservationRegistry registry;
    private final Observation observation;
    private final MessageProcessContext context;
    private final FailureNames failures;
    private final @Nullable HandlerCall meters;
    private boolean asynchronous;

    ObservedCall(
            ObservationRegistry registry,
            Observation observation,
            MessageProcessContext context,
            FailureNames failures,
            @Nullable HandlerCall meters) {
        this.registry = registry;
        this.observation = observation;
        this.context = context;
        this.failures = failures;
        this.meters = meters;
    }

    void open() {
        var unused = observation.openScope(); // closed by leave(), which finds it by its thread
    }

    @Override
    public void enter() {
        asynchronous = true;
        open();
        if (meters != null) {
            meters.enter();
        }
    }

    /** Closes also what the handler opened and left open: the next message of this thread must not find it. */
    @Override
    public void leave() {
        if (meters != null) {
            meters.leave();
        }
        Observation.Scope scope = registry.getCurrentObservationScope();
        while (scope != null && isAround(scope)) {
            scope.close();
            Observation.Scope next = registry.getCurrentObservationScope();
            scope = next == scope ? null : next;
        }
    }

    private boolean isAround(Observation.@Nullable Scope innermost) {
        for (Observation.Scope scope = innermost; scope != null; scope = scope.getPreviousObservationScope()) {
            if (scope.getCurrentObservation() == observation) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void finished(Outcome outcome, @Nullable Throwable failure, long nanos) {
        context.outcome(outcome);
        if (failure != null) {
            observation.error(failures.bounded(failure));
        }
        observation.stop();
        if (meters != null) {
            meters.finished(outcome, failure, nanos);
        } else {
            countLoop(nanos);
        }
    }

    /** The meters do it, if they watch the call too. */
    private void countLoop(long nanos) {
        Connection connection = context.connection();
        if (!asynchronous
                && context.handler().execution() == Execution.LOOP
                && connection != null
                && connection.loop().inLoop()) {
            connection.loop().handlerRan(nanos);
        }
    }
}
