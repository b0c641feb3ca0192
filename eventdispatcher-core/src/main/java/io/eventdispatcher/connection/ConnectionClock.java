package io.eventdispatcher.connection;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When things last happened to one connection. It is brought up to date by the coarse time-out sweep from what the
 * counters say, so that the path of a message reads no clock. Of the counters the lower half is kept: it is compared for
 * being the same only, and there is one clock for each idle connection.
 *
 * <p>Threading: loop thread only, except {@link #snapshot}.
 */
final class ConnectionClock {

    private static final int NO_UNFINISHED_FRAME = -1;

    private final long openedAtNanos;
    private long activeAtNanos;
    private long progressAtNanos;
    private long unfinishedSinceNanos;
    private long stateSinceNanos;
    private int sweptBytesReceived;
    private int sweptBytesWritten;
    private int sweptFramesReceived = NO_UNFINISHED_FRAME;

    ConnectionClock(long nowNanos) {
        openedAtNanos = nowNanos;
        activeAtNanos = nowNanos;
        progressAtNanos = nowNanos;
        stateSinceNanos = nowNanos;
    }

    /** Notes that the connection begins to end, or to linger. */
    void stateChanged(long nowNanos) {
        stateSinceNanos = nowNanos;
    }

    long openNanos(long nowNanos) {
        return nowNanos - openedAtNanos;
    }

    /** Notes what changed since the last sweep and closes the connection when one of its time-outs has passed. */
    void sweep(Connection connection, Timeouts timeouts, long nowNanos) {
        connection.recheck(); // may change the state, which is noted then
        note(connection, nowNanos);
        if (connection.state() == ConnectionState.LINGERING) {
            if (nowNanos - stateSinceNanos + timeouts.sweepNanos() > Timeouts.LINGER.toNanos()) {
                connection.lingered();
            }
            return;
        }
        if (connection.state() == ConnectionState.DRAINING && isDrainedTooLong(connection, nowNanos)) {
            connection.drainedTooLong();
            return;
        }
        if (connection.outbound().queuedBytes() > 0 && passed(timeouts.noProgress(), progressAtNanos, nowNanos)) {
            connection.end(CloseReason.SLOW_CONSUMER, null);
            return;
        }
        CloseReason late = late(connection, timeouts, nowNanos);
        if (late != null && connection.inbound().catchUp()) {
            note(connection, nowNanos); // it was the loop that was late, not the peer
            late = late(connection, timeouts, nowNanos);
        }
        if (late != null) {
            connection.expired(late);
        }
    }

    /** The time-out of the input that has passed, null when none has. */
    private @Nullable CloseReason late(Connection connection, Timeouts timeouts, long nowNanos) {
        boolean reading = connection.isReading();
        boolean silent = reading && !connection.transport().mayBeSilent();
        if (silent
                && connection.inbound().framesReceived() == 0
                && passed(timeouts.firstFrame(), stateSinceNanos, nowNanos)) {
            return CloseReason.FIRST_FRAME;
        }
        if (reading
                && sweptFramesReceived != NO_UNFINISHED_FRAME
                && passed(timeouts.frame(), unfinishedSinceNanos, nowNanos)) {
            return CloseReason.SLOW_FRAME;
        }
        return silent && passed(timeouts.idle(), activeAtNanos, nowNanos) ? CloseReason.IDLE : null;
    }

    private boolean isDrainedTooLong(Connection connection, long nowNanos) {
        return connection.drainReason() != CloseReason.SHUTDOWN && passed(Timeouts.DRAIN, stateSinceNanos, nowNanos);
    }

    private void note(Connection connection, long nowNanos) {
        InboundFrames inbound = connection.inbound();
        OutboundFrames outbound = connection.outbound();
        int bytesReceived = (int) inbound.bytesReceived();
        if (bytesReceived != sweptBytesReceived || connection.isSuspended()) {
            // A peer that waits until we get to what it has sent is not idle: another number makes it active in the
            // next sweep.
            sweptBytesReceived = inbound.hasBacklog() ? ~bytesReceived : bytesReceived;
            activeAtNanos = nowNanos;
        }
        if ((int) outbound.bytesWritten() != sweptBytesWritten || outbound.queuedBytes() == 0) {
            sweptBytesWritten = (int) outbound.bytesWritten();
            progressAtNanos = nowNanos;
        }
        int framesReceived = (int) inbound.framesReceived() & Integer.MAX_VALUE;
        if (!inbound.hasUnfinishedFrame()) {
            sweptFramesReceived = NO_UNFINISHED_FRAME;
        } else if (framesReceived != sweptFramesReceived) {
            sweptFramesReceived = framesReceived;
            unfinishedSinceNanos = nowNanos;
        }
        if (connection.state() == ConnectionState.OPEN && connection.isSuspended()) {
            // A peer that we do not listen to is not late.
            stateSinceNanos = nowNanos;
            unfinishedSinceNanos = nowNanos;
        }
    }

    private static boolean passed(Duration timeout, long sinceNanos, long nowNanos) {
        return !timeout.isZero() && nowNanos - sinceNanos >= Timeouts.saturatedNanos(timeout);
    }

    ConnectionSnapshot snapshot(Connection connection) {
        long now = connection.loop().nanoTime();
        InboundFrames inbound = connection.inbound();
        OutboundFrames outbound = connection.outbound();
        boolean active = (int) inbound.bytesReceived() != sweptBytesReceived;
        Instant openedAt = connection.share().now().minusNanos(openNanos(now));
        return new ConnectionSnapshot(
                connection.id(),
                connection.owner(),
                connection.role(),
                connection.scheme(),
                connection.localAddress(),
                connection.remoteAddress(),
                connection.state(),
                openedAt,
                Duration.ofNanos(active ? 0 : Math.max(0, now - activeAtNanos)),
                inbound.framesReceived(),
                outbound.framesSent(),
                inbound.bytesReceived(),
                outbound.bytesWritten(),
                outbound.queuedBytes(),
                connection.isSuspended(),
                TlsSnapshot.of(connection.tlsSession()));
    }
}
