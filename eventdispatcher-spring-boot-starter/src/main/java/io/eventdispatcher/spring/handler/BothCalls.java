package io.eventdispatcher.spring.handler;

import io.eventdispatcher.spring.handler.HandlerObserver.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * One call seen by two observers: what the second opened is closed first.
 *
 * <p>Threading: as its parts.
 *
 * @param first began first
 * @param second began second
 * @param recorder is told about failures
 */
record BothCalls(HandlerCall first, HandlerCall second, CallRecorder recorder) implements HandlerCall {

    @Override
    public void enter() {
        recorder.enter(first);
        recorder.enter(second);
    }

    @Override
    public void leave() {
        recorder.leave(second);
        recorder.leave(first);
    }

    @Override
    public void finished(Outcome outcome, @Nullable Throwable failure, long nanos) {
        recorder.tell(second, outcome, failure, nanos);
        recorder.tell(first, outcome, failure, nanos);
    }
}
