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

    private final Broker broker;
    private final EventLoop loop;
    private final Duration grace;
    private @Nullable TimerHandle timer;

    BrokerLifecycle(Broker broker, EventLoop loop, Duration grace) {
        this.broker = broker;
        this.loop = loop;
        this.grace = grace;
    }

    @Override
    public void start() {
        timer = loop.schedule("communicatord", Schedule.every(PERIOD), broker::tick);
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public void stop(Runnable callback) {
        TimerHandle running = timer;
        timer = null;
        try {
            loop.execute(() -> {
                if (running != null) {
                    running.cancel();
                }
                broker.stop();
                CompletableFuture<Void> unusedEnd =
                        broker.fabric().drain(grace).whenComplete((nothing, failure) -> callback.run());
            });
        } catch (RejectedExecutionException loopClosed) {
            callback.run();
        }
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
