package io.eventdispatcher.spring.observation;

import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import io.micrometer.observation.transport.Propagator;
import org.jspecify.annotations.Nullable;

/**
 * A message that is about to be sent, the carrier of a trace: parameters can be added, if traces are propagated at all.
 *
 * <p>Threading: one thread at a time (confined to its sender).
 *
 * @since 0.1
 */
public final class OutgoingMessage {

    /** Puts a trace into what is about to be sent. */
    static final Propagator.Setter<OutgoingMessage> SETTER = (carrier, name, value) -> {
        if (carrier != null) {
            carrier.add(name, value);
        }
    };

    private final Message original;
    private final boolean propagating;
    private @Nullable MessageBuilder changed;

    OutgoingMessage(Message original, boolean propagating) {
        this.original = original;
        this.propagating = propagating;
    }

    /**
     * Returns the message as the application made it.
     *
     * @return the message, without what was added
     */
    public Message message() {
        return original;
    }

    /**
     * Adds a parameter. Does nothing when traces are not propagated, when the message has a parameter of that name, or when
     * no message can have one.
     *
     * @param name such as {@code traceparent}
     * @param value its value
     */
    public void add(String name, String value) {
        if (!propagating || original.has(name)) {
            return;
        }
        MessageBuilder builder = changed == null ? original.toBuilder() : changed;
        try {
            builder.param(name, value);
        } catch (InvalidMessageException e) {
            return; // a propagator with headers such as X-B3-TraceId, which is no name of a parameter
        }
        changed = builder;
    }

    Message toSend() {
        return changed == null ? original : changed.build();
    }
}
