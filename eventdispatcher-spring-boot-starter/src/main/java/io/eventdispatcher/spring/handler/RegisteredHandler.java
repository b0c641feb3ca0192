package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.DispatchHandler;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A handler as the registry holds it.
 *
 * <p>Threading: any thread.
 */
final class RegisteredHandler {

    private final HandlerDescriptor descriptor;
    private final DispatchHandler handler;
    private final @Nullable Executor executor;
    private final CallRecorder calls;
    private volatile boolean running; // written under the registry's lock

    RegisteredHandler(
            HandlerDescriptor descriptor, DispatchHandler handler, @Nullable Executor executor, CallRecorder calls) {
        this.descriptor = descriptor;
        this.handler = handler;
        this.executor = executor;
        this.calls = calls;
        this.running = descriptor.autoStartup();
    }

    HandlerDescriptor descriptor() {
        return descriptor;
    }

    /** Returns what is called: the pipeline. */
    DispatchHandler handler() {
        return handler;
    }

    /** Returns where it runs; null = the loop thread. */
    @Nullable
    Executor executor() {
        return executor;
    }

    boolean isRunning() {
        return running;
    }

    void setRunning(boolean value) {
        running = value;
    }

    HandlerState state() {
        return running ? HandlerState.RUNNING : HandlerState.STOPPED;
    }

    HandlerSnapshot snapshot() {
        return new HandlerSnapshot(descriptor, state(), calls.statistics());
    }
}
