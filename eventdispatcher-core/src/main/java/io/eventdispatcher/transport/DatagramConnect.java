package io.eventdispatcher.transport;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.DatagramCounters.Event;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A datagram socket with one target, as an attempt to connect that succeeds at once: nobody is asked. What the socket
 * receives, from whomever the port takes datagrams, belongs to the one stream.
 *
 * <p>That nobody listens at the target is counted and does not end the stream; there is no storm of attempts. That the
 * system cannot send, because the network is down for example, does end it: a permanent client keeps the message then
 * and tries again later.
 *
 * <p>Threading: loop thread only.
 *
 * @since 0.1
 */
public final class DatagramConnect implements ConnectAttempt, TransportHandler, DatagramOwner {

    private static final Logger log = LoggerFactory.getLogger(DatagramConnect.class);

    private final EventLoop loop;
    private final DatagramPort port;
    private final DatagramIo io;
    private final DatagramOutage outage = new DatagramOutage();
    private final int maxBufferedBytes;
    private State state = State.CONNECTING;
    private @Nullable DatagramStream stream;
    private boolean attached;
    private boolean reading;

    private DatagramConnect(EventLoop loop, DatagramPort port, DatagramOptions options, int maxDatagramBytes) {
        this.loop = loop;
        this.port = port;
        this.io = new DatagramIo(port, options.guard(), maxDatagramBytes);
        this.maxBufferedBytes = options.maxBufferedBytes();
    }

    /**
     * Makes a stream of a socket; see {@link StreamTransportFactory#connect}.
     *
     * @param loop where the stream will live
     * @param port ready to send to the target, not attached; closed with the stream
     * @param target where everything is sent
     * @param options limits and guard; their own {@code maxDatagramBytes} is not looked at
     * @param maxDatagramBytes the longest datagram sent and taken, 1 or more
     * @param handler hears of the stream, never from inside this call
     * @return the attempt
     * @throws IllegalArgumentException if the limit leaves no room for what the guard adds; the port is closed
     * @throws RejectedExecutionException if the loop is closed or full; the port is closed, the handler is not called
     * @since 0.1
     */
    public static ConnectAttempt start(
            EventLoop loop,
            DatagramPort port,
            SocketAddress target,
            DatagramOptions options,
            int maxDatagramBytes,
            ConnectHandler handler) {
        loop.checkInLoop("connect");
        boolean started = false;
        try {
            DatagramConnect attempt = new DatagramConnect(loop, port, options, maxDatagramBytes);
            DatagramStream stream = new DatagramStream(attempt, target);
            attempt.stream = stream;
            loop.execute(() -> attempt.hand(stream, handler));
            started = true;
            return attempt;
        } finally {
            if (!started) {
                port.close();
            }
        }
    }

    private void hand(DatagramStream made, ConnectHandler handler) {
        if (state != State.CONNECTING) {
            return;
        }
        state = State.DONE;
        boolean taken = false;
        try {
            handler.onConnected(made);
            taken = true;
        } finally {
            if (!taken) {
                made.close();
            }
        }
    }

    @Override
    public void cancel() {
        loop.checkInLoop("connect");
        if (state == State.CONNECTING) {
            state = State.CANCELLED;
            port.close();
        }
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public DatagramPort port() {
        return port;
    }

    @Override
    public int maxFrameBytes() {
        return io.maxFrameBytes();
    }

    @Override
    public void attached(DatagramStream made, String name, int priority) throws IOException {
        io.name(name);
        port.attach(loop, name, priority, this);
        attached = true;
    }

    @Override
    public void onReadable() {
        if (!reading) {
            return;
        }
        try {
            io.receive(loop, this::onDatagram);
            outage.over();
        } catch (ClosedChannelException e) {
            log.debug("{}: closed while receiving", stream);
        } catch (IOException e) {
            io.dropped(Event.FAILED, null, () -> "cause='" + e.getMessage() + "'", loop.nanoTime());
            port.readInterest(false);
            outage.began(loop, port.scheme() + " receive", () -> port.readInterest(reading));
        }
    }

    private boolean onDatagram(SocketAddress from, ByteBuffer content) {
        DatagramStream target = stream;
        if (target == null || !target.takesInput()) {
            return false;
        }
        DatagramStream.Refusal refusal = target.offer(content);
        if (refusal != null) {
            Event event = refusal == DatagramStream.Refusal.TOO_LONG ? Event.TOO_LONG : Event.OVERFLOWED;
            io.dropped(event, from, () -> "length=" + content.remaining(), loop.nanoTime());
        }
        target.deliver();
        return reading;
    }

    @Override
    public void onWritable() {
        DatagramStream target = stream;
        if (target != null) {
            target.writable();
        }
    }

    /** The stream knows already. */
    @Override
    public void onFailure(Throwable failure) {}

    @Override
    public boolean send(DatagramStream from, ByteBuffer frame) throws IOException {
        return io.send(frame, from.remoteSocketAddress(), false, loop.nanoTime());
    }

    /** What arrives meanwhile waits in the system, which drops what is too much. */
    @Override
    public void readWanted(DatagramStream from, boolean wanted) {
        reading = wanted;
        outage.cancel();
        port.readInterest(wanted);
    }

    @Override
    public void writeWanted(DatagramStream from, boolean wanted) {
        if (attached) {
            port.writeInterest(wanted);
        }
    }

    @Override
    public boolean keep(int bytes, int kept) {
        return kept + (long) bytes <= maxBufferedBytes;
    }

    /** The stream knows what it keeps, and is the only one. */
    @Override
    public void release(int bytes) {}

    @Override
    public void ended(DatagramStream from) {
        reading = false;
        outage.cancel();
        if (attached) {
            port.readInterest(false);
        }
    }

    @Override
    public void closed(DatagramStream from) {
        reading = false;
        outage.cancel();
        port.close();
    }

    /** CONNECTING to DONE (the handler was called) or CANCELLED (it never is). */
    private enum State {
        CONNECTING,
        DONE,
        CANCELLED
    }
}
