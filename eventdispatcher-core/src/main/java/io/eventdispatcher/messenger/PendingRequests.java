package io.eventdispatcher.messenger;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.TimerHandle;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.messenger.PendingRequest.State;
import io.eventdispatcher.messenger.RequestException.Reason;
import io.eventdispatcher.timer.Schedule;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait for their answer, or for their turn to be sent.
 *
 * <p>Which of them go out and which one an answer belongs to is up to {@link SentRequests}; here they are taken, given up and
 * completed. Ids begin with a part that nobody can guess, so that what others ask each other over the same connection is
 * never taken for an answer.
 *
 * <p>Threading: any thread. Taking and sending is one step under the lock, so that both orders are the same; futures are
 * completed outside of it.
 */
final class PendingRequests {

    /** What a received message is to the requests. */
    enum Match {
        /** Not an answer to any of them. */
        NONE,
        /** An answer, and taken. */
        ANSWER,
        /** The answer to a request that was given up. */
        LATE
    }

    private static final SecureRandom RANDOM = new SecureRandom();

    private final EventLoop loop;
    private final String client;
    private final int capacity;
    private final Function<Message, Delivery> send;
    private final Predicate<Message> withdraw;
    private final RequestTally tally = new RequestTally();
    private final String idPrefix = Long.toString(RANDOM.nextLong() >>> 8, Character.MAX_RADIX) + "-";
    private final AtomicLong ids = new AtomicLong();

    @GuardedBy("this")
    private final Set<PendingRequest> waiting = new LinkedHashSet<>();

    @GuardedBy("this")
    private final SentRequests sent;

    /** Whether any request was taken; looked at without the lock for each message that arrives. */
    private volatile boolean used;

    /**
     * Makes an empty one.
     *
     * @param loop completes what it hands out
     * @param client name, for texts
     * @param capacity most requests that wait for an answer or for their turn
     * @param correlation which answer belongs to which request
     * @param send sends a request, or puts it where it waits for a connection
     * @param withdraw takes back what waits there; false if it is not there any more
     */
    PendingRequests(
            EventLoop loop,
            String client,
            int capacity,
            Correlation correlation,
            Function<Message, Delivery> send,
            Predicate<Message> withdraw) {
        this.loop = loop;
        this.client = client;
        this.capacity = capacity;
        this.send = send;
        this.withdraw = withdraw;
        this.sent = new SentRequests(correlation, idPrefix);
    }

    /** How many wait for an answer or for their turn, without those that were given up. */
    synchronized int size() {
        return sent.live() + waiting.size();
    }

    /** How many wait for their turn to be sent. */
    synchronized int waiting() {
        return waiting.size();
    }

    RequestStatistics statistics() {
        return tally.statistics();
    }

    CompletableFuture<Message> add(Message message, String replyCommand, Duration timeout) {
        PendingRequest request = new PendingRequest(
                loop,
                "request " + message.command() + " of client '" + client + "'",
                message,
                replyCommand,
                timeout,
                idPrefix + Long.toString(ids.incrementAndGet(), Character.MAX_RADIX));
        var unused = request.whenComplete((answer, failure) -> ended(request, failure)); // also when it is cancelled
        used = true;
        String refused;
        synchronized (this) {
            refused = take(request);
        }
        if (refused != null) {
            fail(request, Reason.NOT_SENT, refused, false);
        } else if (!arm(request, () -> timedOut(request))) {
            fail(request, Reason.NOT_SENT, "the loop takes no timer", true);
        }
        return request;
    }

    /** Returns why the request was not taken, null if it was. */
    @GuardedBy("this")
    private @Nullable String take(PendingRequest request) {
        int pending = sent.live() + waiting.size();
        if (pending >= capacity || sent.size() >= 2 * capacity) {
            request.state = State.OVER;
            return "too many requests wait for their answers: waiting=" + pending + " givenUp="
                    + (sent.size() - sent.live()) + " max=" + capacity;
        }
        if (sent.mayGo(request)) {
            return send(request);
        }
        waiting.add(request);
        return null;
    }

    @GuardedBy("this")
    private @Nullable String send(PendingRequest request) {
        sent.add(request); // before the answer can arrive
        Delivery delivery = send.apply(request.sent);
        if (!delivery.accepted()) {
            sent.remove(request);
            return delivery.reason();
        }
        return null;
    }

    /** Sends what may go now. */
    private void pump() {
        List<Runnable> failures = new ArrayList<>(0);
        synchronized (this) {
            for (PendingRequest next = next(); next != null; next = next()) {
                waiting.remove(next);
                PendingRequest going = next;
                String refused = send(going);
                if (refused != null) {
                    failures.add(() -> fail(going, Reason.NOT_SENT, refused, false));
                }
            }
        }
        failures.forEach(Runnable::run);
    }

    @GuardedBy("this")
    private @Nullable PendingRequest next() {
        for (PendingRequest each : waiting) {
            if (sent.mayGo(each)) {
                return each;
            }
            if (sent.isBusy()) {
                return null;
            }
        }
        return null;
    }

    /** Sets the timer of a request, unless what it waits for has happened meanwhile; false if the loop takes none. */
    private boolean arm(PendingRequest request, Runnable action) {
        try {
            TimerHandle timer = loop.schedule(client + " request", Schedule.after(request.timeout()), action);
            request.timer = timer;
            if (isOver(request)) {
                timer.cancel();
            }
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private synchronized boolean isOver(PendingRequest request) {
        return request.state == State.OVER;
    }

    private void timedOut(PendingRequest request) {
        String after = " within " + request.timeout().toMillis() + " ms";
        String detail;
        boolean mayHaveArrived = false;
        synchronized (this) {
            if (request.state == State.WAITING) {
                detail = "its turn did not come" + after + ": the peer gets one request at a time, waiting="
                        + waiting.size();
            } else if (request.state == State.SENT && withdraw.test(request.sent)) {
                sent.remove(request);
                detail = "no connection" + after;
            } else {
                mayHaveArrived = true;
                detail = "no " + request.replyCommand() + after + sent.hint();
            }
        }
        fail(request, Reason.TIMEOUT, detail, mayHaveArrived);
    }

    /** A request was answered, failed or was cancelled. In the latter cases its answer may still arrive. */
    private void ended(PendingRequest request, @Nullable Throwable failure) {
        count(request, failure);
        TimerHandle timer = request.timer;
        if (timer != null) {
            timer.cancel();
        }
        boolean keepsPlace = false;
        synchronized (this) {
            if (request.state == State.WAITING) {
                waiting.remove(request);
                request.state = State.OVER;
            } else if (request.state == State.SENT) {
                keepsPlace = !withdraw.test(request.sent) && sent.giveUp(request);
                if (!keepsPlace) {
                    sent.remove(request);
                }
            }
        }
        if (keepsPlace && !arm(request, () -> forget(request))) {
            forget(request);
        } else if (!keepsPlace) {
            pump();
        }
    }

    private void forget(PendingRequest request) {
        synchronized (this) {
            sent.remove(request);
        }
        pump();
    }

    /** Takes a received message if a request waits for it. */
    Match answer(Message message) {
        if (!used) {
            return Match.NONE;
        }
        PendingRequest request;
        boolean late;
        synchronized (this) {
            request = sent.match(message);
            if (request != null && request.isSameAs(message)) {
                return Match.NONE; // its answer is still to come, from a handler of this service
            }
            late = request == null ? sent.isLate(message) : request.state == State.GIVEN_UP;
            if (request != null) {
                sent.remove(request); // the next answer belongs to the next request
            }
        }
        if (late) {
            tally.late();
        } else if (request != null) {
            complete(request, message);
        }
        if (request != null) {
            pump();
        }
        return late ? Match.LATE : request == null ? Match.NONE : Match.ANSWER;
    }

    private void complete(PendingRequest request, Message received) {
        Message answer = request.asAsked(received);
        if (answer.command().equals(request.replyCommand()) || !PendingRequest.isRefusal(answer)) {
            count(request, null);
            request.complete(answer);
        } else {
            fail(
                    request,
                    new RequestException(Reason.REFUSED, request.what() + " was refused: " + answer, answer, true));
        }
    }

    /** A frame that the client had taken was given up before it was sent. */
    void dropped(ByteSource frame, String reason) {
        PendingRequest request;
        synchronized (this) {
            request = sent.find(frame);
            if (request != null) {
                sent.remove(request);
            }
        }
        if (request != null) {
            fail(request, Reason.NOT_SENT, "dropped before it was sent: " + reason, false);
            pump();
        }
    }

    /**
     * A connection is gone: what had gone out on it gets no answer any more. What still waits in the client goes out on the
     * next one, and its request waits on.
     *
     * @param unsent the messages that wait in the client, asked for after the requests are known
     */
    void disconnected(Supplier<Set<ByteSource>> unsent, String reason) {
        List<PendingRequest> candidates;
        synchronized (this) {
            candidates = sent.reset();
        }
        if (!candidates.isEmpty()) {
            Set<ByteSource> stillToSend = unsent.get();
            for (PendingRequest request : candidates) {
                if (!stillToSend.contains(request.sent)) {
                    lost(request, reason);
                }
            }
        }
        pump();
    }

    private void lost(PendingRequest request, String reason) {
        synchronized (this) {
            sent.remove(request);
        }
        fail(request, Reason.DISCONNECTED, "connection lost: " + reason, true);
    }

    private void fail(PendingRequest request, Reason reason, String detail, boolean mayHaveArrived) {
        fail(request, new RequestException(reason, request.what() + " failed: " + detail, null, mayHaveArrived));
    }

    private void fail(PendingRequest request, RequestException failure) {
        count(request, failure);
        request.completeExceptionally(failure);
    }

    /** Counts how a request ends, before anybody hears of it; that somebody cancelled it is seen afterwards only. */
    private void count(PendingRequest request, @Nullable Throwable failure) {
        if (request.isFirstEnd()) {
            tally.ended(failure);
        }
    }
}
