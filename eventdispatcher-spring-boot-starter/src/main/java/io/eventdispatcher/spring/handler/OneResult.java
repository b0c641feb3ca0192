package io.eventdispatcher.spring.handler;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The first element of a publisher, null when there is none.
 *
 * <p>Threading: any thread; the publisher calls it from one at a time.
 */
final class OneResult extends CompletableFuture<@Nullable Object> implements Subscriber<Object>, TimedCall.GivenUp {

    private volatile @Nullable Subscription subscription;

    @Override
    public void onSubscribe(Subscription offered) {
        subscription = offered;
        offered.request(1);
    }

    @Override
    public void onNext(Object element) {
        complete(element);
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
        Subscription source = subscription;
        if (source != null) {
            source.cancel();
        }
        cancel(false);
    }
}
