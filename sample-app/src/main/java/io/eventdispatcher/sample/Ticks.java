package io.eventdispatcher.sample;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.TimerHandle;
import io.eventdispatcher.timer.Schedule;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** A timer of the event loop that counts seconds; the command {@code TICKS} tells how many. */
@Component
@Profile("!client")
class Ticks implements SmartLifecycle {

    private final EventLoop loop;
    private final AtomicLong count = new AtomicLong();
    private volatile @Nullable TimerHandle timer;

    Ticks(EventLoop loop) {
        this.loop = loop;
    }

    long count() {
        return count.get();
    }

    @Override
    public void start() {
        timer = loop.schedule("ticks", Schedule.every(Duration.ofSeconds(1)), count::incrementAndGet);
    }

    @Override
    public void stop() {
        TimerHandle running = timer;
        if (running != null) {
            running.cancel();
            timer = null;
        }
    }

    @Override
    public boolean isRunning() {
        return timer != null;
    }
}
