package io.eventdispatcher.communicatord.peer;

import io.eventdispatcher.communicatord.registry.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connections that this daemon has made and that are no links yet: the other one has not answered.
 *
 * <p>Threading: loop thread only; time is an argument.
 */
final class Attempts {

    private static final long ANSWER_NANOS = Duration.ofSeconds(5).toNanos();

    private final Map<Session, Attempt> all = new LinkedHashMap<>();

    /** Whom it is to, and whether only to ask that one to dial. */
    record Attempt(Neighbor neighbor, boolean gossip, long sinceNanos) {}

    Attempts() {}

    void add(Session session, Neighbor neighbor, boolean gossip, long now) {
        all.put(session, new Attempt(neighbor, gossip, now));
    }

    @Nullable
    Attempt find(Session session) {
        return all.get(session);
    }

    @Nullable
    Attempt remove(Session session) {
        return all.remove(session);
    }

    /** Those without an answer in time. */
    List<Session> late(long now) {
        List<Session> late = new ArrayList<>();
        all.forEach((session, attempt) -> {
            if (now - attempt.sinceNanos() > ANSWER_NANOS) {
                late.add(session);
            }
        });
        return late;
    }

    List<Session> sessions() {
        return List.copyOf(all.keySet());
    }
}
