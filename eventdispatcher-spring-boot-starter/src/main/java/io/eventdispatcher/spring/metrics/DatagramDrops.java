package io.eventdispatcher.spring.metrics;

import io.eventdispatcher.spring.lifecycle.NamedListener;
import io.eventdispatcher.transport.DatagramStatistics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Why datagrams reach nobody: the reasons of {@link EventDispatcherMeter#DATAGRAMS_DROPPED}.
 *
 * <p>Threading: immutable.
 */
enum DatagramDrops {
    /** The secret code is missing or wrong. */
    REFUSED(DatagramStatistics::refused),
    /** Longer than the limit. */
    TOO_LONG(DatagramStatistics::tooLong),
    /** Nothing in it. */
    EMPTY(DatagramStatistics::empty),
    /** The handlers are behind, or there are too many peers. */
    OVERFLOWED(DatagramStatistics::overflowed),
    /** An answer to somebody who proved nothing and is elsewhere, or has no address. */
    WITHHELD(DatagramStatistics::withheld),
    /** An answer that does not fit. */
    UNSENDABLE(DatagramStatistics::unsendable),
    /** The system said that nobody received it. */
    UNREACHABLE(DatagramStatistics::unreachable),
    /** The system did not send it. */
    FAILED(DatagramStatistics::failed);

    private final ToLongFunction<DatagramStatistics> count;

    DatagramDrops(ToLongFunction<DatagramStatistics> count) {
        this.count = count;
    }

    static void bind(MeterRegistry registry, Tags tags, NamedListener listener) {
        for (DatagramDrops reason : values()) {
            EventDispatcherMeters.counter(
                    registry,
                    EventDispatcherMeter.DATAGRAMS_DROPPED,
                    tags.and(MeterTag.REASON.asString(), reason.name().toLowerCase(Locale.ROOT)),
                    listener,
                    each -> reason.count(each.datagrams()));
        }
    }

    private long count(@Nullable DatagramStatistics datagrams) {
        return datagrams == null ? 0 : count.applyAsLong(datagrams);
    }
}
