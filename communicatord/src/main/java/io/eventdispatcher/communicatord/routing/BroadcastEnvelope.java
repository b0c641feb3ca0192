package io.eventdispatcher.communicatord.routing;

import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.Message;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a broadcast from going around for ever: an id, an end and a number of hops, in the parameters {@code
 * broadcast_msgid}, {@code broadcast_timeout} and {@code broadcast_hops}.
 *
 * <p>Threading: immutable.
 *
 * @param id chosen by the first sender
 * @param timeout time of day after which it is not passed on
 * @param hops daemons it has passed, 0 or more
 * @since 0.1
 */
public record BroadcastEnvelope(String id, Instant timeout, long hops) {

    /** The most hops of a broadcast, as in the original. */
    public static final int MAX_HOPS = 5;

    private static final String ID = "broadcast_msgid";
    private static final String TIMEOUT = "broadcast_timeout";
    private static final String HOPS = "broadcast_hops";
    private static final int MAX_ID_LENGTH = 256;

    /**
     * Reads the envelope of a message.
     *
     * @param message any message
     * @return null when it has none
     * @throws InvalidMessageException if it has one that cannot be read; the original dies of it
     */
    public static @Nullable BroadcastEnvelope of(Message message) {
        if (!message.has(ID)) {
            return null;
        }
        String id = message.text(ID);
        if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
            throw new InvalidMessageException(ID + ": 1 to " + MAX_ID_LENGTH + " characters");
        }
        return new BroadcastEnvelope(id, message.time(TIMEOUT), message.has(HOPS) ? message.integer(HOPS) : 0);
    }

    /**
     * Tells whether it may go on.
     *
     * @return whether the hops are within bounds
     */
    public boolean isNear() {
        return hops >= 0 && hops <= MAX_HOPS;
    }

    /**
     * Returns how long it may still be passed on.
     *
     * @param now time of day
     * @return negative when its time is over
     */
    public Duration left(Instant now) {
        return Duration.between(now, timeout);
    }
}
