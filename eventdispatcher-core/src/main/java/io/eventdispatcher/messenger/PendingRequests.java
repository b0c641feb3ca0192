package io.eventdispatcher.messenger;

import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.TimerHandle;
import io.eventdispatcher.message.Commands;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.timer.Schedule;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait for their answer, in the order they were sent. Peers answer in order, so an answer belongs to the
 * first request that it fits.
 *
 * <p>Threading: any thread. Adding and sending is one step under the lock, so that both orders are the same; futures are
 * completed outside of it.
 */
final class PendingRequests {

    private static final class Request extends CompletableFuture<Message> {
        private final Message message;
        private final String replyCommand;
        private long link;

        /** Written by the thread that asks, read by the one that ends the request. */
        private volatile @Nullable TimerHandle timeout;

        Request(Message message, String replyCommand) {
            this.message = message;
            this.replyCommand = replyCommand;
        }
    }

    /** The link of a request that waits in the queue of the client. */
    private static final long NO_LINK = 0;

    private final EventLoop loop;
    private final String client;
    private final int capacity;
    private final ArrayDeque<Request> waiting = new ArrayDeque<>();
    private volatile int size;
    private volatile long link = NO_LINK;

    PendingRequests(EventLoop loop, String client, int capacity) {
        this.loop = loop;
        this.client = client;
        this.capacity = capacity;
    }

    int size() {
        return size;
    }

    CompletableFuture<Message> add(
            Message message, String replyCommand, Duration timeout, Function<Message, Delivery> send) {
        Request request = new Request(message, replyCommand);
        String refused;
        synchronized (this) {
            refused = addAndSend(request, send);
        }
        if (refused != null) {
            request.completeExceptionally(failure(request, RequestException.Reason.NOT_SENT, refused));
            return request;
        }
        var unused = request.whenComplete((answer, failure) -> remove(request)); // also when the caller cancels it
        try {
            request.timeout = loop.schedule(
                    client + " request",
                    Schedule.after(timeout),
                    () -> fail(
                            request,
                            RequestException.Reason.TIMEOUT,
                            "no " + replyCommand + " within " + timeout.toMillis() + " ms"));
        } catch (RejectedExecutionException loopClosed) {
            fail(request, RequestException.Reason.NOT_SENT, "the loop takes no timer: " + loopClosed.getMessage());
        }
        if (request.isDone()) {
            remove(request); // the answer was there before the timer
        }
        return request;
    }

    /** Returns why the request was not taken, null if it was. */
    private @Nullable String addAndSend(Request request, Function<Message, Delivery> send) {
        if (waiting.size() >= capacity) {
            return "too many requests wait for their answers: waiting=" + waiting.size() + " max=" + capacity;
        }
        waiting.add(request);
        size = waiting.size(); // before the answer can arrive, which looks at it without the lock
        Delivery delivery = send.apply(request.message);
        if (!delivery.accepted()) {
            waiting.remove(request);
            size = waiting.size();
            return delivery.reason();
        }
        request.link = delivery.status() == Delivery.Status.SENT ? link : NO_LINK;
        return null;
    }

    private void remove(Request request) {
        synchronized (this) {
            waiting.remove(request);
            size = waiting.size();
        }
        TimerHandle timer = request.timeout;
        if (timer != null) {
            timer.cancel();
        }
    }

    /** Takes a received message if a request waits for it. */
    boolean answer(Message message) {
        if (size == 0) {
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
            request.complete(message);
        } else {
            request.completeExceptionally(new RequestException(
                    RequestException.Reason.REFUSED, describe(request) + " was refused: " + message, message));
        }
        return true;
    }

    private static boolean isRefusal(String command) {
        return command.equals(Commands.INVALID) || command.equals(Commands.UNKNOWN) || command.equals(Commands.ERROR);
    }

    /** Removes at once: the next answer belongs to the next request. */
    private synchronized @Nullable Request take(Predicate<Request> condition) {
        for (Iterator<Request> each = waiting.iterator(); each.hasNext(); ) {
            Request request = each.next();
            if (condition.test(request)) {
                each.remove();
                size = waiting.size();
                return request;
            }
        }
        return null;
    }

    /** Returns the number of the present or last connection. */
    long link() {
        return link;
    }

    /** A new connection is there. Loop thread only. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // written by the loop thread alone
    void connected() {
        link++;
    }

    /** Fails the requests that had gone out on a connection that is gone; those in the client's queue go on waiting. */
    void disconnected(long lostLink, String reason) {
        List<Request> lost = new ArrayList<>();
        synchronized (this) {
            for (Request request : waiting) {
                if (request.link != NO_LINK && request.link <= lostLink) {
                    lost.add(request);
                }
            }
        }
        lost.forEach(request -> fail(request, RequestException.Reason.DISCONNECTED, "connection lost: " + reason));
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
