package io.eventdispatcher.connection;

import java.time.Duration;
import java.time.Instant;

/**
 * When things last happened to one connection. It is brought up to date by the coarse time-out sweep from what the
 * counters say, so that the path of a message reads no clock.
 *
 * <p>Threading: loop thread only, except {@link #snapshot}.
 */
final class ConnectionClock {

    private final long openedAtNanos;
    private long activeAtNanos;
    private long progressAtNanos;
    private long unfinishedSinceNanos;
    private long readingSinceNanos;
    private long sweptBytesReceived;
    private long sweptBytesWritten;
    private long sweptFramesReceived = -1;
    private int sweepsLingering;
    private boolean draining;
    private long drainingSinceNanos;

    ConnectionClock(long nowNanos) {
        openedAtNanos = nowNanos;
        activeAtNanos = nowNanos;
        progressAtNanos = nowNanos;
        readingSinceNanos = nowNanos;
    }

    long openNanos(long nowNanos) {
        return nowNanos - openedAtNanos;
    }

    /** Notes what changed since the last sweep and closes the connection when one of its time-outs has passed. */
    void sweep(Connection connection, Timeouts timeouts, long nowNanos) {
        note(connection, nowNanos);
        connection.recheck();
        if (connection.state() == ConnectionState.LINGERING) {
            if (++sweepsLingering > Math.max(1, Timeouts.LINGER.toNanos() / timeouts.sweepNanos())) {
                connection.lingered();
            }
            return;
        }
        if (connection.state() == ConnectionState.DRAINING && isDrainedTooLong(connection, nowNanos)) {
            connection.drainedTooLong();
            return;
        }
        InboundFrames inbound = connection.inbound();
        boolean reading = connection.isReading();
        boolean late = reading && !connection.transport().mayBeSilent();
        if (connection.outbound().queuedBytes() > 0 && passed(timeouts.noProgress(), progressAtNanos, nowNanos)) {
            connection.end(CloseReason.SLOW_CONSUMER, null);
        } else if (late
                && inbound.framesReceived() == 0
                && passed(timeouts.firstFrame(), readingSinceNanos, nowNanos)) {
            connection.expired(CloseReason.FIRST_FRAME);
        } else if (reading && sweptFramesReceived >= 0 && passed(timeouts.frame(), unfinishedSinceNanos, nowNanos)) {
            connection.expired(CloseReason.SLOW_FRAME);
        } else if (late && passed(timeouts.idle(), activeAtNanos, nowNanos)) {
            connection.expired(CloseReason.IDLE);
        }
    }

    private boolean isDrainedTooLong(Connection connection, long nowNanos) {
        if (!draining) {
            draining = true;
            drainingSinceNanos = nowNanos;
        }
        return connection.drainReason() != CloseReason.SHUTDOWN && passed(Timeouts.DRAIN, drainingSinceNanos, nowNanos);
    }

    private void note(Connection connection, long nowNanos) {
        InboundFrames inbound = connection.inbound();
        OutboundFrames outbound = connection.outbound();
        if (inbound.bytesReceived() != sweptBytesReceived || connection.isSuspended()) {
            sweptBytesReceived = inbound.bytesReceived();
            activeAtNanos = nowNanos;
        }
        if (outbound.bytesWritten() != sweptBytesWritten || outbound.queuedBytes() == 0) {
            sweptBytesWritten = outbound.bytesWritten();
            progressAtNanos = nowNanos;
        }
        if (!inbound.hasUnfinishedFrame()) {
            sweptFramesReceived = -1;
        } else if (inbound.framesReceived() != sweptFramesReceived) {
            sweptFramesReceived = inbound.framesReceived();
            unfinishedSinceNanos = nowNanos;
        }
        if (connection.isSuspended()) {
            // A peer that we do not listen to is not late.
            readingSinceNanos = nowNanos;
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
        boolean active = inbound.bytesReceived() != sweptBytesReceived;
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
