package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.communicatord.registry.Outlet;
import io.eventdispatcher.communicatord.registry.Peer;
import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageDecoder;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One connection of the daemon: makes messages of its lines and hands them to the broker.
 *
 * <p>Threading: loop thread only.
 */
final class ServiceConnection implements ConnectionHandler, Outlet {

    private final Broker broker;
    private final Predicate<Session> opening;
    private final MessageDecoder decoder;
    private final Function<Connection, Peer> identify;
    private @Nullable Connection connection;
    private @Nullable Session session;
    private boolean closing;

    /**
     * Makes the handler of one connection.
     *
     * @param broker gets its messages
     * @param opening takes the session, or refuses it
     * @param decoder shared by all connections of the loop
     * @param identify tells who the peer is
     */
    ServiceConnection(
            Broker broker, Predicate<Session> opening, MessageDecoder decoder, Function<Connection, Peer> identify) {
        this.broker = broker;
        this.opening = opening;
        this.decoder = decoder;
        this.identify = identify;
    }

    @Override
    public void onOpen(Connection opened) {
        connection = opened;
        Session made = new Session(identify.apply(opened), this, opened.loop().nanoTime());
        if (opening.test(made)) {
            session = made;
        } else {
            closing = true;
            opened.drain(CloseReason.LIMIT);
        }
    }

    /** The session; null when there is none because it was refused. */
    @Nullable
    Session session() {
        return session;
    }

    @Override
    public void onFrame(Connection from, byte[] bytes, int offset, int length) {
        Session to = session;
        if (to == null || closing || length == 0 || length == 1 && bytes[offset] == '\r') {
            return; // an empty line, as telnet sends it, or nobody to read it any more
        }
        Message message = null;
        String problem = "more than one line";
        if (from.framing().splitsAtLineFeeds() || !hasLineFeed(bytes, offset, length)) {
            message = decoder.decode(bytes, offset, length);
            problem = message == null ? decoder.problem() : "";
        }
        if (message == null) {
            broker.malformed(to, problem);
        } else {
            broker.received(to, message);
        }
    }

    private static boolean hasLineFeed(byte[] bytes, int offset, int length) {
        int end = offset + length;
        while (end > offset && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
            end--; // one at the end is no second line
        }
        for (int i = offset; i < end; i++) {
            if (bytes[i] == '\n') {
                return true;
            }
        }
        return false;
    }

    @Override
    public void onTooLong(Connection from, int maxFrameBytes) {
        Session to = session;
        if (to != null && !closing) {
            broker.malformed(to, "line longer than " + maxFrameBytes + " bytes");
        }
    }

    @Override
    public void onClosed(Connection from, CloseReason reason, @Nullable Throwable cause) {
        closing = true;
        Session ended = session;
        if (ended != null) {
            broker.closed(ended);
        }
    }

    @Override
    public Sent send(ByteSource line) {
        Connection to = connection;
        if (to == null || closing) {
            return Sent.GONE;
        }
        return switch (to.send(line)) {
            case SENT -> Sent.ACCEPTED;
            case FULL -> Sent.FULL;
            case TOO_LONG -> Sent.TOO_LONG;
            case CLOSED -> Sent.GONE;
        };
    }

    @Override
    public void close() {
        Connection to = connection;
        if (to != null && !closing) {
            closing = true;
            Session closed = session;
            // who is refused may still be sending: its input is taken for a moment, or it could not read the reason
            boolean refused = closed != null && closed.state() == Session.State.NEW;
            to.drain(refused ? CloseReason.PROTOCOL : CloseReason.LOCAL);
        }
    }

    @Override
    public long queuedBytes() {
        Connection to = connection;
        return to == null ? 0 : to.queuedBytes();
    }
}
