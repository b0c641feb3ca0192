package io.eventdispatcher.communicatord.testing;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.communicatord.registry.Outlet;
import io.eventdispatcher.communicatord.registry.Peer;
import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.communicatord.registry.Zone;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A peer without a socket. */
public final class FakePeer implements Outlet {

    private final List<String> lines = new ArrayList<>();
    private final List<ByteSource> sources = new ArrayList<>();
    private Sent answer = Sent.ACCEPTED;
    private boolean closed;
    private long queuedBytes;
    private final Session session;

    private FakePeer(Peer peer, long openedNanos) {
        session = new Session(peer, this, openedNanos);
    }

    public static FakePeer on(Zone zone) {
        return of(new Peer("c-1", zone, "", false, false, false, false));
    }

    public static FakePeer operator() {
        return of(new Peer("c-op", Zone.UNIX, "root", true, false, false, false));
    }

    public static FakePeer datagram(boolean secret) {
        return of(new Peer("d-1", Zone.LOOPBACK, "", false, false, true, secret));
    }

    public static FakePeer of(Peer peer) {
        return new FakePeer(peer, 0);
    }

    public static FakePeer at(long openedNanos) {
        return new FakePeer(new Peer("c-1", Zone.UNIX, "", false, false, false, false), openedNanos);
    }

    public Session session() {
        return session;
    }

    /** Says what becomes of the lines sent from now on. */
    public void answers(Sent sent) {
        answer = sent;
    }

    /** What was sent since the last call. */
    public List<String> take() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        sources.clear();
        return taken;
    }

    public List<ByteSource> sources() {
        return sources;
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public Sent send(ByteSource line) {
        if (closed) {
            return Sent.GONE;
        }
        if (answer == Sent.ACCEPTED) {
            byte[] bytes = new byte[line.length()];
            line.copyTo(bytes, 0);
            lines.add(new String(bytes, StandardCharsets.ISO_8859_1));
            sources.add(line);
        }
        return answer;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public long queuedBytes() {
        return queuedBytes;
    }

    /** Says how much waits to be written from now on. */
    public void queues(long bytes) {
        queuedBytes = bytes;
    }
}
