package io.eventdispatcher.messenger;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.dispatch.DispatchEntry;
import io.eventdispatcher.dispatch.Route;
import io.eventdispatcher.dispatch.RouteMatch;
import io.eventdispatcher.message.Message;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Hands one message to the entries of its route, in order, until one ends the dispatch. The walk stops where a handler has
 * to run on another thread or is still working, and goes on from there later.
 *
 * <p>Threading: immutable; each walk is done by one thread at a time.
 */
final class RouteWalk {

    /**
     * Where a walk stopped.
     *
     * @param message the message
     * @param route its entries
     * @param index entry to go on with
     * @param processed whether an entry matched already
     * @param executor where to go on, null = loop thread; of no meaning while {@code pending} is set
     * @param pending what the last handler is still working on
     * @param exchange what the last handler is working on, or what the next one was meant for
     */
    record Step(
            Message message,
            Route route,
            int index,
            boolean processed,
            @Nullable Executor executor,
            @Nullable CompletionStage<?> pending,
            @Nullable ConnectionExchange exchange) {

        /** The same message after the entry that could not run. */
        Step skipped() {
            boolean over = !route.entry(index).isObserver();
            return new Step(message, route, over ? route.size() : index + 1, true, null, null, null);
        }
    }

    private final Messenger messenger;

    RouteWalk(Messenger messenger) {
        this.messenger = messenger;
    }

    /** Begins with a message; returns null when it is done. */
    @Nullable
    Step begin(MessageReceiver receiver, Message message, @Nullable Executor here) {
        return walk(receiver, message, messenger.dispatcher().route(message), 0, false, here);
    }

    /** Goes on where a walk stopped; returns null when the message is done. */
    @Nullable
    Step proceed(MessageReceiver receiver, Step step, @Nullable Executor here) {
        return walk(receiver, step.message(), step.route(), step.index(), step.processed(), here);
    }

    private @Nullable Step walk(
            MessageReceiver receiver,
            Message message,
            Route route,
            int from,
            boolean processedBefore,
            @Nullable Executor here) {
        Connection connection = receiver.connection();
        boolean processed = processedBefore;
        for (int i = from; i < route.size(); i++) {
            DispatchEntry entry = route.entry(i);
            if (entry.isCatchAll() && processed) {
                break;
            }
            RouteMatch match = route.match(i, message);
            if (match == null) {
                continue;
            }
            ConnectionExchange exchange = new ConnectionExchange(receiver, message, match);
            if (!entry.accepts(exchange)) {
                continue;
            }
            if (!processed && !messenger.isValid(connection, message)) {
                return null;
            }
            Executor wanted = entry.executor();
            if (entry.isConcurrent() && wanted != null) {
                receiver.work().runConcurrently(exchange, wanted);
            } else if (wanted != here) {
                return new Step(message, route, i, processed, wanted, null, exchange);
            } else {
                if (here == null) {
                    connection.loop().workingOn(entry);
                }
                CompletionStage<?> pending = messenger.calls().call(exchange);
                if (pending != null && entry.isConcurrent()) {
                    receiver.work().track(exchange, pending);
                } else if (pending != null) {
                    int next = entry.isObserver() ? i + 1 : route.size();
                    return new Step(message, route, next, true, here, pending, exchange);
                }
            }
            processed = true;
            if (!entry.isObserver()) {
                return null;
            }
        }
        if (!processed) {
            messenger.answers().unknown(connection, message);
        }
        return null;
    }
}
