package io.eventdispatcher.transport;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Counts what happens to the datagrams of one socket, and says in the log what was dropped: each kind once a minute at
 * most, because a flood must not fill the log as well.
 *
 * <p>Threading: loop thread only; {@link #snapshot} any thread.
 */
final class DatagramCounters {

    private static final Logger log = LoggerFactory.getLogger(DatagramCounters.class);

    private static final long QUIET_NANOS = 60_000_000_000L;

    private static final int EVENTS = Event.values().length;

    /** Written by the loop thread only. */
    private final AtomicLongArray counts = new AtomicLongArray(EVENTS);

    private final long[] logged = new long[EVENTS];
    private final long[] loggedAtNanos = new long[EVENTS];

    /** What may happen to a datagram; those without words are not worth a line. */
    enum Event {
        RECEIVED(Level.TRACE, ""),
        SENT(Level.TRACE, ""),
        EMPTY(Level.TRACE, ""),
        EVICTED(Level.DEBUG, "makes room, too many peers"),
        REFUSED(Level.WARN, "refused, the secret code is missing or wrong"),
        TOO_LONG(Level.DEBUG, "dropped, longer than the limit"),
        OVERFLOWED(Level.DEBUG, "dropped, more than the connections take"),
        WITHHELD(Level.DEBUG, "not answered, the sender proved nothing and may be elsewhere, or has no address"),
        UNSENDABLE(Level.WARN, "not sent, empty, too long, or no message"),
        UNREACHABLE(Level.WARN, "lost, nobody listens there"),
        FAILED(Level.WARN, "not sent or not received");

        private final Level level;
        private final String words;

        Event(Level level, String words) {
            this.level = level;
            this.words = words;
        }
    }

    void count(Event event) {
        int i = event.ordinal();
        counts.lazySet(i, counts.getPlain(i) + 1);
    }

    /** Counts and, unless that was done a short while ago, logs; only then it asks who and why. */
    void dropped(Event event, String socket, Supplier<String> peer, Supplier<String> detail, long nowNanos) {
        count(event);
        int i = event.ordinal();
        if (logged[i] > 0 && nowNanos - loggedAtNanos[i] < QUIET_NANOS || !log.isEnabledForLevel(event.level)) {
            return;
        }
        long since = counts.getPlain(i) - logged[i];
        logged[i] += since;
        loggedAtNanos[i] = nowNanos;
        log.atLevel(event.level)
                .log(
                        "{}: datagram {}: peer={} {} count={}; more are counted, and reported once a minute",
                        socket,
                        event.words,
                        peer.get(),
                        detail.get(),
                        since);
    }

    DatagramStatistics snapshot(int peers) {
        return new DatagramStatistics(
                of(Event.RECEIVED),
                of(Event.SENT),
                peers,
                of(Event.REFUSED),
                of(Event.TOO_LONG),
                of(Event.EMPTY),
                of(Event.OVERFLOWED),
                of(Event.WITHHELD),
                of(Event.UNSENDABLE),
                of(Event.UNREACHABLE),
                of(Event.FAILED),
                of(Event.EVICTED));
    }

    private long of(Event event) {
        return counts.get(event.ordinal());
    }
}
