package io.eventdispatcher.spring.observation;

import io.eventdispatcher.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Reads what continues a trace from a message. Values longer than the standards allow are not even looked at.
 *
 * <p>Threading: immutable.
 */
final class TraceParameters {

    /** What the W3C recommendation for baggage asks implementations to carry. */
    private static final int MAX_CHARS = 8192;

    private TraceParameters() {}

    static @Nullable String get(Message message, String name) {
        String value = message.param(name);
        return value == null || value.length() > MAX_CHARS ? null : value;
    }
}
