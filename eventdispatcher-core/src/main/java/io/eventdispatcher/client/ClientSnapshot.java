package io.eventdispatcher.client;

import io.eventdispatcher.endpoint.Endpoint;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link PermanentClient} looks at one moment.
 *
 * <p>Threading: immutable.
 *
 * @param name of the client
 * @param endpoints where it connects to, in the order they are tried
 * @param state its state
 * @param since when it came into that state
 * @param endpoint the one it is connected to, or was last; null before the first connection
 * @param failures failed rounds in a row, 0 while a connection is good
 * @param connections how often it was connected so far; reconnects are one less
 * @param queuedFrames frames that wait in the client
 * @param queuedBytes their bytes, framing included
 * @param droppedFrames accepted frames that were dropped so far, for any {@link DropReason}
 * @param lastError what went wrong last, for people; null when nothing did
 * @param ready whether frames go out now: there is a connection, and with {@link PermanentClient.Builder#awaitReady} it
 *     was declared ready
 * @since 0.1
 */
public record ClientSnapshot(
        String name,
        List<Endpoint> endpoints,
        ClientState state,
        Instant since,
        @Nullable Endpoint endpoint,
        int failures,
        long connections,
        int queuedFrames,
        long queuedBytes,
        long droppedFrames,
        @Nullable String lastError,
        boolean ready) {

    /**
     * Copies the endpoints.
     *
     * @param name see the record component
     * @param endpoints see the record component
     * @param state see the record component
     * @param since see the record component
     * @param endpoint see the record component
     * @param failures see the record component
     * @param connections see the record component
     * @param queuedFrames see the record component
     * @param queuedBytes see the record component
     * @param droppedFrames see the record component
     * @param lastError see the record component
     * @param ready see the record component
     */
    public ClientSnapshot {
        endpoints = List.copyOf(endpoints);
    }
}
