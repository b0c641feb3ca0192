package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.loop.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the broker, on its thread, what it looks like.
 *
 * <p>Threading: any thread but that of the loop; blocks for at most a second or two.
 *
 * @since 0.1
 */
public final class BrokerReports {

    private static final long WAIT_SECONDS = 2;

    private final Broker broker;
    private final EventLoop loop;

    BrokerReports(Broker broker, EventLoop loop) {
        this.broker = broker;
        this.loop = loop;
    }

    /**
     * Asks.
     *
     * @return what the daemon looks like now
     * @throws IllegalStateException if the loop does not answer in time
     */
    public BrokerReport now() {
        if (loop.inLoop()) {
            return broker.report();
        }
        CompletableFuture<BrokerReport> report = new CompletableFuture<>();
        try {
            loop.execute(() -> report.complete(broker.report()));
            return report.get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the event loop was asked", e);
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            throw new IllegalStateException("the event loop did not answer: wait=" + WAIT_SECONDS + "s", e);
        }
    }
}
