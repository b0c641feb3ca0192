package io.eventdispatcher.messenger;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.TimerHandle;
import io.eventdispatcher.message.Commands;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.timer.Schedule;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait for their answer, in the order they were sent. Peers answer in order, so an answer belongs to the
 * first request that it fits. A request that was given up, by time-out or by its sender, keeps its place for as long again,
 * so that its late answer is not taken for that of the next one.
 *
 * <p>Threading: any thread. Adding and sending is one step under the lock, so that both orders are the same; futures are
 * completed outside of it.
 */
final class PendingRequests {

    private static final class Request extends CompletableFuture<Message> {
        private final Message message;
        private final String replyCommand;
        private final Duration timeout;
        private boolean givenUp;

        /** Written by the thread that asks, read by the one that ends the request. */
        private volatile @Nullable TimerHandle timer;

        Request(Message message, String replyCommand, Duration timeout) {
            this.message = message;
            this.replyCommand = replyCommand;
            this.timeout = timeout;
        }
    }

    private final EventLoop loop;
    private final String client;
    private final int capacity;

    @GuardedBy("this")
    private final Set<Request> waiting = new LinkedHashSet<>();

    @GuardedBy("this")
    private int givenUp;

    /** Requests and places of given up ones; looked at without the lock for each message that arrives. */
    private volatile int places;

    PendingRequests(EventLoop loop, String client, int capacity) {
        this.loop = loop;
        this.client = client;
        this.capacity = capacity;
    }

    /** Returns how many requests wait, without those that were given up. */
    synchronized int size() {
        return waiting.size() - givenUp;
    }

    CompletableFuture<Message> add(
            Message message, String replyCommand, Duration timeout, Function<Message, Delivery> send) {
        Request request = new Request(message, replyCommand, timeout);
        String refused;
        synchronized (this) {
            refused = addAndSend(request, send);
        }
        if (refused != null) {
            request.completeExceptionally(failure(request, RequestException.Reason.NOT_SENT, refused));
            return request;
        }
        var unused = request.whenComplete((answer, failure) -> ended(request)); // also when the caller cancels it
        if (!arm(
                request,
                () -> fail(
                        request,
                        RequestException.Reason.TIMEOUT,
                        "no " + replyCommand + " within " + timeout.toMillis() + " ms"))) {
            fail(request, RequestException.Reason.NOT_SENT, "the loop takes no timer");
        }
        return request;
    }

    /** Returns why the request was not taken, null if it was. */
    @GuardedBy("this")
    private @Nullable String addAndSend(Request request, Function<Message, Delivery> send) {
        if (waiting.size() - givenUp >= capacity || waiting.size() >= 2 * capacity) {
            return "too many requests wait for their answers: waiting=" + (waiting.size() - givenUp) + " givenUp="
                    + givenUp + " max=" + capacity;
        }
        waiting.add(request);
        places = waiting.size(); // before the answer can arrive
        Delivery delivery = send.apply(request.message);
        if (!delivery.accepted()) {
            remove(request);
            return delivery.reason();
        }
        return null;
    }

    @GuardedBy("this")
    private void remove(Request request) {
        if (waiting.remove(request) && request.givenUp) {
            givenUp--;
        }
        places = waiting.size();
    }

    /** Sets the timer of a request, unless what it waits for has happened meanwhile; false if the loop takes none. */
    private boolean arm(Request request, Runnable action) {
        try {
            TimerHandle timer = loop.schedule(client + " request", Schedule.after(request.timeout), action);
            request.timer = timer;
            if (!isWaiting(request)) {
                timer.cancel();
            }
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private synchronized boolean isWaiting(Request request) {
        return waiting.contains(request);
    }

    /** A request was answered, failed or was cancelled. In the latter cases its answer may still arrive. */
    private void ended(Request request) {
        TimerHandle timer = request.timer;
        if (timer != null) {
            timer.cancel();
        }
        synchronized (this) {
            if (!waiting.contains(request)) {
                return;
            }
            request.givenUp = true;
            givenUp++;
        }
        if (!arm(request, () -> forget(request))) {
            forget(request);
        }
    }

    private synchronized void forget(Request request) {
        remove(request);
    }

    /** Takes a received message if a request waits for it. */
    boolean answer(Message message) {
        if (places == 0) {
            return false;
        }
        String command = message.command();
        boolean refusal = isRefusal(command);
        String about = refusal ? message.param("command") : null;
        Request request = take(each -> each.replyCommand.equals(command)
                || (refusal && each.message.command().equals(about)));
        if (request == null) {
            return false;
        }
        if (request.replyCommand.equals(command)) {
            return request.complete(message);
        }
        return request.completeExceptionally(new RequestException(
                RequestException.Reason.REFUSED, describe(request) + " was refused: " + message, message));
    }

    private static boolean isRefusal(String command) {
        return command.equals(Commands.INVALID) || command.equals(Commands.UNKNOWN) || command.equals(Commands.ERROR);
    }

    /** Removes at once: the next answer belongs to the next request. */
    private synchronized @Nullable Request take(Predicate<Request> condition) {
        for (Request request : waiting) {
            if (condition.test(request)) {
                remove(request);
                return request;
            }
        }
        return null;
    }

    /**
     * A connection is gone: what had gone out on it gets no answer any more. What still waits in the client goes out on the
     * next one, and its request waits on.
     *
     * @param unsent the messages that wait in the client, asked for after the requests are known
     */
    void disconnected(Supplier<Set<ByteSource>> unsent, String reason) {
        List<Request> candidates;
        synchronized (this) {
            candidates = List.copyOf(waiting);
        }
        if (candidates.isEmpty()) {
            return;
        }
        Set<ByteSource> stillToSend = unsent.get();
        for (Request request : candidates) {
            if (!stillToSend.contains(request.message)) {
                forget(request);
                fail(request, RequestException.Reason.DISCONNECTED, "connection lost: " + reason);
            }
        }
    }

    private void fail(Request request, RequestException.Reason reason, String detail) {
        request.completeExceptionally(failure(request, reason, detail));
    }

    private RequestException failure(Request request, RequestException.Reason reason, String detail) {
        return new RequestException(reason, describe(request) + " failed: " + detail, null);
    }

    private String describe(Request request) {
        return "request " + request.message.command() + " of client '" + client + "'";
    }
}
