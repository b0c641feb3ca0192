package io.eventdispatcher.loop;

/**
 * The time of the current turn, read when first asked for.
 *
 * <p>Threading: loop thread only.
 */
final class TurnClock {
    private final NanoClock clock;
    private long nanos;
    private boolean read;

    TurnClock(NanoClock clock) {
        this.clock = clock;
    }

    long nanos() {
        if (!read) {
            nanos = clock.nanoTime();
            read = true;
        }
        return nanos;
    }

    boolean isRead() {
        return read;
    }

    void forget() {
        read = false;
    }
}
