package io.eventdispatcher.client;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts and reports the frames that a client had accepted and will not send.
 *
 * <p>Threading: any thread; never called with a lock held, because the observer is somebody else's code.
 */
final class FrameDrops {

    private static final Logger log = LoggerFactory.getLogger(FrameDrops.class);

    private final String client;
    private final ClientObserver observer;
    private final LongAdder count = new LongAdder();

    FrameDrops(String client, ClientObserver observer) {
        this.client = client;
        this.observer = observer;
    }

    long count() {
        return count.sum();
    }

    void report(List<QueuedFrame> dropped, DropReason reason) {
        if (dropped.isEmpty()) {
            return;
        }
        count.add(dropped.size());
        log.debug("Client '{}' dropped frames: count={} reason={}", client, dropped.size(), reason);
        for (QueuedFrame each : dropped) {
            try {
                observer.dropped(client, each.frame(), reason);
            } catch (RuntimeException e) {
                log.error("Client '{}': its observer failed; ignored", client, e);
            }
        }
    }
}
