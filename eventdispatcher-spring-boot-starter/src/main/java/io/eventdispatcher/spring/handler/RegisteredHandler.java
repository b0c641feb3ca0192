package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.DispatchHandler;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A handler as the registry holds it.
 *
 * <p>Threading: immutable.
 *
 * @param descriptor what it is
 * @param handler what is called, guarded
 * @param executor where; null = the loop thread
 * @param calls its counts
 */
record RegisteredHandler(
        HandlerDescriptor descriptor,
        DispatchHandler handler,
        @Nullable Executor executor,
        CallRecorder calls) {

    HandlerSnapshot snapshot() {
        return new HandlerSnapshot(descriptor, calls.statistics());
    }
}
