package io.eventdispatcher.spring.metrics;

import io.eventdispatcher.client.DropReason;
import io.eventdispatcher.messenger.RequestStatistics;
import io.eventdispatcher.spring.lifecycle.NamedClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * Meters of what became of the messages and requests of a client.
 *
 * <p>Threading: called by the thread that starts the application.
 */
final class ClientRequestMeters {

    private ClientRequestMeters() {}

    static void bind(MeterRegistry registry, Tags endpoint, NamedClient client) {
        for (DropReason reason : DropReason.values()) {
            EventDispatcherMeters.counter(
                    registry,
                    EventDispatcherMeter.CLIENT_DROPPED,
                    endpoint.and(MeterTag.REASON.asString(), reason.name().toLowerCase(Locale.ROOT)),
                    client,
                    each -> each.dropped(reason));
        }
        requests(registry, endpoint, "success", client, RequestStatistics::answered);
        requests(registry, endpoint, "refused", client, RequestStatistics::refused);
        requests(registry, endpoint, "timeout", client, RequestStatistics::timedOut);
        requests(registry, endpoint, "disconnected", client, RequestStatistics::disconnected);
        requests(registry, endpoint, "not_sent", client, RequestStatistics::notSent);
        requests(registry, endpoint, "cancelled", client, RequestStatistics::cancelled);
        EventDispatcherMeters.counter(
                registry,
                EventDispatcherMeter.CLIENT_REQUESTS_LATE,
                endpoint,
                client,
                each -> each.requests().late());
        EventDispatcherMeters.gauge(
                registry,
                EventDispatcherMeter.CLIENT_REQUESTS_WAITING,
                endpoint,
                client,
                each -> each.messageClient().waitingRequests());
    }

    private static void requests(
            MeterRegistry registry,
            Tags endpoint,
            String outcome,
            NamedClient client,
            ToLongFunction<RequestStatistics> count) {
        EventDispatcherMeters.counter(
                registry,
                EventDispatcherMeter.CLIENT_REQUESTS,
                endpoint.and(MeterTag.OUTCOME.asString(), outcome),
                client,
                each -> count.applyAsLong(each.requests()));
    }
}
