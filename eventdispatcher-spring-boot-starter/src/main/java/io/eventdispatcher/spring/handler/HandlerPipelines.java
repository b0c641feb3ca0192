package io.eventdispatcher.spring.handler;

import io.eventdispatcher.loop.NanoClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;

/**
 * What stands around the handlers of an application: observers, interceptors and error handlers. Makes the pipeline that each
 * handler is called through.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class HandlerPipelines implements DisposableBean {

    private static final MessageInterceptor[] NO_INTERCEPTORS = {};
    private static final FailureStage[] NO_STAGES = {};

    private final ObjectProvider<HandlerObserver> observers;
    private final NanoClock clock;
    private final Duration timeout;
    private final CallTimeouts timeouts;
    private volatile MessageInterceptor[] interceptors = NO_INTERCEPTORS; // written at start, before the first message
    private volatile FailureStage[] stages = NO_STAGES; // likewise

    /**
     * Makes the pipelines of one application, without interceptors and error handlers until {@link HandlerDiscovery} finds them.
     *
     * @param observers asked when a handler is registered, not before
     * @param clock measures for the observers, and time-outs
     * @param timeout how long a call may take whose handler does not say it; zero = any time
     * @since 0.1
     */
    public HandlerPipelines(ObjectProvider<HandlerObserver> observers, NanoClock clock, Duration timeout) {
        this.observers = observers;
        this.clock = clock;
        this.timeout = timeout;
        this.timeouts = new CallTimeouts(clock);
    }

    /** Sets what all handlers have in common, those registered before included. */
    void open(List<MessageInterceptor> around, List<? extends FailureStage> advices, List<MessageErrorHandler> last) {
        interceptors = around.toArray(MessageInterceptor[]::new);
        List<FailureStage> all = new ArrayList<>(advices);
        last.forEach(handler -> all.add(new ErrorHandlerStage(handler)));
        stages = all.toArray(FailureStage[]::new);
    }

    /** Returns how long a call of a handler may take that wishes so, or null for the default; zero = any time. */
    Duration timeout(@Nullable Duration wanted) {
        return wanted == null ? timeout : wanted;
    }

    CallRecorder recorder(HandlerDescriptor handler) {
        return new CallRecorder(handler, observers.orderedStream().toList(), clock);
    }

    HandlerPipeline pipeline(PlannedHandler planned, CallRecorder calls) {
        if (!planned.descriptor().timeout().isZero()) {
            timeouts.start();
        }
        FailurePath failures = new FailurePath(planned.descriptor(), planned.failures(), this);
        return new HandlerPipeline(planned, calls, failures, this, timeouts);
    }

    /** Ends the thread that looks for calls that take too long. */
    @Override
    public void destroy() {
        timeouts.stop();
    }

    MessageInterceptor[] interceptors() {
        return interceptors;
    }

    /** Who is asked about failures after the bean itself. */
    FailureStage[] stages() {
        return stages;
    }
}
