package io.eventdispatcher.client;

import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionHandler;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a permanent client: tells the client what it must know, and the user's handler everything.
 *
 * <p>Threading: loop thread only.
 */
final class ClientLink implements ConnectionHandler {

    private final Reconnection client;
    private final ConnectionHandler handler;

    ClientLink(Reconnection client, ConnectionHandler handler) {
        this.client = client;
        this.handler = handler;
    }

    @Override
    public void onOpen(Connection connection) {
        client.opened(connection);
        handler.onOpen(connection);
        client.greeted(connection);
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
        client.writable();
        handler.onWritable(connection);
    }

    @Override
    public void onClosed(Connection connection, CloseReason reason, @Nullable Throwable cause) {
        try {
            handler.onClosed(connection, reason, cause);
        } finally {
            client.closed(connection, reason, cause);
        }
    }
}
