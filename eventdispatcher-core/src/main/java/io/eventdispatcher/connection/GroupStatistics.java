package io.eventdispatcher.connection;

import java.util.Map;

/**
 * Totals of all connections of one listener or client since it was created. Counters of live connections may lag by one
 * turn of the loop.
 *
 * <p>Threading: immutable.
 *
 * @param active live connections
 * @param suspended live connections whose reading is suspended
 * @param opened connections opened
 * @param closed connections closed, by reason; every reason is present
 * @param framesReceived complete frames
 * @param framesSent frames accepted for writing
 * @param framesRefused frames refused because a write queue was full or the frame too long
 * @param framesUnfinished last frames without an end, dropped when their connection ended
 * @param framesTooLong frames longer than the framing's limit
 * @param bytesReceived bytes
 * @param bytesSent bytes taken by the kernel
 * @param queuedBytes bytes waiting to be written
 * @param handlerFailures exceptions thrown by connection handlers
 * @since 0.1
 */
public record GroupStatistics(
        int active,
        int suspended,
        long opened,
        Map<CloseReason, Long> closed,
        long framesReceived,
        long framesSent,
        long framesRefused,
        long framesUnfinished,
        long framesTooLong,
        long bytesReceived,
        long bytesSent,
        long queuedBytes,
        long handlerFailures) {}
