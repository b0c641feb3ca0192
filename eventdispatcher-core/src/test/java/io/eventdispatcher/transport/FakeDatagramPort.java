package io.eventdispatcher.transport;

import io.eventdispatcher.loop.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A datagram socket in memory: what a test puts in can be received, what is sent is written down. */
public final class FakeDatagramPort implements DatagramPort, Runnable {

    private record Arrived(
            @Nullable SocketAddress from,
            byte[] bytes,
            @Nullable IOException failure) {}

    /** What was sent, as {@code PORT text}. */
    public final List<String> sent = new ArrayList<>();

    /** What the next sends fail with, one each. */
    public final Deque<IOException> sendFailures = new ArrayDeque<>();

    /** How many datagrams the system takes before it is full. */
    public int room = Integer.MAX_VALUE;

    /** Whether every peer is on this machine. */
    public boolean local = true;

    private final Deque<Arrived> arrived = new ArrayDeque<>();
    private final InetSocketAddress address = peer(4041);
    private @Nullable EventLoop loop;
    private @Nullable TransportHandler handler;
    private boolean reading;
    private boolean writing;
    private boolean signalled;
    private boolean open = true;

    /** A sender. */
    public static InetSocketAddress peer(int port) {
        return new InetSocketAddress("127.0.0.1", port);
    }

    /** Lets a datagram arrive. */
    public void arrive(int fromPort, String text) {
        arrived.add(new Arrived(peer(fromPort), text.getBytes(StandardCharsets.UTF_8), null));
        signal();
    }

    /** Lets receiving fail once. */
    public void fail(IOException failure) {
        arrived.add(new Arrived(null, new byte[0], failure));
        signal();
    }

    /** Makes room for so many datagrams more. */
    public void makeRoom(int datagrams) {
        room = datagrams;
        signal();
    }

    /** Datagrams that nobody has received. */
    public int waiting() {
        return arrived.size();
    }

    private boolean isReady() {
        return open && (reading && !arrived.isEmpty() || writing && room > 0);
    }

    private void signal() {
        EventLoop home = loop;
        if (home != null && isReady() && !signalled) {
            signalled = true;
            home.execute(this);
        }
    }

    @Override
    public void run() {
        signalled = false;
        TransportHandler target = handler;
        if (target == null) {
            return;
        }
        try {
            if (open && reading && !arrived.isEmpty()) {
                target.onReadable();
            }
            if (open && writing && room > 0) {
                target.onWritable();
            }
        } catch (RuntimeException e) {
            target.onFailure(e);
            throw e;
        } finally {
            signal();
        }
    }

    @Override
    public String scheme() {
        return "udp";
    }

    @Override
    public SocketAddress localAddress() {
        return address;
    }

    @Override
    public String text(SocketAddress of) {
        return of.toString();
    }

    @Override
    public boolean isLocal(SocketAddress peer) {
        return local;
    }

    @Override
    public void attach(EventLoop target, String name, int priority, TransportHandler owner) throws IOException {
        if (!open) {
            throw new ClosedChannelException();
        }
        loop = target;
        handler = owner;
    }

    @Override
    public @Nullable SocketAddress receive(ByteBuffer target) throws IOException {
        Arrived next = arrived.poll();
        if (next == null) {
            return null;
        }
        if (next.failure() != null) {
            throw next.failure();
        }
        target.put(next.bytes(), 0, Math.min(next.bytes().length, target.remaining()));
        return next.from();
    }

    @Override
    public boolean send(ByteBuffer datagram, SocketAddress to) throws IOException {
        if (!open) {
            throw new ClosedChannelException();
        }
        IOException failure = sendFailures.poll();
        if (failure != null) {
            throw failure;
        }
        if (room <= 0) {
            return false;
        }
        room--;
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(bytes);
        sent.add(((InetSocketAddress) to).getPort() + " " + new String(bytes, StandardCharsets.UTF_8));
        return true;
    }

    @Override
    public void readInterest(boolean wanted) {
        reading = wanted;
        signal();
    }

    @Override
    public void writeInterest(boolean wanted) {
        writing = wanted;
        signal();
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }
}
