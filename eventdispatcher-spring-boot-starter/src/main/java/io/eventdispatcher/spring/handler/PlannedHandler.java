package io.eventdispatcher.spring.handler;

import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A handler that is ready to be registered.
 *
 * <p>Threading: immutable.
 *
 * @param descriptor what it is
 * @param invocation what is called
 * @param failures exception handlers of its bean
 * @param executor where; null = the loop thread
 * @param order among patterns that are equally specific, smaller first
 */
record PlannedHandler(
        HandlerDescriptor descriptor,
        HandlerInvocation invocation,
        List<FailureStage> failures,
        @Nullable Executor executor,
        int order) {}
