package io.eventdispatcher.spring.handler;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.dispatch.DispatchHandler;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.dispatch.MessagePattern;
import io.eventdispatcher.spring.annotation.Execution;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.core.Ordered;

/**
 * The handlers of an application: those found on beans, and those registered in code, at any time.
 *
 * <p>The most specific pattern is tried first ({@link MessagePattern#specificity()}), whatever the order of
 * registration; among equally specific ones the {@code @Order} of the method or its bean decides.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class HandlerRegistry {

    private final Dispatcher dispatcher;
    private final HandlerExecutors executors;
    private final OriginResolver origins;
    private final HandlerPipelines pipelines;
    private final Object lock = new Object();

    /** Most specific first. */
    @GuardedBy("lock")
    private final List<PatternSlot> slots = new ArrayList<>();

    @GuardedBy("lock")
    private final List<RegisteredHandler> handlers = new ArrayList<>();

    /**
     * Makes an empty registry.
     *
     * @param dispatcher gets the entries
     * @param executors for handlers registered in code
     * @param origins for handlers of certain listeners or clients
     * @param pipelines what stands around each handler
     * @since 0.1
     */
    public HandlerRegistry(
            Dispatcher dispatcher, HandlerExecutors executors, OriginResolver origins, HandlerPipelines pipelines) {
        this.dispatcher = dispatcher;
        this.executors = executors;
        this.origins = origins;
        this.pipelines = pipelines;
    }

    /**
     * Registers a handler that runs where the application's handlers run by default, for messages from everywhere.
     *
     * @param pattern the commands, as in {@code @MessageHandler}
     * @param handler what is called; may throw {@link InvalidArgumentException} to have {@code INVALID} answered
     * @return takes the handler out again
     * @throws InvalidHandlerException if the pattern is not valid
     * @throws DuplicateHandlerException if the pattern has a handler already
     * @since 0.1
     */
    public HandlerRegistration register(String pattern, DispatchHandler handler) {
        return register(pattern, Execution.DEFAULT, handler);
    }

    /**
     * Registers a handler for messages from everywhere.
     *
     * @param pattern the commands, as in {@code @MessageHandler}
     * @param execution where it runs
     * @param handler what is called; may throw {@link InvalidArgumentException} to have {@code INVALID} answered
     * @return takes the handler out again
     * @throws InvalidHandlerException if the pattern is not valid, or the wish for its execution cannot be met
     * @throws DuplicateHandlerException if the pattern has a handler already
     * @since 0.1
     */
    public HandlerRegistration register(String pattern, Execution execution, DispatchHandler handler) {
        Objects.requireNonNull(handler, "handler");
        HandlerExecutors.Choice choice = executors.choose("'" + pattern + "' registered in code", execution, "");
        HandlerDescriptor descriptor = new HandlerDescriptor(
                pattern,
                List.of(pattern),
                "",
                "",
                "",
                OriginFilter.everywhere(),
                choice.execution(),
                choice.bean(),
                false,
                pipelines.timeout(null),
                true);
        return register(new PlannedHandler(
                descriptor, new CodeInvocation(handler), List.of(), choice.executor(), Ordered.LOWEST_PRECEDENCE));
    }

    /**
     * Returns the handlers and how often each was called.
     *
     * @return a snapshot in the order of registration, unmodifiable
     * @since 0.1
     */
    public List<HandlerSnapshot> handlers() {
        synchronized (lock) {
            return handlers.stream().map(RegisteredHandler::snapshot).toList();
        }
    }

    /** Registers a planned handler under all its patterns, or under none when one of them is refused. */
    HandlerRegistration register(PlannedHandler planned) {
        HandlerDescriptor descriptor = planned.descriptor();
        List<MessagePattern> patterns = Patterns.parse(descriptor);
        CallRecorder calls = pipelines.recorder(descriptor);
        RegisteredHandler handler =
                new RegisteredHandler(descriptor, pipelines.pipeline(planned, calls), planned.executor(), calls);
        synchronized (lock) {
            checkId(descriptor);
            for (MessagePattern pattern : patterns) {
                slots.forEach(slot -> slot.check(pattern, descriptor));
            }
            for (MessagePattern pattern : patterns) {
                enter(new PatternSlot(pattern, planned.order(), handler, origins, dispatcher));
            }
            handlers.add(handler);
        }
        return new Handle(handler);
    }

    /**
     * Returns a handler by its id, to stop and start it.
     *
     * @param id the id; by default {@code beanName#methodName}, of handlers registered in code the pattern
     * @return its handle; empty when there is none. Of several registered in code for the same pattern, the first
     * @since 0.1
     */
    public Optional<HandlerRegistration> find(String id) {
        synchronized (lock) {
            return handlers.stream()
                    .filter(handler -> handler.descriptor().id().equals(id))
                    .findFirst()
                    .map(Handle::new);
        }
    }

    @GuardedBy("lock")
    private void checkId(HandlerDescriptor added) {
        for (RegisteredHandler present : handlers) {
            HandlerDescriptor other = present.descriptor();
            if (other.id().equals(added.id())
                    && !(other.method().isEmpty() && added.method().isEmpty())) {
                throw new InvalidHandlerException(
                        added.location(),
                        "its id '" + added.id() + "' is that of " + other.location(),
                        "give one of them another id (attribute 'id' of @MessageHandler)",
                        null);
            }
        }
    }

    @GuardedBy("lock")
    private void enter(PatternSlot added) {
        int index = 0;
        while (index < slots.size() && !added.isBefore(slots.get(index))) {
            index++;
        }
        slots.add(index, added);
        // the dispatcher tries entries in the order they were added: the less specific ones move behind the new one
        slots.subList(index, slots.size()).forEach(PatternSlot::enter);
    }

    private void run(RegisteredHandler handler, boolean wanted) {
        synchronized (lock) {
            if (handler.isRunning() == wanted || !handlers.contains(handler)) {
                return;
            }
            handler.setRunning(wanted);
            // after the first slot that comes back, all less specific ones move behind it
            boolean moved = false;
            for (PatternSlot slot : slots) {
                boolean mine = slot.handler().equals(handler);
                if (mine && !wanted) {
                    slot.leave();
                } else if (mine || moved) {
                    slot.enter();
                    moved = true;
                }
            }
        }
    }

    private void remove(RegisteredHandler handler) {
        synchronized (lock) {
            handler.setRunning(false);
            handlers.remove(handler);
            slots.stream().filter(slot -> slot.handler().equals(handler)).forEach(PatternSlot::leave);
            slots.removeIf(slot -> slot.handler().equals(handler));
        }
    }

    /** What {@link #register} returns. */
    private final class Handle implements HandlerRegistration {

        private final RegisteredHandler registered;

        Handle(RegisteredHandler registered) {
            this.registered = registered;
        }

        @Override
        public HandlerDescriptor handler() {
            return registered.descriptor();
        }

        @Override
        public HandlerState state() {
            return registered.state();
        }

        @Override
        public void start() {
            run(registered, true);
        }

        @Override
        public void stop() {
            run(registered, false);
        }

        @Override
        public void close() {
            remove(registered);
        }

        @Override
        public String toString() {
            return registered.descriptor().summary();
        }
    }
}
