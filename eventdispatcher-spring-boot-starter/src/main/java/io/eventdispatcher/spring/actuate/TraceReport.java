package io.eventdispatcher.spring.actuate;

import io.eventdispatcher.spring.trace.MessageTrace;
import io.eventdispatcher.spring.trace.TraceEntry;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The trace, as the endpoint shows it.
 *
 * <p>Threading: immutable.
 *
 * @param all whether everything is traced that nobody said something else about
 * @param total how many messages were traced so far
 * @param items the last of them, the oldest first
 * @since 0.1
 */
public record TraceReport(boolean all, long total, List<TracedMessage> items) implements OperationResponseBody {

    static TraceReport of(MessageTrace trace, PeerData peers) {
        return new TraceReport(
                trace.isOn(),
                trace.total(),
                trace.entries().stream()
                        .map(entry -> TracedMessage.of(entry, peers))
                        .toList());
    }

    /**
     * A traced message.
     *
     * @param number counts up from 1
     * @param at when it was received or sent
     * @param endpoint name of the listener or client
     * @param connection id of the connection
     * @param direction RECEIVED or SENT
     * @param bytes its length, without framing
     * @param text the message with masked values
     * @param refused why it was not sent; null if it was received or sent
     * @since 0.1
     */
    public record TracedMessage(
            long number,
            Instant at,
            String endpoint,
            String connection,
            String direction,
            int bytes,
            String text,
            @Nullable String refused) {

        static TracedMessage of(TraceEntry entry, PeerData peers) {
            return new TracedMessage(
                    entry.number(),
                    entry.at(),
                    entry.endpoint(),
                    entry.connection(),
                    entry.direction().name(),
                    entry.bytes(),
                    peers.shown("trace.text", entry.text()),
                    entry.refused());
        }
    }
}
