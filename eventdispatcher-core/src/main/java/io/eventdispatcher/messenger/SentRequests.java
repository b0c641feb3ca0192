package io.eventdispatcher.messenger;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.messenger.PendingRequest.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The requests that went out on the present connection, or will on the next, in their order; and what is known about how the
 * peer answers.
 *
 * <p>As long as it is not known that the peer repeats ids, at most one request is under way. One that was given up then keeps
 * its place for as long again as it was waited for, and what could be answered with the same words waits, so that its late
 * answer is not taken for that of the next one.
 *
 * <p>Threading: one thread at a time (confined to {@link PendingRequests}, which locks).
 */
final class SentRequests {

    /** Whether the peer repeats the id. The allowed moves: UNKNOWN to both others; back with the next connection. */
    private enum Echo {
        UNKNOWN,
        YES,
        NO
    }

    private final Correlation correlation;
    private final String idPrefix;
    private final Set<PendingRequest> requests = new LinkedHashSet<>();
    private final Map<String, PendingRequest> byId = new HashMap<>();
    private Echo echo = Echo.UNKNOWN;
    private int givenUp;
    private boolean answeredWithoutId;

    SentRequests(Correlation correlation, String idPrefix) {
        this.correlation = correlation;
        this.idPrefix = idPrefix;
    }

    /** Without those given up. */
    int live() {
        return requests.size() - givenUp;
    }

    int size() {
        return requests.size();
    }

    /** Whether the answers tell which request they belong to. */
    private boolean isCorrelated() {
        return correlation.parameter() != null && (!correlation.learns() || echo == Echo.YES);
    }

    /** Whether nothing more may go before an answer comes. */
    boolean isBusy() {
        return !isCorrelated() && live() > 0;
    }

    boolean mayGo(PendingRequest request) {
        if (isCorrelated()) {
            return true;
        }
        return live() == 0 && (givenUp == 0 || requests.stream().noneMatch(request::isLike));
    }

    /** Takes a request in and writes its id into what is sent, if the peer may want it. */
    void add(PendingRequest request) {
        String parameter = correlation.parameter();
        request.state = State.SENT;
        if (parameter != null && echo != Echo.NO) {
            request.idParameter = parameter;
            request.sent =
                    request.request().toBuilder().param(parameter, request.id()).build();
            byId.put(request.id(), request);
        }
        requests.add(request);
    }

    /** Ends a request, for whatever reason; does nothing if that has happened. */
    void remove(PendingRequest request) {
        if (requests.remove(request) && request.state == State.GIVEN_UP) {
            givenUp--;
        }
        byId.remove(request.id());
        request.state = State.OVER;
    }

    /** Tells whether a request that nobody waits for any more keeps its place. */
    boolean giveUp(PendingRequest request) {
        if (isCorrelated()) {
            return false; // its id tells
        }
        request.state = State.GIVEN_UP;
        givenUp++;
        return true;
    }

    /** The request that a message answers, live or given up. */
    @Nullable
    PendingRequest match(Message message) {
        String id = id(message);
        if (id != null) {
            PendingRequest known = byId.get(id);
            if (known != null && correlation.learns()) {
                echo = Echo.YES;
            }
            return known;
        }
        PendingRequest first = firstFor(message);
        if (first != null && isCorrelated()) {
            answeredWithoutId = true;
            return null;
        }
        if (first != null && first.idParameter != null) {
            echo = Echo.NO;
        }
        return first;
    }

    private @Nullable String id(Message message) {
        String parameter = correlation.parameter();
        return parameter == null ? null : message.param(parameter);
    }

    private @Nullable PendingRequest firstFor(Message message) {
        for (PendingRequest request : requests) {
            if (request.fits(message)) {
                return request;
            }
        }
        return null;
    }

    /** Whether a message has an id that was given to a request which is over. */
    boolean isLate(Message message) {
        String id = id(message);
        return id != null && id.startsWith(idPrefix) && !byId.containsKey(id);
    }

    @Nullable
    PendingRequest find(ByteSource frame) {
        for (PendingRequest request : requests) {
            if (request.sent == frame) {
                return request;
            }
        }
        return null;
    }

    /** Another peer comes, of which nothing is known; returns the live requests. */
    List<PendingRequest> reset() {
        echo = Echo.UNKNOWN;
        answeredWithoutId = false;
        List<PendingRequest> live = new ArrayList<>();
        for (PendingRequest request : List.copyOf(requests)) {
            if (request.state == State.GIVEN_UP) {
                remove(request);
            } else {
                live.add(request);
            }
        }
        return live;
    }

    /** What may help who reads about a time-out. */
    String hint() {
        return answeredWithoutId
                ? "; an answer came without the parameter " + correlation.parameter()
                        + ": the correlation must be off if the peer does not repeat it"
                : "";
    }
}
