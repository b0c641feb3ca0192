package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.DispatchEntry;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.dispatch.MessagePattern;
import io.eventdispatcher.dispatch.Registration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One pattern with its handlers: one that takes messages from everywhere, or several with different origins. In the
 * dispatcher it is one entry.
 *
 * <p>Threading: one thread at a time (confined to the registry's lock); {@link #handlers} is read by any thread.
 */
final class PatternSlot {

    private final MessagePattern pattern;
    private final int order;
    private final Dispatcher dispatcher;
    private final List<RegisteredHandler> handlers = new CopyOnWriteArrayList<>();
    private final DispatchEntry entry;
    private @Nullable Registration registration;

    PatternSlot(
            MessagePattern pattern, int order, RegisteredHandler first, OriginResolver origins, Dispatcher dispatcher) {
        this.pattern = pattern;
        this.order = order;
        this.dispatcher = dispatcher;
        this.handlers.add(first);
        boolean everywhere = first.descriptor().origins().isEverywhere();
        this.entry = DispatchEntry.on(pattern)
                .name(first.descriptor().id())
                .concurrent(first.descriptor().concurrent())
                .executor(everywhere ? first.executor() : null)
                .handler(everywhere ? first.handler() : new OriginSwitch(handlers, origins, dispatcher))
                .attachment(everywhere ? first.descriptor() : null)
                .build();
    }

    MessagePattern pattern() {
        return pattern;
    }

    /**
     * Checks that a handler can share the pattern.
     *
     * @throws DuplicateHandlerException if one of the others wants the same messages
     * @throws InvalidHandlerException if it wants another order than the others
     */
    void check(HandlerDescriptor added) {
        for (RegisteredHandler present : handlers) {
            HandlerDescriptor other = present.descriptor();
            if (other.origins().overlaps(added.origins())) {
                throw new DuplicateHandlerException(pattern.text(), other, added);
            }
            if (other.concurrent() != added.concurrent()) {
                throw new InvalidHandlerException(
                        added.location(),
                        "it shares the pattern '" + pattern + "' with " + other.location()
                                + ", and only one of them is concurrent",
                        "set the attribute 'concurrent' of both to the same value",
                        null);
            }
        }
    }

    void add(RegisteredHandler handler) {
        handlers.add(handler);
    }

    /** Takes a handler out; returns whether it was the last one. */
    boolean remove(RegisteredHandler handler) {
        handlers.remove(handler);
        return handlers.isEmpty();
    }

    /**
     * Puts the entry behind all others of the dispatcher, leaving no moment without it. An exact name that is there
     * already stays: no other pattern of the registry is tried before it.
     */
    void enter() {
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
