package io.eventdispatcher.transport.junix;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.TimerHandle;
import io.eventdispatcher.timer.Schedule;
import io.eventdispatcher.transport.DatagramPort;
import io.eventdispatcher.transport.PeerCredentials;
import io.eventdispatcher.transport.TransportHandler;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Unix datagram socket of junixsocket.
 *
 * <p>The kernel does not tell when a full peer has room again (a socket that is not connected is always "writable"), so
 * whoever waits for room is told to try again after 1 ms, doubling up to 64 ms.
 *
 * <p>Threading: as {@link DatagramPort}.
 */
final class JunixDatagramPort implements DatagramPort, Watch.ReadyHandler {

    private static final Logger log = LoggerFactory.getLogger(JunixDatagramPort.class);

    private static final int MAX_FOREIGN_PER_CALL = 64;
    private static final int MAX_RETRY_MILLIS = 64;

    private final AFUNIXDatagramChannel channel;
    private final @Nullable AFUNIXDatagramChannel named;
    private final UnixAddress local;
    private final @Nullable UnixAddress target;
    private final boolean guardedByMode;
    private final DatagramSender own;
    private final @Nullable DatagramSender asNamed;

    private @Nullable EventLoop loop;
    private String name = "";
    private @Nullable TransportHandler handler;
    private volatile @Nullable Watch watch;
    private @Nullable TimerHandle retry;
    private boolean writeWanted;
    private int retryMillis = 1;
    private volatile boolean closed;

    /**
     * Takes over bound sockets.
     *
     * @param channel receives
     * @param named bears the name that peers know, to send from; null = {@code channel} does
     * @param local that name
     * @param target the only one to receive from; null = everybody
     * @param guardedByMode whether {@code local} is a file of ours whose mode says who may send
     */
    JunixDatagramPort(
            AFUNIXDatagramChannel channel,
            @Nullable AFUNIXDatagramChannel named,
            UnixAddress local,
            @Nullable UnixAddress target,
            boolean guardedByMode) {
        this.channel = channel;
        this.named = named;
        this.local = local;
        this.target = target;
        this.guardedByMode = guardedByMode;
        this.own = new DatagramSender(channel);
        this.asNamed = named == null ? null : new DatagramSender(named);
    }

    @Override
    public String scheme() {
        return "unix-dgram";
    }

    @Override
    public SocketAddress localAddress() {
        return local;
    }

    @Override
    public String text(SocketAddress address) {
        return address.toString();
    }

    @Override
    public boolean isLocal(SocketAddress peer) {
        return true;
    }

    @Override
    public boolean canReach(SocketAddress peer) {
        return !UnixAddress.UNNAMED.equals(peer);
    }

    /** Only our own user and root can send to a file that nobody else may write to. */
    @Override
    public @Nullable PeerCredentials peerCredentials(SocketAddress peer) {
        return guardedByMode ? Junix.onlyWriter(path(local)) : null;
    }

    @Override
    public void attach(EventLoop home, String sourceName, int priority, TransportHandler target) throws IOException {
        home.checkInLoop("socket '" + sourceName + "'");
        if (handler != null) {
            throw new IllegalStateException("socket attached twice: name='" + sourceName + "' " + this);
        }
        checkOpen();
        watch = Watch.start(channel, home, sourceName, this);
        name = sourceName;
        loop = home;
        handler = target;
    }

    private void checkOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public void onReady(int ops, boolean hungUp) {
        tell(TransportHandler::onReadable);
    }

    private void tell(Consumer<TransportHandler> event) {
        TransportHandler told = handler;
        if (told == null || closed) {
            return;
        }
        try {
            event.accept(told);
        } catch (RuntimeException | Error e) {
            told.onFailure(e);
            throw e;
        }
    }

    @Override
    public @Nullable SocketAddress receive(ByteBuffer into) throws IOException {
        int start = into.position();
        for (int i = 0; i < MAX_FOREIGN_PER_CALL; i++) {
            checkOpen();
            AFUNIXSocketAddress sender = channel.receive(into);
            if (sender == null && into.position() == start) {
                return null;
            }
            UnixAddress from = Junix.address(sender);
            if (target == null) {
                return from;
            }
            if (isTarget(from, target)) {
                return target;
            }
            log.debug("{}: datagram of somebody else dropped: peer={} target={}", name, from, target);
            into.position(start);
        }
        return null;
    }

    /** The other end may have been bound under another name of the same file. */
    private static boolean isTarget(UnixAddress from, UnixAddress wanted) {
        if (from.equals(wanted)) {
            return true;
        }
        if (from.isUnnamed() || from.isAbstract() || wanted.isAbstract()) {
            return false;
        }
        try {
            return Files.isSameFile(path(from), path(wanted));
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }

    private static Path path(UnixAddress address) {
        return Path.of(new String(address.bytes(), StandardCharsets.UTF_8));
    }

    @Override
    public boolean send(ByteBuffer datagram, SocketAddress to) throws IOException {
        checkOpen();
        boolean taken = sendSomehow(datagram, Junix.address(to));
        if (taken) {
            retryMillis = 1;
        }
        return taken;
    }

    /** A peer that is connected to the receiving socket takes nothing from another one. */
    private boolean sendSomehow(ByteBuffer datagram, AFUNIXSocketAddress to) throws IOException {
        if (asNamed != null) {
            try {
                return asNamed.send(datagram, to);
            } catch (IOException e) {
                log.debug("{}: sent from the receiving socket instead: {}", name, e.getMessage());
            }
        }
        return own.send(datagram, to);
    }

    @Override
    public void readInterest(boolean wanted) {
        Watch current = checkAttached();
        if (!closed) {
            current.interest(wanted ? SelectionKey.OP_READ : 0);
        }
    }

    @Override
    public void writeInterest(boolean wanted) {
        checkAttached();
        writeWanted = wanted;
        if (wanted) {
            retryLater();
        }
    }

    private void retryLater() {
        EventLoop home = loop;
        if (retry == null && !closed && home != null) {
            retry = home.schedule(name + " send", Schedule.after(Duration.ofMillis(retryMillis)), this::retryNow);
            retryMillis = Math.min(retryMillis * 2, MAX_RETRY_MILLIS);
        }
    }

    private void retryNow() {
        retry = null;
        try {
            if (writeWanted) {
                tell(TransportHandler::onWritable);
            }
        } finally {
            if (writeWanted) {
                retryLater();
            }
        }
    }

    private Watch checkAttached() {
        Watch current = watch;
        if (current == null) {
            throw new IllegalStateException("socket must be attached before interest is set: " + this);
        }
        return current;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        own.close();
        if (asNamed != null) {
            asNamed.close();
        }
        if (named != null) {
            Watch.closeQuietly(named);
        }
        Watch current = watch;
        if (current == null) {
            Watch.closeQuietly(channel);
        } else {
            current.close();
            current.awaitClosed();
        }
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public String toString() {
        return scheme() + " " + local;
    }
}
