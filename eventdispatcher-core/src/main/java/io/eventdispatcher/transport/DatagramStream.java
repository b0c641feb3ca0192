package io.eventdispatcher.transport;

import io.eventdispatcher.framing.Framing;
import io.eventdispatcher.loop.EventLoop;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a socket and one peer say to each other in datagrams, as a stream of frames with their length in front: one frame
 * is one datagram, the length exists in this process only. Made by {@link DatagramAcceptor} and {@link DatagramConnect}.
 *
 * <p>Nobody ends a conversation in datagrams. So there is an end of the stream only when the socket forgets the peer, and
 * after {@link #shutdownOutput}: waiting for the peer to notice that would be in vain.
 *
 * <p>Threading: loop thread only, with the exceptions of {@link StreamTransport}.
 *
 * @since 0.1
 */
public final class DatagramStream implements StreamTransport, Runnable {

    private static final Logger log = LoggerFactory.getLogger(DatagramStream.class);

    private static final int PREFIX_BYTES = 4;

    /** What a datagram that waits takes beside its bytes, about. */
    private static final int ENTRY_BYTES = 80;

    private final DatagramOwner owner;
    private final SocketAddress remote;
    private final boolean local;

    /** Received and not read, each with its prefix. */
    private final Deque<ByteBuffer> received = new ArrayDeque<>(2);

    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile int maxFrameBytes;
    private @Nullable TransportHandler handler;
    private @Nullable FrameAssembly assembly;
    private @Nullable IOException failure;
    private int keptBytes;
    private boolean readWanted;
    private boolean signalled;
    private boolean ended;
    private boolean endRead;
    private boolean outputEnded;
    private long activeNanos;

    DatagramStream(DatagramOwner owner, SocketAddress remote) {
        this.owner = owner;
        this.remote = remote;
        this.local = owner.port().isLocal(remote);
        this.maxFrameBytes = owner.maxFrameBytes();
        this.activeNanos = owner.loop().nanoTime();
    }

    // ---- what the owner of the socket does ----

    long activeNanos() {
        return activeNanos;
    }

    void touch(long nowNanos) {
        activeNanos = nowNanos;
    }

    /** Whether datagrams of the peer still belong here. */
    boolean takesInput() {
        return !ended && !closed.get();
    }

    /** Takes a datagram; returns null if it did, else why not. */
    @Nullable
    Refusal offer(ByteBuffer content) {
        int length = content.remaining();
        if (length > maxFrameBytes) {
            return Refusal.TOO_LONG;
        }
        int bytes = PREFIX_BYTES + length;
        boolean readAtOnce = handler != null && readWanted && received.isEmpty();
        if (!readAtOnce) {
            int room = ENTRY_BYTES + bytes;
            if (!owner.keep(room, keptBytes)) {
                return Refusal.NO_ROOM;
            }
            keptBytes += room;
        }
        received.addLast(ByteBuffer.allocate(bytes).putInt(length).put(content).flip());
        return null;
    }

    /** Why a datagram was not taken. */
    enum Refusal {
        TOO_LONG,
        NO_ROOM
    }

    /** Tells the handler that there is something to read, if it wants to hear of it. */
    void deliver() {
        TransportHandler target = handler;
        if (target == null || !isReadable()) {
            return;
        }
        try {
            target.onReadable();
        } catch (RuntimeException | Error e) {
            target.onFailure(e);
            throw e;
        } finally {
            signal();
        }
    }

    private boolean isReadable() {
        return readWanted && !closed.get() && (!received.isEmpty() || ended && !endRead);
    }

    /** Has the rest delivered in the next turn. */
    private void signal() {
        if (signalled || !isReadable()) {
            return;
        }
        try {
            owner.loop().execute(this);
            signalled = true;
        } catch (RejectedExecutionException e) {
            log.debug("datagrams lost, the loop takes no tasks: {}: {}", this, e.toString());
            close();
        }
    }

    /** The task on the loop. */
    @Override
    public void run() {
        signalled = false;
        deliver();
    }

    /** Tells the handler that there is room to write. */
    void writable() {
        TransportHandler target = handler;
        if (target == null || closed.get()) {
            return;
        }
        try {
            target.onWritable();
        } catch (RuntimeException | Error e) {
            target.onFailure(e);
            throw e;
        }
    }

    /** The socket forgets this peer: the handler reads what is there, then the end. */
    void end() {
        if (!ended) {
            ended = true;
            owner.ended(this);
            signal();
        }
    }

    // ---- what the connection does ----

    @Override
    public void attach(String name, int priority, TransportHandler target) throws IOException {
        EventLoop loop = owner.loop();
        loop.checkInLoop("stream '" + name + "'");
        if (handler != null) {
            throw new IllegalStateException("stream attached twice: name='" + name + "' " + this);
        }
        checkOpen();
        owner.attached(this, name, priority);
        handler = target;
    }

    private void checkOpen() throws ClosedChannelException {
        if (closed.get()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        checkOpen();
        int before = target.position();
        ByteBuffer next = received.peekFirst();
        while (next != null && target.hasRemaining()) {
            int count = Math.min(next.remaining(), target.remaining());
            target.put(target.position(), next, next.position(), count);
            target.position(target.position() + count);
            next.position(next.position() + count);
            if (!next.hasRemaining()) {
                received.removeFirst();
                next = received.peekFirst();
            }
        }
        if (received.isEmpty()) {
            release();
        }
        int count = target.position() - before;
        if (count == 0 && ended && received.isEmpty()) {
            endRead = true;
            return -1;
        }
        return count;
    }

    /**
     * Sends the frames that are complete, each as one datagram. A frame that was taken has left, or was dropped and
     * counted: it is longer than a datagram may be, its receiver must not be answered, or the system refused it.
     */
    @Override
    public int write(ByteBuffer source) throws IOException {
        checkOpen();
        if (outputEnded) {
            throw new ClosedChannelException();
        }
        IOException earlier = failure;
        if (earlier != null) {
            throw earlier;
        }
        int start = source.position();
        try {
            boolean taken = true;
            while (taken && source.hasRemaining()) {
                taken = writeFrame(source);
            }
        } catch (IOException e) {
            failure = e;
            if (source.position() == start) {
                throw e;
            }
        }
        return source.position() - start;
    }

    /**
     * Writes one frame, or takes the beginning of one that lies across the end of the source. The last byte of a frame is
     * taken only when the system has the datagram, so that whoever counts bytes knows what has left.
     */
    private boolean writeFrame(ByteBuffer source) throws IOException {
        FrameAssembly begun = assembly;
        if (begun == null && source.remaining() >= PREFIX_BYTES) {
            int length = source.getInt(source.position());
            if (source.remaining() - PREFIX_BYTES >= length) {
                ByteBuffer frame = source.slice(source.position() + PREFIX_BYTES, length);
                if (!owner.send(this, frame)) {
                    return false;
                }
                source.position(source.position() + PREFIX_BYTES + length);
                return true;
            }
        }
        if (begun == null) {
            begun = new FrameAssembly();
            assembly = begun;
        }
        ByteBuffer whole = begun.add(source);
        if (whole == null) {
            return true;
        }
        if (!owner.send(this, whole)) {
            return false;
        }
        source.position(source.position() + begun.missing());
        assembly = null;
        return true;
    }

    @Override
    public void readInterest(boolean wanted) {
        checkAttached();
        if (readWanted != wanted) {
            readWanted = wanted;
            owner.readWanted(this, wanted && !ended && !closed.get());
            signal();
        }
    }

    @Override
    public void writeInterest(boolean wanted) {
        checkAttached();
        owner.writeWanted(this, wanted && !outputEnded && !closed.get());
    }

    private void checkAttached() {
        if (handler == null) {
            throw new IllegalStateException("stream must be attached before interest is set: " + this);
        }
    }

    /** Ends both directions, because no peer will ever answer to this with an end of its own. */
    @Override
    public void shutdownOutput() throws IOException {
        checkOpen();
        outputEnded = true;
        owner.writeWanted(this, false);
        dropReceived();
        end();
    }

    private void dropReceived() {
        received.clear();
        release();
    }

    private void release() {
        owner.release(keptBytes);
        keptBytes = 0;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            dropReceived();
            owner.closed(this);
        }
    }

    @Override
    public boolean isOpen() {
        return !closed.get();
    }

    @Override
    public String scheme() {
        return owner.port().scheme();
    }

    @Override
    public String localAddress() {
        return owner.port().text(owner.port().localAddress());
    }

    @Override
    public String remoteAddress() {
        return owner.port().text(remote);
    }

    @Override
    public SocketAddress remoteSocketAddress() {
        return remote;
    }

    @Override
    public boolean isLoopback() {
        return local;
    }

    @Override
    public @Nullable PeerCredentials peerCredentials() {
        return owner.port().peerCredentials(remote);
    }

    /** One frame is one datagram. The limit is what a datagram holds, and what the connection wants at most. */
    @Override
    public Framing framing(Framing wanted) {
        int limit = Math.min(wanted.maxFrameBytes(), owner.maxFrameBytes());
        maxFrameBytes = limit;
        return Framing.lengthPrefix(PREFIX_BYTES, ByteOrder.BIG_ENDIAN, limit);
    }

    /** How long a peer may be silent is a matter of the socket, which has many. */
    @Override
    public boolean mayBeSilent() {
        return true;
    }

    @Override
    public String toString() {
        return scheme() + " " + localAddress() + " <-> " + remoteAddress();
    }
}
