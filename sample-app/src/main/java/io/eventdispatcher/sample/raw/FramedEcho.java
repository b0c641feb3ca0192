package io.eventdispatcher.sample.raw;

// snippet: framed
import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.framing.Framing;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.server.Listener;
import io.eventdispatcher.server.ListenerOptions;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Sends every frame back; the framing and the connection do the rest. */
public final class FramedEcho implements ConnectionHandler {

    private static final Framing FRAMING = Framing.lengthPrefix(4, ByteOrder.BIG_ENDIAN, 64 * 1024);

    /** Serves at most 1,000 connections at a time. */
    public static Listener serve(EventLoop loop, String uri) throws IOException {
        ListenerOptions options = ListenerOptions.defaults()
                .withMaxConnections(1_000)
                .withConnection(ConnectionOptions.server().withFraming(FRAMING));
        return Listener.on(Endpoint.parse(uri), loop, FramedEcho::new)
                .name("echo")
                .options(options)
                .start();
    }

    @Override
    public void onFrame(Connection connection, byte[] bytes, int offset, int length) {
        connection.send(ByteSource.of(Arrays.copyOfRange(bytes, offset, offset + length)));
        if (!connection.isWritable()) {
            connection.suspend();
        }
    }

    @Override
    public void onWritable(Connection connection) {
        connection.resume();
    }
}
// end
