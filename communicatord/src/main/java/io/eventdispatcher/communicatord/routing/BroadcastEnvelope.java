package io.eventdispatcher.communicatord.routing;

import io.eventdispatcher.communicatord.registry.Services;
import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
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
    private static final Duration LIFE = Duration.ofSeconds(10);

    /** Of who was informed this one has names; the original has addresses. */
    private static final String INFORMED = "broadcast_informed_servers";

    private static final String INFORMED_ADDRESSES = "broadcast_informed_neighbors";
    private static final String ORIGINATOR = "broadcast_originator";
    private static final String SECURE = "secure_remote";
    private static final String[] ALL = {ID, TIMEOUT, HOPS, INFORMED, INFORMED_ADDRESSES, ORIGINATOR, SECURE};

    /** The most names of informed daemons that are read. */
    private static final int MAX_INFORMED = 64;

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
     * Makes the envelope of a new broadcast.
     *
     * @param id not used before
     * @param now time of day
     * @return with no hops
     */
    public static BroadcastEnvelope fresh(String id, Instant now) {
        return new BroadcastEnvelope(id, now.plus(LIFE), 0);
    }

    /**
     * Makes the envelope for the next daemon.
     *
     * @param now time of day
     * @return with one hop more, and an end that is not later than that of any broadcast
     */
    public BroadcastEnvelope next(Instant now) {
        Instant latest = now.plus(SeenBroadcasts.LONGEST);
        return new BroadcastEnvelope(id, timeout.isAfter(latest) ? latest : timeout, hops + 1);
    }

    /**
     * Returns the daemons that a broadcast says it was sent to.
     *
     * @param message with an envelope
     * @return names, not more than {@value #MAX_INFORMED}; empty when it does not say
     */
    public static Set<String> informed(Message message) {
        String list = message.has(INFORMED) ? message.param(INFORMED) : null;
        Set<String> names = new TreeSet<>();
        for (String each : list == null ? new String[0] : list.split(",", MAX_INFORMED)) {
            if (Services.isName(each)) {
                names.add(each);
            }
        }
        return names;
    }

    /**
     * Puts the envelope around a message, in place of the one it has.
     *
     * @param message the message
     * @param originator address of this daemon
     * @param servers names of the daemons that are informed
     * @param addresses their IP addresses
     * @return the message
     */
    public MessageBuilder around(
            MessageBuilder message, String originator, Set<String> servers, Set<String> addresses) {
        return message.param(ID, id)
                .param(TIMEOUT, timeout.getEpochSecond())
                .param(HOPS, hops)
                .param(ORIGINATOR, originator)
                .param(INFORMED, String.join(",", servers))
                .param(INFORMED_ADDRESSES, String.join(",", addresses))
                .param(SECURE, false);
    }

    /**
     * Tells whether a message carries anything of an envelope.
     *
     * @param message any
     * @return whether {@link #strip} would change it
     */
    public static boolean isOn(Message message) {
        return message.has(ID) || message.has(HOPS) || message.has(INFORMED) || message.has(INFORMED_ADDRESSES);
    }

    /**
     * Removes the envelope.
     *
     * @param message any
     * @return the same builder
     */
    public static MessageBuilder strip(MessageBuilder message) {
        for (String each : ALL) {
            message.without(each);
        }
        return message;
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
