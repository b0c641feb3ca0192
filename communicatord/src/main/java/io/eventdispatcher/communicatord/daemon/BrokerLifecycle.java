package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.TimerHandle;
import io.eventdispatcher.spring.lifecycle.Phases;
import io.eventdispatcher.timer.Schedule;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Wakes the broker up every second, and lets it say good-bye before the listeners close.
 *
 * <p>Threading: one thread at a time.
 */
final class BrokerLifecycle implements SmartLifecycle {

    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration LINK_PERIOD = Duration.ofMillis(250);

    private final Broker broker;
    private final EventLoop loop;
    private final Duration grace;
    private final @Nullable LinkConnections connections;
    private @Nullable TimerHandle timer;
    private @Nullable TimerHandle linkTimer;

    BrokerLifecycle(Broker broker, EventLoop loop, Duration grace, @Nullable LinkConnections connections) {
        this.broker = broker;
        this.loop = loop;
        this.grace = grace;
        this.connections = connections;
    }

    @Override
    public void start() {
        loop.execute(broker::begin); // a context may be started again
        timer = loop.schedule("communicatord", Schedule.every(PERIOD), broker::tick);
        linkTimer = loop.schedule("communicatord-links", Schedule.every(LINK_PERIOD), broker.fabric()::tick);
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public void stop(Runnable callback) {
        TimerHandle running = timer;
        TimerHandle links = linkTimer;
        timer = null;
        linkTimer = null;
        try {
            loop.execute(() -> {
                if (running != null) {
                    running.cancel();
                }
                if (links != null) {
                    links.cancel();
                }
                broker.stop();
                CompletableFuture<Void> unusedEnd = broker.fabric()
                        .drain(grace)
                        .thenCompose(nothing -> drained())
                        .whenComplete((graceful, failure) -> callback.run())
                        .thenAccept(graceful -> {});
            });
        } catch (RejectedExecutionException loopClosed) {
            callback.run();
        }
    }

    /** The listeners drain their own connections. */
    private CompletableFuture<Boolean> drained() {
        return connections == null ? CompletableFuture.completedFuture(true) : connections.drain(grace);
    }

    @Override
    public boolean isRunning() {
        return timer != null;
    }

    /** Stops before the listeners do. */
    @Override
    public int getPhase() {
        return Phases.LISTENERS + 1;
    }
}
