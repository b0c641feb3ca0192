package io.eventdispatcher.connection;

import io.eventdispatcher.loop.EventLoop;

/**
 * How many frames, and for how long, the connection that is being read may have handled before the others of its loop get
 * their turn. One for all connections of a share, because one is read at a time.
 *
 * <p>Threading: loop thread only.
 */
final class TurnBudget {

    /** The clock is read once for this many frames. */
    private static final int FRAMES_PER_CLOCK_READ = 16;

    private final EventLoop loop;
    private final int maxFrames;
    private final long maxNanos;
    private int frames;
    private long endsAtNanos;

    TurnBudget(EventLoop loop, FlowLimits limits) {
        this.loop = loop;
        this.maxFrames = limits.maxFramesPerTurn();
        this.maxNanos = Timeouts.saturatedNanos(limits.maxTurn());
    }

    /** The next connection begins. */
    void begin() {
        frames = 0;
    }

    /** Counts a frame that was handled, and tells whether it was the last of this turn. */
    boolean isSpentByFrame() {
        int handled = ++frames;
        return handled % FRAMES_PER_CLOCK_READ == 0 && isOver(handled);
    }

    private boolean isOver(int handled) {
        long now = loop.nanoTime();
        if (handled == FRAMES_PER_CLOCK_READ) {
            endsAtNanos = now + maxNanos;
        }
        return handled >= maxFrames || now - endsAtNanos >= 0;
    }
}
