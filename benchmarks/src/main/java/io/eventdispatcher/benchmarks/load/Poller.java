package io.eventdispatcher.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;

/**
 * Waits for readiness with less than a millisecond of resolution: what is due sooner than that is waited for by polling.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class Poller {

    private static final long MILLI_NANOS = 1_000_000;
    private static final long MAX_WAIT_MILLIS = 20;

    private final Selector selector;
    private final boolean spin;
    private final Consumer<SelectionKey> onReady;

    /** @param spin whether never to block */
    Poller(Selector selector, boolean spin, Consumer<SelectionKey> onReady) {
        this.selector = selector;
        this.spin = spin;
        this.onReady = onReady;
    }

    /** Handles what is ready, waiting for it until then at most. */
    void poll(long waitNanos) throws IOException {
        // one millisecond earlier, because the selector wakes up late
        long millis = Math.min(waitNanos / MILLI_NANOS - 1, MAX_WAIT_MILLIS);
        if (spin || millis <= 0) {
            selector.selectNow(onReady);
        } else {
            selector.select(onReady, millis);
        }
    }
}
