package io.eventdispatcher.spring.handler;

import io.eventdispatcher.loop.NanoClock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds calls that take too long. Nothing is armed for a call: it is noted in a place that its thread has mostly for itself, and
 * one thread looks at all places ten times a second.
 *
 * <p>Threading: any thread.
 */
final class CallTimeouts {

    /** How often is looked; a time-out comes up to twice this late, never early. */
    static final Duration TICK = Duration.ofMillis(100);

    private static final Logger log = LoggerFactory.getLogger(CallTimeouts.class);
    private static final int PLACES = 1 << 12;
    private static final int STRIDE = 16; // places of neighbours, apart from each other in memory
    private static final int PROBES = 8;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final String THREAD = "eventdispatcher-timeouts";

    private final NanoClock clock;
    private final AtomicReferenceArray<@Nullable TimedCall> places = new AtomicReferenceArray<>(PLACES);
    private final Set<TimedCall> others = ConcurrentHashMap.newKeySet();
    private @Nullable ScheduledThreadPoolExecutor sweeper; // under this

    CallTimeouts(NanoClock clock) {
        this.clock = clock;
    }

    /** Begins to look; a second call does nothing. */
    synchronized void start() {
        if (sweeper != null) {
            return;
        }
        ScheduledThreadPoolExecutor made = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, THREAD);
            thread.setDaemon(true);
            return thread;
        });
        var unused = made.scheduleAtFixedRate(this::sweep, TICK.toNanos(), TICK.toNanos(), TimeUnit.NANOSECONDS);
        sweeper = made;
    }

    /** Stops looking: calls that are not done take any time from now on. */
    synchronized void stop() {
        if (sweeper != null) {
            sweeper.shutdownNow();
            sweeper = null;
        }
    }

    void add(TimedCall call) {
        int start = (int) (Thread.currentThread().getId() * SPREAD >>> 40);
        for (int probe = 0; probe < PROBES; probe++) {
            int place = (start + probe) * STRIDE + (start >>> 8) % STRIDE & PLACES - 1;
            if (places.get(place) == null && places.compareAndSet(place, null, call)) {
                call.slot = place;
                return;
            }
        }
        call.slot = -1;
        others.add(call);
    }

    void remove(TimedCall call) {
        if (call.slot >= 0) {
            places.lazySet(call.slot, null);
        } else {
            others.remove(call);
        }
    }

    /** Looks at all calls. */
    void sweep() {
        try {
            long now = clock.nanoTime();
            for (int place = 0; place < PLACES; place++) {
                TimedCall call = places.get(place);
                if (call != null && call.isOver(now) && call.expire()) {
                    remove(call);
                }
            }
            for (TimedCall call : others) {
                if (call.isOver(now) && call.expire()) {
                    remove(call);
                }
            }
        } catch (RuntimeException | Error e) {
            Fatal.rethrow(e);
            log.error("looking for handlers that are not done in time failed; goes on", e);
        }
    }
}
