package io.eventdispatcher.spring.handler;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.messenger.ConnectionExchange;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Sends each element of a publisher as a message, asks for more as fast as the connection takes them, and cancels when it closes.
 * Complete when the publisher is.
 *
 * <p>Threading: any thread; the publisher calls it from one at a time.
 */
final class SeveralReplies extends CompletableFuture<@Nullable Object>
        implements Subscriber<Object>, TimedCall.GivenUp {

    /** Elements asked for at once; as many may be sent after the connection has enough. */
    static final int BATCH = 16;

    private final Exchange exchange;
    private final ReplyWriter replies;
    private final @Nullable Connection connection;
    private final Object lock = new Object();
    private @Nullable Subscription subscription; // under lock, as all below
    private int wanted;
    private boolean waiting;
    private @Nullable Runnable unwatch;
    private volatile Runnable onEach = () -> {};

    SeveralReplies(Exchange exchange, ReplyWriter replies) {
        this.exchange = exchange;
        this.replies = replies;
        this.connection = exchange instanceof ConnectionExchange received ? received.connection() : null;
    }

    @Override
    public void onEach(Runnable action) {
        onEach = action;
    }

    @Override
    public void onSubscribe(Subscription offered) {
        synchronized (lock) {
            if (subscription != null) {
                offered.cancel();
                return;
            }
            subscription = offered;
            if (exchange instanceof ConnectionExchange received) {
                unwatch = received.onChange(this::changed);
            }
        }
        var unused = whenComplete((value, failure) -> stopWatching());
        more();
    }

    @Override
    public void onNext(Object element) {
        if (isDone()) {
            return;
        }
        onEach.run();
        try {
            replies.write(exchange, element);
        } catch (RuntimeException | Error e) {
            Fatal.rethrow(e);
            cancelSource();
            completeExceptionally(e);
            return;
        }
        synchronized (lock) {
            wanted--;
            if (wanted > 0) {
                return;
            }
        }
        more();
    }

    @Override
    public void onError(Throwable failure) {
        completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        complete(null);
    }

    @Override
    public void giveUp() {
        cancelSource();
        cancel(false);
    }

    /** The connection is writable again, or closed. */
    private void changed() {
        if (isGone()) {
            cancelSource();
            complete(null);
            return;
        }
        synchronized (lock) {
            if (!waiting) {
                return;
            }
        }
        more();
    }

    private boolean isGone() {
        return connection != null && !connection.state().canSend();
    }

    private void more() {
        Subscription source;
        synchronized (lock) {
            waiting = connection != null && !connection.isWritable();
            if (waiting && connection != null && connection.isWritable()) {
                waiting = false; // it became writable before anybody could be told
            }
            if (waiting || wanted > 0) {
                return;
            }
            wanted = BATCH;
            source = subscription;
        }
        if (isGone()) {
            cancelSource();
            complete(null);
        } else if (source != null) {
            source.request(BATCH);
        }
    }

    private void cancelSource() {
        Subscription source;
        synchronized (lock) {
            source = subscription;
        }
        if (source != null) {
            source.cancel();
        }
    }

    private void stopWatching() {
        Runnable stop;
        synchronized (lock) {
            stop = unwatch;
            unwatch = null;
        }
        if (stop != null) {
            stop.run();
        }
    }
}
