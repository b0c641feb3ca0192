package io.eventdispatcher.connection;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.StreamTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one listener or client: loops, options, observer, the list of live connections and their totals.
 *
 * <p>A group may be spread over several loops. A connection stays on the loop on which it was opened, and shares nothing
 * with those on other loops that a message would write to; numbers and limits are those of the whole group.
 *
 * <p>Threading: any thread, unless a method says otherwise.
 *
 * @since 0.1
 */
public final class ConnectionGroup {

    static final Comparator<Connection> BY_NUMBER = Comparator.comparingLong(Connection::number);

    private final String owner;
    private final Role role;
    private final ConnectionOptions options;
    private final ConnectionObserver observer;
    private final ConnectionShare[] shares;
    private final AtomicLong lastNumber = new AtomicLong();

    /**
     * Creates a group without connections, on one loop.
     *
     * @param loop serves all connections of the group
     * @param owner name of the listener or client, first part of the connections' names
     * @param role which side opens them
     * @param options shared settings
     * @param observer watches the connections come and go
     */
    public ConnectionGroup(
            EventLoop loop, String owner, Role role, ConnectionOptions options, ConnectionObserver observer) {
        this(List.of(loop), owner, role, options, observer);
    }

    /**
     * Creates a group without connections, on several loops.
     *
     * @param loops each serves the connections that are opened on it; at least one, none twice
     * @param owner name of the listener or client, first part of the connections' names
     * @param role which side opens them
     * @param options shared settings
     * @param observer watches the connections come and go, on the thread of each loop
     * @throws IllegalArgumentException if there is no loop, or one is there twice
     */
    public ConnectionGroup(
            List<EventLoop> loops, String owner, Role role, ConnectionOptions options, ConnectionObserver observer) {
        if (loops.isEmpty() || new HashSet<>(loops).size() < loops.size()) {
            throw new IllegalArgumentException(
                    "a connection group needs at least one loop, and none twice: owner='" + owner + "' loops=" + loops);
        }
        this.owner = owner;
        this.role = role;
        this.options = options;
        this.observer = observer;
        this.shares = new ConnectionShare[loops.size()];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = new ConnectionShare(this, loops.get(i), options, shares.length == 1);
        }
    }

    /**
     * Makes a connection of an established transport, on the first loop. Threading: thread of the first loop only.
     *
     * @param transport belongs to the connection from now on
     * @param handler acts on what happens; its {@link ConnectionHandler#onOpen} is called before this returns
     * @return the connection, which may be closed already if its handler did so
     */
    public Connection open(StreamTransport transport, ConnectionHandler handler) {
        return shares[0].open(transport, handler);
    }

    /**
     * Makes a connection of an established transport, on one of the loops, where it stays. Threading: thread of that loop
     * only.
     *
     * @param loop where the transport lives
     * @param transport belongs to the connection from now on
     * @param handler acts on what happens; its {@link ConnectionHandler#onOpen} is called before this returns
     * @return the connection, which may be closed already if its handler did so
     * @throws IllegalArgumentException if the group is not on that loop
     */
    public Connection open(EventLoop loop, StreamTransport transport, ConnectionHandler handler) {
        return share(loop).open(transport, handler);
    }

    /**
     * Returns the loop of the group, the first one if there are several.
     *
     * @return the loop
     */
    public EventLoop loop() {
        return shares[0].loop();
    }

    /**
     * Returns the name of the listener or client.
     *
     * @return the name
     */
    public String owner() {
        return owner;
    }

    /**
     * Returns which side opens the connections.
     *
     * @return the role of this side
     */
    public Role role() {
        return role;
    }

    /**
     * Returns the shared settings.
     *
     * @return the options
     */
    public ConnectionOptions options() {
        return options;
    }

    /**
     * Returns how many connections are live.
     *
     * @return 0 or more
     */
    public int size() {
        int size = 0;
        for (ConnectionShare share : shares) {
            size += share.size();
        }
        return size;
    }

    /**
     * Keeps a place on one of the loops for a connection that is on its way there. The next one that is opened there takes
     * it.
     *
     * @param loop where the connection will be opened
     * @throws IllegalArgumentException if the group is not on that loop
     */
    public void reserve(EventLoop loop) {
        share(loop).reserve();
    }

    /**
     * Gives up a place that was kept by {@link #reserve}, because its connection is not opened.
     *
     * @param loop as given there
     * @throws IllegalArgumentException if the group is not on that loop
     */
    public void release(EventLoop loop) {
        share(loop).release();
    }

    /**
     * Returns how many connections are live or on their way to their loop.
     *
     * @return {@link #size()} and the places kept by {@link #reserve}
     */
    public int occupied() {
        int occupied = 0;
        for (ConnectionShare share : shares) {
            occupied += share.occupied();
        }
        return occupied;
    }

    /**
     * Returns how many connections are live on one of the loops or on their way to it.
     *
     * @param loop the loop
     * @return 0 or more
     * @throws IllegalArgumentException if the group is not on that loop
     */
    public int occupied(EventLoop loop) {
        return share(loop).occupied();
    }

    /**
     * Returns the live connections.
     *
     * @return a copy, ordered by number
     */
    public List<Connection> connections() {
        List<Connection> copy = new ArrayList<>();
        for (ConnectionShare share : shares) {
            share.addTo(copy);
        }
        copy.sort(BY_NUMBER);
        return copy;
    }

    /**
     * Hands each live connection to an action.
     *
     * @param action called on the calling thread; may close connections
     */
    public void forEach(Consumer<? super Connection> action) {
        connections().forEach(action);
    }

    /**
     * Returns the totals since the group was created.
     *
     * @return a snapshot
     */
    public GroupStatistics statistics() {
        GroupTotals totals = new GroupTotals();
        for (ConnectionShare share : shares) {
            share.addTo(totals);
        }
        return totals.toStatistics();
    }

    /**
     * Drains all connections, with {@link CloseReason#SHUTDOWN}, and closes what is left after the grace period. Calls
     * that overlap have the same end; the grace period that is over first counts.
     *
     * @param grace how long peers and work in flight may take; 0 closes at once
     * @return completed on the thread of the loop that is done last, with true if nothing had to be cut off; with false if
     *     a loop is closed
     */
    public CompletableFuture<Boolean> drain(Duration grace) {
        return drain(grace, connection -> null);
    }

    /**
     * Drains all connections like {@link #drain(Duration)}, and lets each say a last word.
     *
     * @param grace how long peers and work in flight may take; 0 closes at once
     * @param farewell makes the {@linkplain Connection#drain(CloseReason, ByteSource) last frame} of a connection, or null;
     *     called on the thread of its loop, must not throw
     * @return see {@link #drain(Duration)}
     */
    public CompletableFuture<Boolean> drain(
            Duration grace, Function<? super Connection, ? extends @Nullable ByteSource> farewell) {
        CompletableFuture<Boolean> all = shares[0].drain(grace, farewell);
        for (int i = 1; i < shares.length; i++) {
            all = all.thenCombine(shares[i].drain(grace, farewell), Boolean::logicalAnd);
        }
        return all;
    }

    // ---- what the shares ask ----

    ConnectionObserver observer() {
        return observer;
    }

    long nextNumber() {
        return lastNumber.incrementAndGet();
    }

    /** Returns how many connections are live, without locks: any thread, may lag. */
    int liveNow() {
        int live = 0;
        for (ConnectionShare share : shares) {
            live += share.liveNow();
        }
        return live;
    }

    /** Returns the bytes in all write queues but those of one share: any thread, may lag. */
    long queuedBytesBeside(ConnectionShare own) {
        long queued = 0;
        for (ConnectionShare share : shares) {
            if (share != own) {
                queued += share.chunks().queuedBytes();
            }
        }
        return queued;
    }

    private ConnectionShare share(EventLoop loop) {
        for (ConnectionShare share : shares) {
            if (share.loop() == loop) {
                return share;
            }
        }
        throw new IllegalArgumentException("the connections of '" + owner + "' do not live on " + loop);
    }

    @Override
    public String toString() {
        return "connection group '" + owner + "'";
    }
}
