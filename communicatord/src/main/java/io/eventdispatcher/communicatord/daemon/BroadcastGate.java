package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.communicatord.routing.BroadcastEnvelope;
import io.eventdispatcher.communicatord.routing.BroadcastQuota;
import io.eventdispatcher.communicatord.routing.BroadcastQuota.Verdict;
import io.eventdispatcher.communicatord.routing.Route;
import io.eventdispatcher.communicatord.routing.SeenBroadcasts;
import io.eventdispatcher.communicatord.status.Drop;
import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.Sender;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a broadcast goes on: once only, not for ever, and not more of them than one sender may send.
 *
 * <p>Threading: loop thread only.
 */
final class BroadcastGate {

    private static final Logger log = LoggerFactory.getLogger(BroadcastGate.class);
    private static final int MAX_SEEN = 100_000;
    private static final long MAX_SEEN_CHARACTERS = 8L << 20;

    private final SeenBroadcasts seen = new SeenBroadcasts(MAX_SEEN, MAX_SEEN_CHARACTERS);
    private final BroadcastQuota quota;
    private final Answers answers;
    private final NanoClock clock;

    BroadcastGate(BroadcastQuota quota, Answers answers, NanoClock clock) {
        this.quota = quota;
        this.answers = answers;
        this.clock = clock;
    }

    /**
     * Looks at a message that is for services. An id counts for its sender, or its sender's daemon, only. Who sends too much is told so, once.
     *
     * @param from who sent it
     * @param message with or without an envelope
     * @param route where it is to go
     * @return why it must not go on; null if it may
     * @throws InvalidMessageException if it has an envelope that cannot be read
     */
    @Nullable
    Drop refusal(Session from, Message message, Route route) {
        boolean remote = from.via() != null;
        boolean broadcast = route instanceof Route.ToAll;
        BroadcastEnvelope envelope = BroadcastEnvelope.of(message);
        if (envelope == null) {
            if (remote && broadcast) {
                return Drop.MALFORMED; // it could go around for ever
            }
        } else {
            Duration left = envelope.left(clock.now());
            if (remote) {
                left = left.plus(SeenBroadcasts.LONGEST); // clocks differ; ids and hops are what counts
            }
            if (!envelope.isNear()) {
                return Drop.HOPS;
            } else if (left.isNegative()) {
                return Drop.AGED;
            } else if (seen.knows(origin(from), envelope.id(), clock.nanoTime())) {
                return Drop.DUPLICATE;
            }
        }
        if (broadcast && isTooMuch(from, message)) {
            return Drop.QUOTA;
        }
        if (envelope != null) {
            seen.add(origin(from), envelope.id(), clock.nanoTime());
        }
        return null;
    }

    /** What only comes around again does not count. */
    private boolean isTooMuch(Session from, Message message) {
        Verdict verdict = quota.take(sender(from), clock.nanoTime());
        if (verdict == Verdict.FIRST_TOO_MANY) {
            log.warn("{}: '{}' sends too many broadcasts, {}", from.peer().id(), sender(from), quota);
            answers.invalid(
                    from,
                    message,
                    "too many broadcasts, further ones are dropped until there are fewer: communicatord.broadcasts "
                            + quota);
        }
        return verdict != Verdict.WITHIN;
    }

    private static String sender(Session from) {
        Sender sender = from.via() == null ? null : from.sender();
        return sender == null ? local(from) : sender.address().toString();
    }

    private static String origin(Session from) {
        Sender sender = from.via() == null ? null : from.sender();
        return sender == null ? local(from) : "@" + sender.address().server(); // no name of a service begins so
    }

    private static String local(Session from) {
        return from.isRegistered() ? from.name() : "";
    }
}
