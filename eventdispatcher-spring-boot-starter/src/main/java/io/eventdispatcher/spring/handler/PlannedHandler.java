package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.DispatchHandler;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A handler that is ready to be registered.
 *
 * <p>Threading: immutable.
 *
 * @param descriptor what it is
 * @param handler what is called
 * @param executor where; null = the loop thread
 * @param order among patterns that are equally specific, smaller first
 */
record PlannedHandler(
        HandlerDescriptor descriptor,
        DispatchHandler handler,
        @Nullable Executor executor,
        int order) {}
