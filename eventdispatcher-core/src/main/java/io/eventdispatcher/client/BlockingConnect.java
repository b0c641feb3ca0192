package io.eventdispatcher.client;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionGroup;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.transport.StreamTransport;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How connecting a {@link BlockingClient} ended.
 *
 * <p>Threading: loop thread only.
 */
final class BlockingConnect implements Connector.Handler {

    private final ConnectionGroup group;
    private final Inbox inbox;
    private @Nullable StreamTransport transport;
    private @Nullable Connection connection;
    private @Nullable IOException failure;

    BlockingConnect(ConnectionGroup group, Inbox inbox) {
        this.group = group;
        this.inbox = inbox;
    }

    @Override
    public void onConnected(Endpoint endpoint, StreamTransport transport) {
        this.transport = transport;
        connection = group.open(transport, inbox);
    }

    @Override
    public void onConnectFailed(IOException reason) {
        failure = reason;
    }

    boolean isOver() {
        return connection != null || failure != null;
    }

    StreamTransport transport() {
        return Objects.requireNonNull(transport, "not connected");
    }

    Connection connection() throws IOException {
        IOException reason = failure;
        if (reason != null) {
            throw reason;
        }
        return Objects.requireNonNull(connection, "not over yet");
    }
}
