package io.eventdispatcher.communicatord.tap;

import io.eventdispatcher.communicatord.registry.Outlet.Sent;
import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;

/**
 * An operator who watches. What it does not take fast enough is left out and counted, and it is told how much that was.
 *
 * <p>Threading: loop thread only.
 */
final class Watcher {

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final String DROPPED = "dropped";

    private final Session session;
    private final TapSettings settings;
    private final TapTraffic traffic;
    private TapFilter filter;
    private long secondBegan;
    private int inThisSecond;
    private long shown;
    private long dropped;
    private long untold;

    Watcher(Session session, TapSettings settings, TapTraffic traffic, TapFilter filter, long nowNanos) {
        this.session = session;
        this.settings = settings;
        this.traffic = traffic;
        this.filter = filter;
        this.secondBegan = nowNanos;
    }

    Session session() {
        return session;
    }

    TapFilter filter() {
        return filter;
    }

    void filter(TapFilter other) {
        filter = other;
    }

    long shown() {
        return shown;
    }

    long dropped() {
        return dropped;
    }

    /** Whether there is room for one more; if not, it counts as left out. To be asked before a message is written. */
    boolean hasRoom(long nowNanos) {
        if (nowNanos - secondBegan >= SECOND_NANOS) {
            secondBegan = nowNanos;
            inThisSecond = 0;
        }
        if (inThisSecond >= settings.maxRate() || isFull()) {
            leftOut();
            return false;
        }
        inThisSecond++;
        return true;
    }

    private boolean isFull() {
        return session.outlet().queuedBytes() >= settings.maxQueuedBytes();
    }

    private void leftOut() {
        dropped++;
        traffic.countDropped();
        untold++;
    }

    /** Shows a message; the one before which others were left out tells how many. */
    void show(MessageBuilder tapped) {
        Message line = (untold > 0 ? tapped.param(DROPPED, untold) : tapped).build();
        if (session.outlet().send(line) == Sent.ACCEPTED) {
            shown++;
            traffic.countShown();
            untold = 0;
        } else {
            leftOut();
        }
    }

    /** Tells what was left out, when nothing else is there to tell it with. */
    void tell(MessageBuilder notice) {
        if (untold > 0
                && !isFull()
                && session.outlet().send(notice.param(DROPPED, untold).build()) == Sent.ACCEPTED) {
            untold = 0;
        }
    }
}
