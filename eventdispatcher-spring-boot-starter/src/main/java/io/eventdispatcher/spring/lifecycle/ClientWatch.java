package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.backoff.Backoff;
import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.client.ClientObserver;
import io.eventdispatcher.client.ClientSnapshot;
import io.eventdispatcher.client.ClientState;
import io.eventdispatcher.client.DropReason;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what happens to one client, for the meters; tells who waits for its first connection, who is told when it gives up,
 * and the application's observers.
 *
 * <p>Threading: any thread.
 */
final class ClientWatch implements ClientObserver {

    private static final Logger log = LoggerFactory.getLogger(ClientWatch.class);

    private final Events events;
    private final List<ClientObserver> others;
    private final LongAdder failedAttempts = new LongAdder();
    private final Map<DropReason, LongAdder> dropped = new EnumMap<>(DropReason.class);
    private volatile @Nullable Duration lastPause; // written on the loop
    private volatile CompletableFuture<Boolean> outcome = new CompletableFuture<>();

    ClientWatch(ClientExtensions extensions) {
        this.events = new Events(extensions.publisher());
        this.others = extensions.observers();
        for (DropReason reason : DropReason.values()) {
            dropped.put(reason, new LongAdder());
        }
    }

    /** Begins to wait anew, before a start. */
    void expectConnection() {
        outcome = new CompletableFuture<>();
    }

    /** Completed with true by the first connection after {@link #expectConnection}, with false when the client gives up. */
    CompletableFuture<Boolean> outcome() {
        return outcome;
    }

    long failedAttempts() {
        return failedAttempts.sum();
    }

    /** The pause after the last failed round; null before the first one, and after the last one of all. */
    @Nullable
    Duration lastPause() {
        return lastPause;
    }

    long dropped(DropReason reason) {
        LongAdder count = dropped.get(reason);
        return count == null ? 0 : count.sum();
    }

    long dropped() {
        return dropped.values().stream().mapToLong(LongAdder::sum).sum();
    }

    @Override
    public void stateChanged(ClientSnapshot snapshot) {
        if (snapshot.state() == ClientState.CONNECTED) {
            outcome.complete(true);
        } else if (snapshot.state() == ClientState.GAVE_UP) {
            outcome.complete(false);
            events.publish(new ClientGaveUpEvent(snapshot.name(), snapshot.failures(), snapshot.lastError()));
        }
        tell(other -> other.stateChanged(snapshot));
    }

    @Override
    public void attemptFailed(String client, IOException failure, Duration pause) {
        failedAttempts.increment();
        lastPause = pause.equals(Duration.ofNanos(Backoff.NEVER)) ? null : pause;
        tell(other -> other.attemptFailed(client, failure, pause));
    }

    @Override
    public void dropped(String client, ByteSource frame, DropReason reason) {
        LongAdder count = dropped.get(reason);
        if (count != null) {
            count.increment();
        }
        tell(other -> other.dropped(client, frame, reason));
    }

    private void tell(Consumer<ClientObserver> call) {
        for (ClientObserver other : others) {
            try {
                call.accept(other);
            } catch (RuntimeException e) {
                log.error("a client observer failed; ignored", e);
            }
        }
    }
}
