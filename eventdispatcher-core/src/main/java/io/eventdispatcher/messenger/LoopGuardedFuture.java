package io.eventdispatcher.messenger;

import io.eventdispatcher.loop.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A future that only the loop thread completes. Waiting for it there would be for ever, so that is refused; the same holds
 * for what is chained to it.
 *
 * <p>Threading: any thread.
 */
class LoopGuardedFuture<T> extends CompletableFuture<T> {

    private final EventLoop loop;
    private final String what;

    /**
     * Makes an incomplete future.
     *
     * @param loop completes it
     * @param what for the text of the refusal, for example "request ADD of client 'hub'"
     */
    LoopGuardedFuture(EventLoop loop, String what) {
        this.loop = loop;
        this.what = what;
    }

    EventLoop loop() {
        return loop;
    }

    String what() {
        return what;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new LoopGuardedFuture<>(loop, what);
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        checkMayWait();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        checkMayWait();
        return super.get(timeout, unit);
    }

    @Override
    public T join() {
        checkMayWait();
        return super.join();
    }

    private void checkMayWait() {
        if (!isDone() && loop.inLoop()) {
            throw new IllegalStateException(what + " must not be waited for on loop '" + loop.name()
                    + "', which has to receive the answer: it would wait for ever; chain what follows with thenAccept, or"
                    + " run the caller elsewhere (for a handler: Execution.EXECUTOR or VIRTUAL)");
        }
    }
}
