package io.eventdispatcher.process;

import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionHandler;
import org.jspecify.annotations.Nullable;

/**
 * The user's handler of a child's connection, whose end the child hears of too.
 *
 * <p>Threading: loop thread only.
 */
record ChildConnection(ConnectionHandler handler, Runnable closed) implements ConnectionHandler {

    @Override
    public void onOpen(Connection connection) {
        handler.onOpen(connection);
    }

    @Override
    public void onFrame(Connection connection, byte[] bytes, int offset, int length) {
        handler.onFrame(connection, bytes, offset, length);
    }

    @Override
    public void onBatchEnd(Connection connection) {
        handler.onBatchEnd(connection);
    }

    @Override
    public void onTooLong(Connection connection, int maxFrameBytes) {
        handler.onTooLong(connection, maxFrameBytes);
    }

    @Override
    public void onEnd(Connection connection) {
        handler.onEnd(connection);
    }

    @Override
    public void onWritable(Connection connection) {
        handler.onWritable(connection);
    }

    @Override
    public void onClosed(Connection connection, CloseReason reason, @Nullable Throwable cause) {
        try {
            handler.onClosed(connection, reason, cause);
        } finally {
            closed.run();
        }
    }
}
