package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.DispatchEntry;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.dispatch.MessagePattern;
import io.eventdispatcher.dispatch.Registration;
import org.jspecify.annotations.Nullable;

/**
 * One pattern of one handler: an entry of the dispatcher, and its place among the others.
 *
 * <p>Threading: one thread at a time (confined to the registry's lock).
 */
final class PatternSlot {

    private final MessagePattern pattern;
    private final int order;
    private final RegisteredHandler handler;
    private final Dispatcher dispatcher;
    private final DispatchEntry entry;
    private @Nullable Registration registration;

    PatternSlot(
            MessagePattern pattern,
            int order,
            RegisteredHandler handler,
            OriginResolver origins,
            Dispatcher dispatcher) {
        this.pattern = pattern;
        this.order = order;
        this.handler = handler;
        this.dispatcher = dispatcher;
        HandlerDescriptor descriptor = handler.descriptor();
        DispatchEntry.Builder built = DispatchEntry.on(pattern)
                .name(descriptor.id())
                .concurrent(descriptor.concurrent())
                .executor(handler.executor())
                .handler(handler.handler())
                .attachment(descriptor);
        OriginFilter wanted = descriptor.origins();
        if (!wanted.isEverywhere()) {
            built.when(exchange -> wanted.accepts(origins.origin(exchange)));
        }
        this.entry = built.build();
    }

    RegisteredHandler handler() {
        return handler;
    }

    /**
     * Checks that another handler may have a pattern.
     *
     * @throws DuplicateHandlerException if it wants the same messages
     */
    void check(MessagePattern other, HandlerDescriptor added) {
        HandlerDescriptor present = handler.descriptor();
        if (pattern.equalsButForNames(other) && present.origins().overlaps(added.origins())) {
            String text = pattern.equals(other) ? pattern.text() : pattern.text() + " = " + other.text();
            throw new DuplicateHandlerException(text, present, added);
        }
    }

    /**
     * Puts the entry behind all others of the dispatcher, leaving no moment without it. An exact name that is there
     * already stays: no other pattern of the registry is tried before it. A stopped handler stays out.
     */
    void enter() {
        if (!handler.isRunning()) {
            return;
        }
        Registration before = registration;
        if (before == null || !pattern.isExact()) {
            registration = dispatcher.add(entry);
        }
        if (before != null && registration != before) {
            before.remove();
        }
    }

    void leave() {
        if (registration != null) {
            registration.remove();
            registration = null;
        }
    }

    /** Whether this one is to be tried before the other. */
    boolean isBefore(PatternSlot other) {
        int mine = pattern.specificity();
        int theirs = other.pattern.specificity();
        return mine != theirs ? mine > theirs : order < other.order;
    }
}
