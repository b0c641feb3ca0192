package io.eventdispatcher.spring.trace;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One traced message.
 *
 * <p>Threading: immutable.
 *
 * @param number counts up from 1 over all traced messages
 * @param at when it was received or sent
 * @param endpoint name of the listener or client
 * @param connection id of the connection
 * @param direction which way it went
 * @param bytes its length, without framing
 * @param text the message with masked values, safe for logs, at most {@value TraceText#MAX_CHARS} characters; in
 *     parentheses what is said instead of something that is no message
 * @param refused why it was not sent; null if it was received or sent
 * @since 0.1
 */
public record TraceEntry(
        long number,
        Instant at,
        String endpoint,
        String connection,
        Direction direction,
        int bytes,
        String text,
        @Nullable String refused) {

    /**
     * Which way a message went.
     *
     * @since 0.1
     */
    public enum Direction {
        /** From the peer. */
        RECEIVED,
        /** To the peer. */
        SENT
    }

    /** About what it takes in memory: characters of two bytes, objects and references. */
    int weight() {
        return 200 + 2 * (text.length() + connection.length());
    }
}
