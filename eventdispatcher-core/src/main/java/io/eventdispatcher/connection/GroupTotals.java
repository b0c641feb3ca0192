package io.eventdispatcher.connection;

import java.util.EnumMap;
import java.util.Map;

/**
 * Sums while the shares of a group are added up.
 *
 * <p>Threading: one thread at a time (confined to who adds up).
 */
final class GroupTotals {

    final Map<CloseReason, Long> closed = new EnumMap<>(CloseReason.class);
    int active;
    int suspended;
    long opened;
    long framesReceived;
    long framesSent;
    long framesRefused;
    long framesUnfinished;
    long framesTooLong;
    long bytesReceived;
    long bytesSent;
    long queuedBytes;
    long handlerFailures;

    void addLive(Connection connection) {
        InboundFrames in = connection.inbound();
        OutboundFrames out = connection.outbound();
        framesReceived += in.framesReceived();
        bytesReceived += in.bytesReceived();
        framesSent += out.framesSent();
        framesRefused += out.foreignFramesRefused();
        bytesSent += out.bytesWritten();
        queuedBytes += out.queuedBytes();
        suspended += connection.isSuspended() ? 1 : 0;
    }

    GroupStatistics toStatistics() {
        return new GroupStatistics(
                active,
                suspended,
                opened,
                closed,
                framesReceived,
                framesSent,
                framesRefused,
                framesUnfinished,
                framesTooLong,
                bytesReceived,
                bytesSent,
                queuedBytes,
                handlerFailures);
    }
}
