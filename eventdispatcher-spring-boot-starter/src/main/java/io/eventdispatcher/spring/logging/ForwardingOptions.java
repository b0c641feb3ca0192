package io.eventdispatcher.spring.logging;

import org.slf4j.event.Level;

/**
 * What a {@link ForwardingAppender} sends.
 *
 * <p>Threading: immutable.
 *
 * @param level events below it stay here
 * @param callerData whether the place in the source is found out, which is slow
 * @param maxChars most characters of text and stack trace together; 256 or more
 * @since 0.1
 */
public record ForwardingOptions(Level level, boolean callerData, int maxChars) {

    /**
     * Checks the length.
     *
     * @param level see the record
     * @param callerData see the record
     * @param maxChars see the record
     * @throws IllegalArgumentException if {@code maxChars} is less than 256
     */
    public ForwardingOptions {
        if (maxChars < 256) {
            throw new IllegalArgumentException("the longest text must be 256 characters or more: maxChars=" + maxChars);
        }
    }
}
