package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.transport.DatagramStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what happened to datagrams over several starts of a listener, so that counters never fall.
 *
 * <p>Threading: immutable.
 */
final class Datagrams {

    private Datagrams() {}

    /** The sum; null if there is nothing to add. */
    static @Nullable DatagramStatistics plus(@Nullable DatagramStatistics one, @Nullable DatagramStatistics other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return new DatagramStatistics(
                one.received() + other.received(),
                one.sent() + other.sent(),
                one.peers() + other.peers(),
                one.refused() + other.refused(),
                one.tooLong() + other.tooLong(),
                one.empty() + other.empty(),
                one.overflowed() + other.overflowed(),
                one.withheld() + other.withheld(),
                one.unsendable() + other.unsendable(),
                one.unreachable() + other.unreachable(),
                one.failed() + other.failed(),
                one.evicted() + other.evicted());
    }

    /** The same of a socket that knows nobody any more. */
    static @Nullable DatagramStatistics withoutPeers(@Nullable DatagramStatistics all) {
        return all == null
                ? null
                : new DatagramStatistics(
                        all.received(),
                        all.sent(),
                        0,
                        all.refused(),
                        all.tooLong(),
                        all.empty(),
                        all.overflowed(),
                        all.withheld(),
                        all.unsendable(),
                        all.unreachable(),
                        all.failed(),
                        all.evicted());
    }
}
