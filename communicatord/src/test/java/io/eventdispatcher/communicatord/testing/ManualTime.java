package io.eventdispatcher.communicatord.testing;

import io.eventdispatcher.loop.NanoClock;
import java.time.Duration;
import java.time.Instant;

/** A clock that a test moves. */
public final class ManualTime implements NanoClock {

    private long nanos;
    private Instant now = Instant.ofEpochSecond(1_800_000_000L);

    public void advance(Duration time) {
        nanos += time.toNanos();
        now = now.plus(time);
    }

    /** Somebody sets the time of day; no time passes. */
    public void set(Duration ahead) {
        now = now.plus(ahead);
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public Instant now() {
        return now;
    }
}
