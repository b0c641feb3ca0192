package io.eventdispatcher.loop;

import java.time.Instant;

/**
 * The clock of this machine; the only place where it is read.
 *
 * <p>Threading: any thread.
 */
final class SystemNanoClock implements NanoClock {
    static final SystemNanoClock INSTANCE = new SystemNanoClock();

    private SystemNanoClock() {}

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }
}
