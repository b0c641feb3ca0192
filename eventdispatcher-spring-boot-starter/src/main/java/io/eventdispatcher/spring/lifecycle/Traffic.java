package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.ConnectionGroup;
import io.eventdispatcher.connection.GroupStatistics;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Totals of a listener or client over all its starts, so that counters never fall.
 *
 * <p>Threading: any thread.
 */
final class Traffic {

    private static final GroupStatistics NOTHING =
            new GroupStatistics(0, 0, 0, noneClosed(), 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private GroupStatistics ended = NOTHING;
    private @Nullable ConnectionGroup current;

    /** From now on these connections are the present ones; those before count as ended. */
    synchronized void begin(ConnectionGroup group) {
        ended = withoutLive(statistics());
        current = group;
    }

    synchronized GroupStatistics statistics() {
        return current == null ? ended : plus(ended, current.statistics());
    }

    private static Map<CloseReason, Long> noneClosed() {
        Map<CloseReason, Long> none = new EnumMap<>(CloseReason.class);
        for (CloseReason reason : CloseReason.values()) {
            none.put(reason, 0L);
        }
        return none;
    }

    private static GroupStatistics withoutLive(GroupStatistics all) {
        return new GroupStatistics(
                0,
                0,
                all.opened(),
                all.closed(),
                all.framesReceived(),
                all.framesSent(),
                all.framesRefused(),
                all.framesUnfinished(),
                all.framesTooLong(),
                all.bytesReceived(),
                all.bytesSent(),
                0,
                all.handlerFailures());
    }

    private static GroupStatistics plus(GroupStatistics before, GroupStatistics now) {
        Map<CloseReason, Long> closed = new EnumMap<>(before.closed());
        now.closed().forEach((reason, count) -> closed.merge(reason, count, Long::sum));
        return new GroupStatistics(
                before.active() + now.active(),
                before.suspended() + now.suspended(),
                before.opened() + now.opened(),
                closed,
                before.framesReceived() + now.framesReceived(),
                before.framesSent() + now.framesSent(),
                before.framesRefused() + now.framesRefused(),
                before.framesUnfinished() + now.framesUnfinished(),
                before.framesTooLong() + now.framesTooLong(),
                before.bytesReceived() + now.bytesReceived(),
                before.bytesSent() + now.bytesSent(),
                before.queuedBytes() + now.queuedBytes(),
                before.handlerFailures() + now.handlerFailures());
    }
}
