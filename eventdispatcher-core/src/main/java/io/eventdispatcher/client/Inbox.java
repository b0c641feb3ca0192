package io.eventdispatcher.client;

import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.endpoint.Endpoint;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link BlockingClient} has received and its owner not taken yet. Stops reading when that becomes too much.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class Inbox implements ConnectionHandler {

    private static final long MAX_BYTES = 1 << 20;

    private final Deque<byte[]> frames = new ArrayDeque<>();
    private long bytes;
    private boolean suspended;
    private int tooLongFor;
    private @Nullable CloseReason closeReason;
    private @Nullable Throwable cause;

    @Override
    public void onFrame(Connection connection, byte[] source, int offset, int length) {
        frames.add(Arrays.copyOfRange(source, offset, offset + length));
        bytes += length;
        if (bytes > MAX_BYTES && !suspended) {
            suspended = true;
            connection.suspend();
        }
    }

    @Override
    public void onTooLong(Connection connection, int maxFrameBytes) {
        tooLongFor = maxFrameBytes;
    }

    @Override
    public void onClosed(Connection connection, CloseReason reason, @Nullable Throwable failure) {
        closeReason = reason;
        cause = failure;
    }

    byte @Nullable [] poll(Connection connection) {
        byte[] frame = frames.poll();
        if (frame != null) {
            bytes -= frame.length;
            if (suspended && bytes <= MAX_BYTES / 2) {
                suspended = false;
                connection.resume();
            }
        }
        return frame;
    }

    boolean isClosed() {
        return closeReason != null;
    }

    boolean hasNews() {
        return isClosed() || !frames.isEmpty();
    }

    IOException failure(Endpoint endpoint) {
        if (tooLongFor > 0) {
            return new IOException("frame from " + endpoint + " too long: max=" + tooLongFor
                    + "; a larger limit can be set in the framing");
        }
        if (closeReason == CloseReason.PEER && cause == null) {
            return new EOFException(endpoint + " closed the connection");
        }
        String why = cause == null ? String.valueOf(closeReason) : cause.getMessage();
        return new IOException("connection to " + endpoint + " is closed: " + why, cause);
    }
}
